import type { Role } from '@zhiheng/contracts';
import type { JsonObject } from '@zhiheng/kernel';

/** The procedures of the journey, by the workflow that runs them. */
export type Procedure = 'inspection' | 'enforcement' | 'interview' | 'blacklist';
export type Permitted = Readonly<Record<string, 'yes' | 'no' | 'depends'>>;
type Sending = { readonly to: Procedure; readonly event: string; readonly as: Role; readonly who?: string; readonly data: JsonObject };

/**
 * One step, as data: the walker needs an address and a way to move the clock, nothing else. So the same journey runs on the
 * standalone and on the split system.
 */
export type Step =
  | { readonly kind: 'import' }
  /** The rulebook has opened the procedure: which rule, by which article. */
  | { readonly kind: 'opened'; readonly procedure: Procedure; readonly from: string; readonly rule: string; readonly law: string; readonly article: string; readonly facts?: JsonObject }
  /** Where the procedure stands, and everything that may happen next. */
  | { readonly kind: 'station'; readonly procedure: Procedure; readonly state: string; readonly permitted: Permitted; readonly whyNot?: Readonly<Record<string, string>> }
  /** A running clock explains itself in a sentence and names its article. */
  | { readonly kind: 'clock'; readonly procedure: Procedure; readonly name: string; readonly article: string; readonly says: string }
  | ({ readonly kind: 'send'; readonly state: string } & Sending)
  /** The same message a second time: answered as the first time, nothing happens again. */
  | { readonly kind: 'repeated' }
  | ({ readonly kind: 'refused'; readonly status: 403 | 409 | 422; readonly code: string } & Sending)
  /** The clock is set to the day after the last day of a term. */
  | { readonly kind: 'lapse'; readonly procedure: Procedure; readonly clock: string; readonly event: string; readonly state: string }
  | { readonly kind: 'public'; readonly shown: boolean; readonly facts?: JsonObject }
  | { readonly kind: 'closed'; readonly procedure: Procedure; readonly state: string };

const OFFICERS = ['officer-a', 'officer-b'];
const SPOT_CHECK_ORDER = '产品质量监督抽查管理暂行办法';
const PENALTY = { decisionNo: '粤中市监处罚〔2026〕77号', discretion: 'severe', sector: 'key-industrial', sameProvince: true, listedGround: '7-2', reasons: '多次以不合格产品冒充合格产品' };
const FINE = [{ kind: 'fine', amount: 200_000 }];
const LISTING = {
  decisionNo: '粤中市监列严〔2026〕7号',
  decidedBy: '中山市市场监督管理局',
  baseDecisionNo: PENALTY.decisionNo,
  cause: '以不合格产品冒充合格产品，从重处罚',
  legalBasis: '失信名单办法第二条、第七条第二项',
  measures: '列为重点监管对象，不适用告知承诺制',
  removalTerms: '满一年可以申请提前移出，满三年移出',
  remedies: '六十日内申请行政复议，或者六个月内提起诉讼',
  subjectLocal: true,
};

/** No evidence registered, nothing seized: the procedure alone moves. */
const handling = (step: string): string => `handling.procedure.${step}|handling.registration.none|handling.seizure.none`;

