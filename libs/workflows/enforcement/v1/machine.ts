import {
  announce,
  defineWorkflow,
  extendClock,
  issue,
  remember,
  resumeClock,
  suspendClock,
  timed,
} from '@zhiheng/workflow-kit';
import { announcements } from './announcements.js';
import { decided, withdrawing } from './decided.js';
import { documents } from './documents.js';
import { events } from './events.js';
import { handling } from './handling.js';
import { clocks, keys } from './policies.js';
import { rules } from './rules.js';
import type { Row } from './table-row.js';

const verifying: Row = timed('verificationDue', {
  meta: { zh: '线索核查', en: 'Verifying the clue', basis: '处罚程序规定 第十八条' },
  initial: 'checking',
  on: {
    VERIFICATION_EXTENDED: { actions: extendClock('verificationDue') },
    FILED: {
      guard: 'filingConditionsHold',
      target: 'handling',
      actions: [remember('filing'), issue('filingApproval'), announce('filed')],
    },
    NOT_FILED: { target: 'closed', actions: [remember('notFiled'), issue('notFilingApproval'), announce('closed')] },
    TRANSFERRED: { target: 'closed', actions: [remember('transfer'), issue('transferLetter'), announce('closed')] },
    VERIFICATION_DUE_LAPSED: { actions: announce('verificationOverdue') },
  },
  states: {
    checking: {
      meta: {
        zh: '核查',
        en: 'Checking',
        basis: '处罚程序规定 第十八条',
        untimed: '期限为核查期限 within the term of verification',
      },
      on: { TESTING_STARTED: 'testing' },
    },
    testing: {
      meta: {
        zh: '检测、检验、检疫、鉴定、辨认',
        en: 'Testing',
        basis: '处罚程序规定 第十八条第二款',
        untimed: '所需时间不计入核查期限，由检验机构确定 does not count; the laboratory sets it',
      },
      entry: suspendClock('verificationDue', 'testing'),
      exit: resumeClock('verificationDue', 'testing'),
      on: { TESTING_ENDED: { target: 'checking', actions: issue('testingResult') } },
    },
  },
});

// Every disposition but a penalty; a penalty closes in its own region, beside its publication.
const ending: Row = timed('closingDue', {
  meta: { zh: '结案审批', en: 'Closing', basis: '处罚程序规定 第七十七条' },
  on: {
    CLOSING_APPROVED: { target: 'closed', actions: [issue('closingApproval'), announce('closed')] },
    CLOSING_DUE_LAPSED: { actions: announce('closingOverdue') },
  },
});

/** 行政处罚普通程序: from the clue to the end of the publication. The measures of the investigation and what follows a decision run in regions. */
export const enforcementV1 = defineWorkflow({
  name: 'enforcement',
  version: 1,
  title: { zh: '立案查处', en: 'Enforcement' },
  basis: [
    '市场监督管理行政处罚程序规定',
    '中华人民共和国行政处罚法',
    '市场监督管理行政处罚听证办法',
    '市场监督管理行政处罚信息公示规定',
  ],
  events,
  rules,
  clocks,
  announcements,
  documents,
  policies: Object.values(keys),
  table: {
    meta: { zh: '立案查处', en: 'Enforcement', basis: '处罚程序规定' },
    initial: 'opening',
    states: {
      opening: {
        meta: {
          zh: '尚未登记',
          en: 'Not yet registered',
          basis: '处罚程序规定 第十八条',
          untimed: '由首个事件开启 opened by its first event',
        },
        on: { CLUE_REGISTERED: { target: 'verifying', actions: [remember('clue'), issue('clueRegistration')] } },
      },

      verifying,
      handling,

      ending,

      closed: { meta: { zh: '结案', en: 'Closed', basis: '处罚程序规定 第七十七条' }, type: 'final' },

      decided,

      // Not final: a decision may still be revoked when it is performed, no longer published and filed away.
      archived: {
        meta: {
          zh: '归档',
          en: 'Archived',
          basis: '处罚程序规定 第七十八条',
          untimed: '结案归档后，决定仍可能被依法撤销、确认违法或者无效 may still be revoked',
        },
        on: { DECISION_REVOKED: { target: 'revoked', actions: [remember('revocation'), announce('decisionRevoked')] } },
      },

      withdrawing,

      revoked: {
        meta: { zh: '处罚决定已不存在', en: 'The decision fell', basis: '处罚程序规定 第六十三条第二款' },
        type: 'final',
      },
    },
  },
});
