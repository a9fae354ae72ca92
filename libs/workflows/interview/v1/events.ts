import type { LegalDate } from '@zhiheng/kernel';
import { field, form } from '@zhiheng/workflow-kit';
import type { DataOf, EventCatalogue, Form } from '@zhiheng/workflow-kit';

const { choice, date, flag, list, optional, people, text, texts } = field;

const meeting = form({
  meetingOn: date('约谈日期'),
  place: text('约谈地点'),
  addressee: text('被约谈人（企业第一负责人）'),
  addresseeIsFirstResponsible: flag('被约谈人是法定代表人或者主要负责人'),
  matters: texts('约谈事项'),
});
const commitment = form({ measure: text('整改措施'), responsible: text('责任人') });

const officers = ['case-handler', 'inspector'] as const;
const partyOrOfficer = ['party', ...officers] as const;

export const events = {
  TRIGGERED: {
    title: { zh: '出现约谈情形', en: 'A ground for an interview arose' },
    sentBy: ['system', ...officers, 'head'],
    basis: '中山市工业产品质量提升三年行动计划 二（五）2；消费品召回规定 第十一条；令110 第二十三条',
    opens: true,
    data: form({
      trigger: choice('约谈情形', {
        'prominent-problem': '产品质量问题突出',
        'inspection-refused': '拒绝接受产品质量监督检查',
        'rectification-failed': '不按要求整改',
        'incident-mishandled': '不及时处置产品质量安全事件',
        'defect-investigation': '消费品缺陷调查',
        'online-operator': '网络销售重点工业产品的电子商务经营者情形',
      }),
      detail: text('事由'),
      level: choice('实施层级', { city: '市局（国家、省级监督抽查）', town: '镇区（市级监督抽查）' }),
    }),
  },
  TRIGGER_SET_ASIDE: {
    title: { zh: '约谈情形不成立或者已消除', en: 'The ground does not hold' },
    sentBy: ['head'],
    data: form({ reason: text('理由') }),
  },
  NOTICE_SERVED: {
    title: { zh: '约谈通知书已送达', en: 'Interview notice served' },
    sentBy: officers,
    data: meeting,
  },
  POSTPONED: {
    title: { zh: '经申请改期', en: 'Postponed on request' },
    sentBy: officers,
    data: form({ meetingOn: date('改定的约谈日期'), reason: text('改期理由') }),
  },
  HELD: {
    title: { zh: '约谈已进行', en: 'Interview held' },
    sentBy: officers,
    data: form({
      interviewers: people('约谈人员', 2),
      attendedBy: choice('到场人员', { 'first-responsible': '企业第一负责人', deputy: '受托人' }),
      deputyAcceptedFor: optional(text('同意受托人到场的理由')),
    }),
  },
  MISSED: {
    title: { zh: '未到场', en: 'Did not come' },
    sentBy: officers,
    data: form({
      excuse: choice('缺席情况', { excused: '有正当理由', unexcused: '无正当理由' }),
      reason: text('情况说明'),
    }),
  },
  RECORD_SIGNED: {
    title: { zh: '约谈记录已确认', en: 'Interview record confirmed' },
    sentBy: officers,
    data: form({
      signature: choice('签字情况', { signed: '被约谈人已签字', 'refused-witnessed': '拒绝签字，已注明并有见证人' }),
      witness: optional(text('见证人')),
      commitments: list('整改承诺', commitment),
    }),
  },
  COMMITMENT_TERM_EXTENDED: {
    title: { zh: '整改期限延长', en: 'Term of the commitments extended' },
    sentBy: ['head'],
    data: form({ reason: text('延长理由') }),
  },
  FULFILMENT_REPORTED: {
    title: { zh: '报告整改完成', en: 'Fulfilment reported' },
    sentBy: partyOrOfficer,
    data: form({ measures: text('整改情况') }),
  },
  FOLLOW_UP_PASSED: {
    title: { zh: '回访：承诺已履行', en: 'Follow-up: commitments kept' },
    sentBy: officers,
    data: form({ findings: text('回访情况'), checkedBy: people('回访人员', 2) }),
  },
  FOLLOW_UP_FAILED: {
    title: { zh: '回访：承诺未履行', en: 'Follow-up: commitments not kept' },
    sentBy: officers,
    data: form({ findings: text('回访情况'), checkedBy: people('回访人员', 2) }),
  },
} as const satisfies EventCatalogue;

type Events = typeof events;
type Kept<K extends keyof Events> = Events[K]['data'] extends Form<infer F> ? DataOf<F> & { readonly on: LegalDate } : never;

export type InterviewContext = {
  readonly trigger?: Kept<'TRIGGERED'>;
  readonly notice?: Kept<'NOTICE_SERVED'>;
  /** The day that the notice or a later postponement set. */
  readonly meeting?: { readonly meetingOn: string; readonly on: LegalDate };
  readonly held?: Kept<'HELD'>;
  readonly absences?: readonly Kept<'MISSED'>[];
  readonly unexcused?: number;
  readonly record?: Kept<'RECORD_SIGNED'>;
};
