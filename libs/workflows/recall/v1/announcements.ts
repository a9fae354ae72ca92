import type { JsonObject } from '@zhiheng/kernel';
import type { AnnouncementCatalogue, AnyEvent } from '@zhiheng/workflow-kit';
import type { RecallContext } from './context.js';
import { DUTIES } from './events.js';

type Given = { readonly context: RecallContext; readonly event: AnyEvent };
const product = ({ context }: Given): JsonObject => ({ product: context.origin?.product ?? '' });

/** The plan as the maker reported it: what the bureau makes public (第十八条、第十九条第一款). */
const planOf = (given: Given): JsonObject => {
  const { plan, order } = given.context;
  return {
    ...product(given),
    scope: plan?.scope ?? '',
    defect: plan?.defect ?? '',
    emergencyMeasures: plan?.emergencyMeasures ?? '',
    measures: plan?.measures ?? '',
    responsible: plan?.responsible ?? '',
    contact: plan?.contact ?? '',
    schedule: plan?.schedule ?? '',
    ordered: order !== undefined,
  };
};

export const announcements = {
  investigationOpened: {
    title: { zh: '组织缺陷调查', en: 'Defect investigation opened' },
    facts: (given) => ({
      ...product(given),
      reason: String(given.event.data['reason'] ?? ''),
      interviewNeeded: given.event.data['interviewNeeded'] === true,
    }),
  },
  noticeIssued: { title: { zh: '已通知召回', en: 'Recall notice issued' }, facts: product, external: true },
  orderProposed: { title: { zh: '应当提请责令召回', en: 'The recall is to be ordered' }, facts: product, external: true },
  ordered: {
    title: { zh: '已责令召回', en: 'Recall ordered' },
    facts: (given) => ({
      ...product(given),
      orderNo: given.context.order?.orderNo ?? '',
      authority: given.context.order?.authority ?? '',
    }),
    external: true,
  },
  orderedRecallRefused: {
    title: { zh: '经责令召回仍拒绝或者拖延', en: 'Ordered recall refused or delayed' },
    facts: (given) => ({
      ...product(given),
      orderNo: given.context.order?.orderNo ?? '',
      manner: String(given.event.data['manner'] ?? ''),
      evidence: String(given.event.data['evidence'] ?? ''),
    }),
  },
  reportOverdue: {
    title: { zh: '生产者未按期报告或者发布', en: 'The maker did not report or publish in time' },
    facts: (given) => ({ ...product(given), duty: DUTIES[OVERDUE_DUTY[given.event.type] ?? 'report-progress'] }),
  },
  dutyBreached: {
    title: { zh: '发现违反召回义务', en: 'Breach of a recall duty' },
    facts: (given) => ({
      ...product(given),
      duty: DUTIES[given.event.data['duty'] as keyof typeof DUTIES],
      by: String(given.event.data['by']),
      detail: String(given.event.data['detail']),
    }),
  },
  planReceived: {
    title: { zh: '收到召回计划，应当公示', en: 'Plan received; to be published' },
    facts: planOf,
    external: true,
  },
  planPublished: { title: { zh: '召回计划已公示', en: 'Plan published' }, facts: planOf, external: true },
  recallAgain: {
    title: { zh: '应当重新实施召回', en: 'To be recalled again' },
    facts: (given) => ({ ...product(given), inadequacy: String(given.event.data['inadequacy']) }),
    external: true,
  },
  bureauOverdue: {
    title: { zh: '市场监督管理部门办理超期', en: 'A term of the bureau has run out' },
    facts: (given) => ({ ...product(given), lapse: given.event.type }),
    external: true,
  },
  closed: {
    title: { zh: '召回程序结束', en: 'Recall closed' },
    facts: (given) => ({
      ...product(given),
      outcome: OUTCOMES[given.event.type] ?? 'no-defect',
      // 第二十一条第二款: the maker keeps the records for at least so many years.
      recordsKeptYears: Number(given.event.policy['recall.records.years']),
    }),
    external: true,
  },
} satisfies AnnouncementCatalogue<RecallContext>;

const OVERDUE_DUTY: Readonly<Record<string, keyof typeof DUTIES>> = {
  REPORT_DUE_LAPSED: 'report',
  PLAN_DUE_LAPSED: 'plan',
  MAKER_PUBLICATION_DUE_LAPSED: 'publish',
  PROGRESS_DUE_LAPSED: 'report-progress',
  CLOSING_REPORT_DUE_LAPSED: 'report-progress',
};
const OUTCOMES: Readonly<Record<string, string>> = {
  EFFECT_CONFIRMED: 'recalled',
  PASSED_ON: 'passed-on',
  INFORMATION_SET_ASIDE: 'set-aside',
};