/** From a line of a file to the published blacklist and its removal, after three years. */
export const journey: readonly Step[] = [
  { kind: 'import' },

  // 监督抽查
  { kind: 'opened', procedure: 'inspection', from: 'spot-check', rule: 'nonconforming-sample-opens-inspection', law: SPOT_CHECK_ORDER, article: '第五条第三款、第四十六条', facts: { conforming: false, keyItemFailed: true, nominalProducer: true } },
  { kind: 'station', procedure: 'inspection', state: 'notifying', permitted: { CONCLUSION_SERVED: 'depends', PRODUCTION_CEASED: 'yes' } },
  { kind: 'refused', to: 'inspection', event: 'CONCLUSION_SERVED', as: 'head', data: { method: 'direct', producerTold: true }, status: 403, code: 'ROLE_NOT_ALLOWED' },
  { kind: 'refused', to: 'inspection', event: 'CONCLUSION_SERVED', as: 'inspector', data: { method: '飞鸽传书', producerTold: true }, status: 422, code: 'EVENT_DATA_INVALID' },
  { kind: 'refused', to: 'inspection', event: 'CONCLUSION_SERVED', as: 'inspector', data: { method: 'direct' }, status: 409, code: 'RULE_NOT_MET' },
  { kind: 'refused', to: 'inspection', event: 'RECHECK_CONDUCTED', as: 'inspector', data: { samplers: ['s-1', 's-2'], sampleId: 'FC-1' }, status: 409, code: 'EVENT_NOT_EXPECTED' },
  { kind: 'send', to: 'inspection', event: 'CONCLUSION_SERVED', as: 'inspector', data: { method: 'direct', receivedBy: '张某', producerTold: true }, state: 'objecting.open' },
  { kind: 'repeated' },
  { kind: 'clock', procedure: 'inspection', name: 'objectionDue', article: `${SPOT_CHECK_ORDER} 第三十六条`, says: '15日' },
  { kind: 'station', procedure: 'inspection', state: 'objecting.open', permitted: { OBJECTION_FILED: 'depends', OBJECTION_WAIVED: 'yes' } },
  { kind: 'lapse', procedure: 'inspection', clock: 'objectionDue', event: 'OBJECTION_DUE_LAPSED', state: 'ordering' },
  { kind: 'send', to: 'inspection', event: 'RECTIFICATION_ORDERED', as: 'case-handler', data: { orderNo: '市监责改〔2026〕7号', requirements: '停止生产、销售，限期改正' }, state: 'rectifying' },
  { kind: 'clock', procedure: 'inspection', name: 'rectificationDue', article: `${SPOT_CHECK_ORDER} 第四十六条`, says: '60日' },
  { kind: 'station', procedure: 'inspection', state: 'rectifying', permitted: { RECTIFICATION_REPORTED: 'yes', RECHECK_CONDUCTED: 'no', INSPECTION_REFUSED: 'yes', SALES_RESUMED_UNLAWFULLY: 'yes', PRODUCTION_CEASED: 'yes' }, whyNot: { RECHECK_CONDUCTED: 'rectificationWasPossible' } },
  { kind: 'send', to: 'inspection', event: 'RECTIFICATION_REPORTED', as: 'party', data: { measures: '更换面料供应商，全检' }, state: 'rectifying' },
  { kind: 'send', to: 'inspection', event: 'RECHECK_CONDUCTED', as: 'inspector', data: { samplers: ['s-1', 's-2'], sampleId: 'FC-1' }, state: 'rechecking' },
  { kind: 'refused', to: 'inspection', event: 'RECHECK_PASSED', as: 'laboratory', data: { reportNo: 'JY-1', laboratory: '检验所', testers: ['s-1'] }, status: 409, code: 'RULE_NOT_MET' },
  { kind: 'send', to: 'inspection', event: 'RECHECK_PASSED', as: 'laboratory', data: { reportNo: 'JY-1', laboratory: '检验所', testers: ['t-1'] }, state: 'closed' },
  { kind: 'refused', to: 'inspection', event: 'PRODUCTION_CEASED', as: 'inspector', data: { evidence: '现场', checkedBy: OFFICERS }, status: 409, code: 'INSTANCE_CLOSED' },
  { kind: 'closed', procedure: 'inspection', state: 'closed' },

  // 约谈、立案查处
  { kind: 'opened', procedure: 'interview', from: 'inspection', rule: 'prominent-problem-opens-interview', law: '中山市工业产品质量提升三年行动计划（2018—2020年）', article: '二（五）2；任务分解表第28项' },
  { kind: 'opened', procedure: 'enforcement', from: 'inspection', rule: 'key-item-failure-opens-case', law: '中山市工业产品质量提升三年行动计划（2018—2020年）', article: '二（五）5' },
  { kind: 'station', procedure: 'enforcement', state: 'verifying.checking', permitted: { VERIFICATION_EXTENDED: 'yes', TESTING_STARTED: 'yes', FILED: 'depends', NOT_FILED: 'yes', TRANSFERRED: 'yes' } },
  { kind: 'clock', procedure: 'enforcement', name: 'verificationDue', article: '市场监督管理行政处罚程序规定 第十八条', says: '15个工作日' },
  { kind: 'send', to: 'enforcement', event: 'FILED', as: 'head', data: { grounds: ['产品质量法第四十九条'], evidence: true, punishable: true, competent: true, timely: true, officers: OFFICERS }, state: handling('investigating.gathering') },
  { kind: 'send', to: 'enforcement', event: 'INVESTIGATION_REPORTED', as: 'case-handler', who: 'officer-a', data: { findings: '生产不符合强制性国家标准的产品', proposal: 'penalty', publicInterest: false, complex: false, byLaw: false }, state: handling('review.submitted') },
  { kind: 'send', to: 'enforcement', event: 'REVIEW_STARTED', as: 'reviewer', who: 'reviewer-c', data: { kind: 'case' }, state: handling('review.checking') },
  { kind: 'refused', to: 'enforcement', event: 'REVIEW_AGREED', as: 'reviewer', who: 'officer-a', data: { opinion: '同意' }, status: 409, code: 'RULE_NOT_MET' },
  { kind: 'send', to: 'enforcement', event: 'REVIEW_AGREED', as: 'reviewer', who: 'reviewer-c', data: { opinion: '同意' }, state: handling('approving') },
  { kind: 'refused', to: 'enforcement', event: 'PROPOSAL_APPROVED', as: 'head', data: { penalties: FINE, partyKind: 'organisation', grounds: '产品质量法第四十九条', hearingTold: false }, status: 409, code: 'RULE_NOT_MET' },
  { kind: 'send', to: 'enforcement', event: 'PROPOSAL_APPROVED', as: 'head', data: { penalties: FINE, partyKind: 'organisation', grounds: '产品质量法第四十九条', hearingTold: true }, state: handling('notice.serving') },
  { kind: 'send', to: 'enforcement', event: 'NOTICE_SERVED', as: 'case-handler', data: { method: 'direct', proof: '送达回证' }, state: handling('notice.answering') },
  { kind: 'clock', procedure: 'enforcement', name: 'answerDue', article: '市场监督管理行政处罚程序规定；市场监督管理行政处罚听证办法 第五十七条第二款；第七条', says: '5个工作日' },
  { kind: 'lapse', procedure: 'enforcement', clock: 'answerDue', event: 'ANSWER_DUE_LAPSED', state: handling('deciding') },
  { kind: 'refused', to: 'enforcement', event: 'PENALTY_DECIDED', as: 'head', data: { ...PENALTY, penalties: [{ kind: 'fine', amount: 200_001 }] }, status: 409, code: 'RULE_NOT_MET' },
  { kind: 'send', to: 'enforcement', event: 'PENALTY_DECIDED', as: 'head', data: { ...PENALTY, penalties: FINE }, state: 'decided.execution.serving|decided.publicity.due|decided.remedy.unserved' },

  // 严重违法失信名单
  { kind: 'opened', procedure: 'blacklist', from: 'enforcement', rule: 'grave-penalty-on-listed-ground-proposes-listing', law: '市场监督管理严重违法失信名单管理办法', article: '第二条、第十三条第一款' },
  { kind: 'station', procedure: 'blacklist', state: 'proposal.assessing', permitted: { CONDITIONS_ASSESSED: 'yes', PENALTY_REVOKED: 'yes' } },
  { kind: 'send', to: 'blacklist', event: 'CONDITIONS_ASSESSED', as: 'case-handler', data: { actEstablished: true, serious: true, gravePenalty: 'heavier-fine', noIntentProven: false, factors: '多次、故意、货值大' }, state: 'proposal.noticing' },
  { kind: 'send', to: 'blacklist', event: 'PRIOR_NOTICE_SERVED', as: 'case-handler', data: { noticeNo: '中市监列告〔2026〕7号', withPenaltyNotice: true }, state: 'proposal.defence' },
  { kind: 'lapse', procedure: 'blacklist', clock: 'defenceDue', event: 'DEFENCE_DUE_LAPSED', state: 'proposal.deciding' },
  { kind: 'station', procedure: 'blacklist', state: 'proposal.deciding', permitted: { CONSENT_REQUESTED: 'yes', LISTING_DECIDED: 'no', LISTING_DECLINED: 'yes', PENALTY_REVOKED: 'yes' }, whyNot: { LISTING_DECIDED: 'consentIsThere' } },
  { kind: 'refused', to: 'blacklist', event: 'LISTING_DECIDED', as: 'head', data: LISTING, status: 409, code: 'RULE_NOT_MET' },
  { kind: 'send', to: 'blacklist', event: 'CONSENT_REQUESTED', as: 'head', data: { requestNo: '中市监请〔2026〕7号' }, state: 'proposal.consent' },
  { kind: 'refused', to: 'blacklist', event: 'CONSENT_GIVEN', as: 'head', data: { consentNo: '粤市监复〔2026〕7号', bureau: '广东省市场监督管理局' }, status: 403, code: 'ROLE_NOT_ALLOWED' },
  { kind: 'send', to: 'blacklist', event: 'CONSENT_GIVEN', as: 'upper-bureau', data: { consentNo: '粤市监复〔2026〕7号', bureau: '广东省市场监督管理局' }, state: 'proposal.deciding' },
  { kind: 'send', to: 'blacklist', event: 'LISTING_DECIDED', as: 'head', data: LISTING, state: 'listed.publishing.here' },
  { kind: 'public', shown: false },
  { kind: 'refused', to: 'blacklist', event: 'PUBLISHED', as: 'publisher', data: { publicAt: 'gsxt-7' }, status: 409, code: 'RULE_NOT_MET' },
  { kind: 'send', to: 'blacklist', event: 'DECISION_SERVED', as: 'case-handler', data: { method: '直接送达' }, state: 'listed.publishing.here' },
  { kind: 'clock', procedure: 'blacklist', name: 'listingTerm', article: '市场监督管理严重违法失信名单管理办法 第二十一条', says: '3年' },
  { kind: 'send', to: 'blacklist', event: 'PUBLISHED', as: 'publisher', data: { publicAt: 'gsxt-7' }, state: 'listed.published.shown' },
  { kind: 'public', shown: true, facts: { decisionNo: LISTING.decisionNo, ground: '7-2', cause: LISTING.cause, decidedBy: LISTING.decidedBy } },

  // 三年届满
  { kind: 'lapse', procedure: 'blacklist', clock: 'listingTerm', event: 'LISTING_TERM_LAPSED', state: 'expiring.stopping' },
  { kind: 'public', shown: false },
  { kind: 'send', to: 'blacklist', event: 'PUBLICITY_STOPPED', as: 'publisher', data: {}, state: 'removed' },
  { kind: 'closed', procedure: 'blacklist', state: 'removed' },
];
