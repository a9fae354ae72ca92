import { isOneOf } from '@zhiheng/contracts';
import { dataOf, rulesOver } from '@zhiheng/workflow-kit';
import type { AnyEvent } from '@zhiheng/workflow-kit';
import type { EnforcementContext as Case } from './context.js';
import { events } from './events.js';
import { lateFineLimit } from './late-fine.js';
import { fineOf, hasKind, isHeavier, isInHearingScope, isLight, moneyOf, policyList, restrictedUntil } from './penalty.js';
import type { Penalty } from './penalty.js';
import { keys } from './policies.js';

type Given = { readonly context: Case; readonly event: AnyEvent };

export const rules = rulesOver<Case>()({
  filingConditionsHold: {
    title: {
      zh: '有证据初步证明违法行为、应当给予行政处罚、属于本部门管辖、在法定期限内',
      en: 'Evidence, punishable, competent, within limitation: all four',
    },
    basis: '处罚程序规定 第十九条',
    asks: 'event',
    holds: ({ event }) => {
      const filed = dataOf(events, 'FILED', event);
      return filed !== undefined && filed.evidence && filed.punishable && filed.competent && filed.timely;
    },
  },
  termIsNotYetExtended: {
    title: {
      zh: '办案期限尚未延长过；再次延期须经负责人集体讨论',
      en: 'Not yet extended; a further extension is decided collectively',
    },
    basis: '处罚程序规定 第六十四条',
    asks: 'context',
    holds: ({ context }) => context.firstExtension === undefined,
  },
  termWasExtendedByTheHead: {
    title: { zh: '已经负责人批准延长三十日仍不能作出决定', en: 'The first extension was granted and does not suffice' },
    basis: '处罚程序规定 第六十四条',
    asks: 'context',
    holds: ({ context }) => context.firstExtension !== undefined,
  },
  testingPeriodWasNotified: {
    title: {
      zh: '检测、检验、检疫、鉴定期间已经明确并书面告知当事人',
      en: 'The testing period was fixed and notified in writing',
    },
    basis: '处罚程序规定 第三十八条第三款',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'TESTING_STARTED', event)?.notifiedInWriting === true,
  },
  principalHeadApproved: {
    title: { zh: '由正职负责人或者主持工作的负责人批准', en: 'Approved by the principal head' },
    basis: '移送涉嫌犯罪案件规定 第五条',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'REFERRAL_APPROVED', event)?.principalHead === true,
  },

  reviewIsOfTheRequiredKind: {
    title: {
      zh: '涉及重大公共利益、疑难复杂以及法律、法规规定的案件由法制审核，其他案件由案件审核',
      en: 'Legal review where it is required, case review otherwise',
    },
    basis: '处罚程序规定 第五十条、第五十二条',
    asks: 'event',
    holds: ({ context, event }) =>
      dataOf(events, 'REVIEW_STARTED', event)?.kind === (needsLegalReview(context) ? 'legal' : 'case'),
  },
  reviewIsLegal: {
    title: { zh: '经过听证程序的案件，在听证程序结束后进行法制审核', en: 'After a hearing the review is a legal one' },
    basis: '处罚程序规定 第五十条第二款',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'REVIEW_STARTED', event)?.kind === 'legal',
  },
  reviewerIsNotACaseOfficer: {
    title: { zh: '审核人员不是本案办案人员', en: 'The reviewer is not an officer of the case' },
    basis: '处罚程序规定 第四十九条第三款',
    asks: 'event',
    holds: ({ context, event }) => !isOneOf(event.by, officersOf(context)),
  },
  penaltyIsProposed: {
    title: { zh: '拟给予行政处罚', en: 'A penalty is proposed' },
    basis: '处罚程序规定 第五十六条',
    asks: 'context',
    holds: ({ context }) => context.report?.proposal === 'penalty',
  },
  hearingRightIsToldWhereDue: {
    title: {
      zh: '属于听证范围的，告知书载明要求听证的权利',
      en: 'The notice tells the right to a hearing where the law gives it',
    },
    basis: '处罚程序规定 第五十七条；听证办法 第五条',
    asks: 'event',
    holds: ({ event }) => {
      const proposal = dataOf(events, 'PROPOSAL_APPROVED', event);
      return (
        proposal !== undefined && (proposal.hearingTold || !isInHearingScope(proposal.penalties, proposal.partyKind, event))
      );
    },
  },
  hearingIsInScope: {
    title: { zh: '拟作出的处罚属于听证范围', en: 'The proposed penalty is in the scope of hearings' },
    basis: '听证办法 第五条',
    asks: 'context',
    holds: ({ context: { proposal }, event }) =>
      proposal !== undefined && isInHearingScope(proposal.penalties, proposal.partyKind, event),
  },
  serviceMeetsItsMethod: {
    title: {
      zh: '送达符合其方式的条件：留置送达有见证人或者影像记录，电子送达已签订送达地址确认书',
      en: 'Service meets its method: left with witness or video, electronic with a signed address confirmation',
    },
    basis: '处罚程序规定 第八十二条',
    asks: 'event',
    holds: ({ event }) => {
      const served = dataOf(events, 'NOTICE_SERVED', event) ?? dataOf(events, 'DECISION_SERVED', event);
      if (served === undefined) return false;
      if (served.method === 'left') return served.witnessed === true;
      return served.method !== 'electronic' || served.addressConfirmed === true;
    },
  },
  defenceWasMade: {
    title: { zh: '当事人进行了陈述、申辩', en: 'The party made a defence' },
    basis: '处罚程序规定 第五十八条',
    asks: 'context',
    holds: ({ context, event }) => hasDefended(context, event),
  },
  hostIsNotACaseOfficer: {
    title: { zh: '听证主持人不是本案办案人员', en: 'The host is not an officer of the case' },
    basis: '听证办法 第十一条第三款',
    asks: 'event',
    holds: ({ context, event }) => !officersOf(context).includes(dataOf(events, 'HOST_NAMED', event)?.host ?? ''),
  },
  hearingIsNotLedByACaseOfficer: {
    title: { zh: '听证不由本案办案人员主持', en: 'The hearing is not led by an officer of the case' },
    basis: '听证办法 第十一条第三款',
    asks: 'event',
    holds: ({ context, event }) => !isOneOf(event.by, officersOf(context)),
  },
  defenceWasMadeAndNoCaseOfficerLeads: {
    title: {
      zh: '当事人进行了陈述、申辩，且听证不由本案办案人员主持',
      en: 'The party made a defence, and the hearing is not led by an officer of the case',
    },
    basis: '处罚程序规定 第五十八条；听证办法 第十一条第三款',
    asks: 'event',
    holds: ({ context, event }) => hasDefended(context, event) && !isOneOf(event.by, officersOf(context)),
  },
  hearingMayBeHeld: {
    title: {
      zh: '听证不由本案办案人员主持；听证通知书已于七个工作日前送达；公开举行的，已于三个工作日前公告',
      en: 'Not led by an officer of the case; the hearing was notified, and if public announced, long enough before',
    },
    basis: '听证办法 第十一条第三款、第二十条、第二十二条',
    asks: 'event',
    holds: ({ context, event }) =>
      !isOneOf(event.by, officersOf(context)) &&
      hasRun(event, 'hearingNoticeRuns') &&
      (context.hearingFixed?.open !== true || hasRun(event, 'hearingPublicityRuns')),
  },
  collectiveDiscussionIsRequired: {
    title: {
      zh: '属于应当法制审核的案件，由负责人集体讨论决定',
      en: 'A case of legal review is decided after collective discussion',
    },
    basis: '处罚程序规定 第六十条第二款',
    asks: 'context',
    holds: ({ context }) => needsLegalReview(context) || context.hearingReport !== undefined,
  },
  penaltyIsNotHeavier: {
    title: {
      zh: '处罚不重于告知的内容：不得因陈述、申辩或者要求听证而给予更重的处罚',
      en: 'The penalty is not heavier than the one notified',
    },
    basis: '处罚程序规定 第五十八条',
    asks: 'event',
    holds: ({ context, event }) => {
      const decided = dataOf(events, 'PENALTY_DECIDED', event);
      return (
        decided !== undefined &&
        decided.penalties.length > 0 &&
        !isHeavier(decided.penalties, context.proposal?.penalties ?? [])
      );
    },
  },

  remedyHasEnded: {
    title: {
      zh: '当事人在法定期限内未申请复议、提起诉讼，或者复议、诉讼已经终结',
      en: 'No review or suit in time, or it has ended',
    },
    basis: '处罚程序规定 第七十六条',
    asks: 'context',
    holds: ({ context }) => context.remedyEnd !== undefined,
  },
  courtApplicationIsOpen: {
    title: {
      zh: '复议、诉讼期限已过且在三个月申请期限内',
      en: 'The time for review and suit is over and the time for the application runs',
    },
    basis: '处罚程序规定 第七十六条',
    asks: 'context',
    holds: ({ context, event }) => context.remedyEnd !== undefined && event.clocks['courtApplicationDue']?.state === 'running',
  },
  penaltyIsPaidInFull: {
    title: { zh: '罚款和没收的违法所得已经足额缴纳', en: 'Fine and confiscated income are paid in full' },
    basis: '处罚程序规定 第七十二条',
    asks: 'event',
    holds: isPaidInFull,
  },
  penaltyAndLateFineAreInOrder: {
    title: {
      zh: '罚没款足额缴纳，加处罚款每日不超过百分之三且不超出罚款数额',
      en: 'Paid in full; the late fine keeps to its daily rate and to the fine',
    },
    basis: '处罚程序规定 第七十五条；行政处罚法 第七十三条第三款',
    asks: 'event',
    holds: (given) => isPaidInFull(given) && lateFineOf(given) <= lateFineLimitOf(given),
  },
  deferralIsOver: {
    title: { zh: '延期、分期的期限已经届满', en: 'The deferral is over' },
    basis: '处罚程序规定 第七十六条第二款',
    asks: 'context',
    holds: ({ context, event }) => context.deferral !== undefined && event.on > context.deferral.until,
  },

  onlyAWarningWasGiven: {
    title: { zh: '仅受到警告行政处罚', en: 'Only a warning was given' },
    basis: '公示规定 第二条第二款',
    asks: 'context',
    holds: ({ context }) => penaltiesOf(context).every(({ kind }) => kind === 'warning'),
  },
  partyIsInAnotherProvince: {
    title: { zh: '当事人登记地（住所地）在其他省', en: 'The party is registered in another province' },
    basis: '公示规定 第十条',
    asks: 'context',
    holds: ({ context }) => context.decision?.sameProvince === false,
  },
  publicationIsCleared: {
    title: {
      zh: '送达处罚决定书时已书面告知将公示，并已通过保密审查',
      en: 'The party was told of the publication when served, and secrecy was reviewed',
    },
    basis: '公示规定 第五条、第六条、第八条',
    asks: 'event',
    // Service by public notice runs longer than the term of publication: the posted notice tells as well.
    holds: ({ context, event }) =>
      dataOf(events, 'PENALTY_PUBLISHED', event)?.secrecyReviewed === true &&
      (context.service ?? context.posting)?.publicityTold === true,
  },
  penaltyIsOfTheGravestKinds: {
    title: { zh: '降低资质等级、吊销许可证件或者营业执照、责令关闭', en: 'Downgrading, revocation, closing down' },
    basis: '公示规定 第十四条第三款',
    asks: 'context',
    holds: ({ context, event }) => hasKind(penaltiesOf(context), policyList(event, keys.publicityGraveKinds)),
  },
  penaltyRestricts: {
    title: { zh: '限制开展生产经营活动、责令停产停业、限制从业', en: 'Restriction, suspension of business, career ban' },
    basis: '公示规定 第十四条第二款',
    asks: 'context',
    holds: ({ context, event }) => hasKind(penaltiesOf(context), policyList(event, keys.publicityRestrictionKinds)),
  },
  penaltyIsLight: {
    title: { zh: '仅受到通报批评或者较低数额罚款', en: 'Only criticism or a lower fine' },
    basis: '公示规定 第十三条',
    asks: 'context',
    holds: ({ context: { decision, proposal }, event }) =>
      decision !== undefined && isLight(decision.penalties, decision.discretion, proposal?.partyKind ?? 'organisation', event),
  },
  sectorIsKey: {
    title: {
      zh: '食品、药品、医疗器械、化妆品、特种设备、重点工业产品领域',
      en: 'Food, drugs, devices, cosmetics, special equipment, key industrial products',
    },
    basis: '公示规定 第十四条第一款',
    asks: 'context',
    holds: ({ context, event }) => policyList(event, keys.publicitySectors).includes(context.decision?.sector ?? ''),
  },
  restrictionIsOver: {
    title: { zh: '行政处罚限制期限已经届满', en: 'The restriction is over' },
    basis: '公示规定 第十四条第二款',
    asks: 'context',
    holds: restrictionIsOver,
  },
  earlyStopIsOpen: {
    title: {
      zh: '该类处罚可以提前停止公示，且最短公示期和限制期限已经届满',
      en: 'This tier allows an early stop, and the shortest time and any restriction are over',
    },
    basis: '公示规定 第十四条、第十五条',
    asks: 'context',
    holds: (given) =>
      restrictionIsOver(given) &&
      ['generalPublicity', 'sectorPublicity', 'restrictionPublicity'].some((name) => {
        const tier = given.event.clocks[name];
        return tier?.state === 'running' && tier.opensOn !== undefined && given.event.on >= tier.opensOn;
      }),
  },
  earlyStopConditionsHold: {
    title: {
      zh: '已受理申请，当事人已履行义务、已整改并消除影响、未因同一类违法行为再次受罚',
      en: 'Applied for; performed, rectified, no repeat',
    },
    basis: '公示规定 第十六条',
    asks: 'event',
    holds: ({ event }) => {
      const granted = dataOf(events, 'EARLY_STOP_GRANTED', event);
      return granted !== undefined && earlyStopIsPending(event) && granted.performed && granted.rectified && granted.noRepeat;
    },
  },
  earlyStopWasAppliedFor: {
    title: { zh: '已受理提前停止公示申请', en: 'An early stop was applied for' },
    basis: '公示规定 第十六条',
    asks: 'context',
    holds: ({ event }) => earlyStopIsPending(event),
  },
});

