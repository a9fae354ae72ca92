import { HANDLER_AND_REVIEWER } from '../people.js';
import type { Step } from './step.js';

// handler-reviewer-1 also reviews, but not the own case.
const OFFICERS = ['handler-1', HANDLER_AND_REVIEWER];
const PENALTY = {
  decisionNo: '粤中市监处罚〔2026〕77号',
  discretion: 'severe',
  sector: 'key-industrial',
  sameProvince: true,
  listedGround: '7-2',
  reasons: '多次以不合格产品冒充合格产品',
};
const FINE = [{ kind: 'fine', amount: 200_000 }];

/** No evidence registered, nothing seized: the procedure alone moves. */
const handling = (step: string): string => `handling.procedure.${step}|handling.registration.none|handling.seizure.none`;

/** 约谈、立案查处: what the rulebook opens, and the case to its decision. */
export const enforcementSteps: readonly Step[] = [
  {
    kind: 'opened',
    procedure: 'interview',
    from: 'inspection',
    rule: 'prominent-problem-opens-interview',
    law: '中山市工业产品质量提升三年行动计划（2018—2020年）',
    article: '二（五）2；任务分解表第28项',
  },
  {
    kind: 'opened',
    procedure: 'enforcement',
    from: 'inspection',
    rule: 'key-item-failure-opens-case',
    law: '中山市工业产品质量提升三年行动计划（2018—2020年）',
    article: '二（五）5',
  },
  {
    kind: 'station',
    procedure: 'enforcement',
    state: 'verifying.checking',
    permitted: { VERIFICATION_EXTENDED: 'yes', TESTING_STARTED: 'yes', FILED: 'depends', NOT_FILED: 'yes', TRANSFERRED: 'yes' },
  },
  {
    kind: 'clock',
    procedure: 'enforcement',
    name: 'verificationDue',
    article: '市场监督管理行政处罚程序规定 第十八条',
    says: '15个工作日',
  },
  {
    kind: 'send',
    to: 'enforcement',
    event: 'FILED',
    as: 'head',
    data: {
      grounds: ['产品质量法第四十九条'],
      evidence: true,
      punishable: true,
      competent: true,
      timely: true,
      officers: OFFICERS,
    },
    state: handling('investigating.gathering'),
  },
  {
    kind: 'send',
    to: 'enforcement',
    event: 'INVESTIGATION_REPORTED',
    as: 'case-handler',
    data: {
      findings: '生产不符合强制性国家标准的产品',
      proposal: 'penalty',
      publicInterest: false,
      complex: false,
      byLaw: false,
    },
    state: handling('review.submitted'),
  },
  {
    kind: 'send',
    to: 'enforcement',
    event: 'REVIEW_STARTED',
    as: 'reviewer',
    data: { kind: 'case' },
    state: handling('review.checking'),
  },
  {
    kind: 'refused',
    to: 'enforcement',
    event: 'REVIEW_AGREED',
    as: 'reviewer',
    who: HANDLER_AND_REVIEWER,
    data: { opinion: '同意' },
    status: 409,
    code: 'RULE_NOT_MET',
  },
  {
    kind: 'send',
    to: 'enforcement',
    event: 'REVIEW_AGREED',
    as: 'reviewer',
    data: { opinion: '同意' },
    state: handling('approving'),
  },
  {
    kind: 'refused',
    to: 'enforcement',
    event: 'PROPOSAL_APPROVED',
    as: 'head',
    data: { penalties: FINE, partyKind: 'organisation', grounds: '产品质量法第四十九条', hearingTold: false },
    status: 409,
    code: 'RULE_NOT_MET',
  },
  {
    kind: 'send',
    to: 'enforcement',
    event: 'PROPOSAL_APPROVED',
    as: 'head',
    data: { penalties: FINE, partyKind: 'organisation', grounds: '产品质量法第四十九条', hearingTold: true },
    state: handling('notice.serving'),
  },
  {
    kind: 'send',
    to: 'enforcement',
    event: 'NOTICE_SERVED',
    as: 'case-handler',
    data: { method: 'direct', proof: '送达回证' },
    state: handling('notice.answering'),
  },
  {
    kind: 'clock',
    procedure: 'enforcement',
    name: 'answerDue',
    article: '市场监督管理行政处罚程序规定；市场监督管理行政处罚听证办法 第五十七条第二款；第七条',
    says: '5个工作日',
  },
  { kind: 'lapse', procedure: 'enforcement', clock: 'answerDue', event: 'ANSWER_DUE_LAPSED', state: handling('deciding') },
  {
    kind: 'refused',
    to: 'enforcement',
    event: 'PENALTY_DECIDED',
    as: 'head',
    data: { ...PENALTY, penalties: [{ kind: 'fine', amount: 200_001 }] },
    status: 409,
    code: 'RULE_NOT_MET',
  },
  {
    kind: 'send',
    to: 'enforcement',
    event: 'PENALTY_DECIDED',
    as: 'head',
    data: { ...PENALTY, penalties: FINE },
    state: 'decided.execution.serving|decided.publicity.due|decided.remedy.unserved',
  },
];