// A second notice asks anew: only what was said since it was served counts.
function hasDefended({ defences = [] }: Case, { clocks }: AnyEvent): boolean {
  return defences.some(({ on }) => on >= (clocks['answerDue']?.startedOn ?? ''));
}

const officersOf = (context: Case): readonly string[] => context.filing?.officers ?? [];
const penaltiesOf = (context: Case): readonly Penalty[] => context.decision?.penalties ?? [];

function needsLegalReview({ report }: Case): boolean {
  return report !== undefined && (report.publicInterest || report.complex || report.byLaw);
}

/** Terms that must have passed: `opensOn` is the first day on which the act is allowed. */
function hasRun(event: AnyEvent, name: string): boolean {
  const clock = event.clocks[name];
  if (clock === undefined || clock.state === 'stopped') return false;
  return clock.state === 'lapsed' || event.on >= (clock.opensOn ?? clock.dueOn);
}

function isPaidInFull({ context, event }: Given): boolean {
  const paid = dataOf(events, 'PERFORMED', event)?.paid ?? 0;
  const before = (context.instalments ?? []).reduce((total, instalment) => total + instalment.paid, 0);
  return paid + before >= moneyOf(penaltiesOf(context));
}

const lateFineOf = ({ event }: Given): number => dataOf(events, 'PERFORMED', event)?.lateFine ?? 0;

function lateFineLimitOf({ context, event }: Given): number {
  const { deferral, remedy, remedyEnd, decision } = context;
  const dueOn = deferral?.until ?? event.clocks['paymentDue']?.dueOn;
  if (decision === undefined || dueOn === undefined) return 0;
  const stretch = remedy && { from: remedy.on, ...(remedyEnd && { to: remedyEnd.on }) };
  return lateFineLimit({ fine: fineOf(decision.penalties), dueOn, event, ...(stretch && { remedy: stretch }) });
}

function restrictionIsOver({ context, event }: Given): boolean {
  const until = restrictedUntil(penaltiesOf(context));
  return until === undefined || event.on > until;
}

function earlyStopIsPending(event: AnyEvent): boolean {
  const state = event.clocks['earlyStopDue']?.state;
  return state === 'running' || state === 'lapsed';
}
