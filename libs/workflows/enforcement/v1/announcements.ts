import type { AnnouncementCatalogue, AnnouncementEntry } from '@zhiheng/workflow-kit';
import type { EnforcementContext as Case } from './context.js';
import { PENALTY_KINDS, confiscatedOf, fineOf, isGrave, kindsOf } from './penalty.js';

/** A term ran out: supervision and statistics hear of it, nothing else follows by law. */
const overdue = (zh: string, en: string): AnnouncementEntry<Case> => ({ title: { zh, en }, external: true, facts: () => ({}) });
const decisionNo = ({ context }: { readonly context: Case }): { decisionNo: string } => ({
  decisionNo: context.decision?.decisionNo ?? '',
});

export const announcements = {
  filed: {
    title: { zh: '立案', en: 'Case filed' },
    external: true,
    facts: ({ context }) => ({ grounds: [...(context.filing?.grounds ?? [])] }),
  },
  penaltyDecided: {
    title: { zh: '作出行政处罚决定', en: 'Penalty decided' },
    facts: ({ context: { decision }, event }) => ({
      decisionNo: decision!.decisionNo,
      fine: fineOf(decision!.penalties),
      confiscated: confiscatedOf(decision!.penalties),
      kinds: [...kindsOf(decision!.penalties)],
      grave: isGrave(decision!.penalties, decision!.discretion, event),
      listedGround: decision!.listedGround ?? '',
      subjectLocal: decision!.sameProvince,
    }),
  },
  decisionRevoked: {
    title: { zh: '处罚决定被撤销、确认违法或者无效', en: 'Decision revoked' },
    facts: ({ context }) => ({
      ...decisionNo({ context }),
      reason: context.revocation?.reason ?? '',
      performanceRefused: (context.refusals ?? []).some(({ able }) => able),
    }),
  },
  performanceRefused: {
    title: { zh: '拒不履行处罚决定', en: 'Performance refused' },
    facts: ({ context, event }) => ({ ...decisionNo({ context }), able: event.data['able'] === true }),
  },
  penaltyPublished: {
    title: { zh: '处罚信息已公示', en: 'Penalty published' },
    external: true,
    // 公示规定 第四条: number, party, kind of violation, content, authority (by jurisdiction) and date.
    facts: ({ context: { decision, filing, proposal } }) => ({
      decisionNo: decision!.decisionNo,
      decidedOn: decision!.on,
      violations: [...(filing?.grounds ?? [])],
      penalties: decision!.penalties.map(({ kind, amount, until }) => ({
        kind,
        title: PENALTY_KINDS[kind],
        ...(amount !== undefined && { amount }),
        ...(until !== undefined && { until }),
      })),
      sector: decision!.sector,
      partyKind: proposal?.partyKind ?? 'organisation',
    }),
  },
  publicityWithdrawn: {
    title: { zh: '处罚公示信息已撤回', en: 'Publication withdrawn' },
    external: true,
    // 公示规定 第十一条: 撤回行政处罚公示信息并说明理由.
    facts: ({ context, event }) => ({ ...decisionNo({ context }), explanation: String(event.data['explanation'] ?? '') }),
  },
  publicityStopped: {
    title: { zh: '处罚信息停止公示', en: 'Publication stopped' },
    external: true,
    facts: ({ context, event }) => ({
      ...decisionNo({ context }),
      reason:
        event.type === 'EARLY_STOP_GRANTED' ? 'early' : event.type === 'RESTRICTION_ENDED' ? 'restriction-ended' : 'term-ended',
    }),
  },
  registrationLifted: {
    title: { zh: '先行登记保存措施自动解除', en: 'Registered evidence lifted by lapse' },
    external: true,
    facts: () => ({}),
  },
  seizureExpired: { title: { zh: '查封、扣押期限届满', en: 'Seizure expired' }, external: true, facts: () => ({}) },
  rightsWaived: {
    title: { zh: '逾期视为放弃陈述、申辩和听证', en: 'Rights deemed waived' },
    external: true,
    facts: () => ({}),
  },
  verificationOverdue: overdue('核查逾期', 'Verification overdue'),
  caseOverdue: overdue('办案逾期', 'Case overdue'),
  reviewOverdue: overdue('审核逾期', 'Review overdue'),
  hearingMayBeHeld: overdue('听证提前期间已过', 'The time ahead of the hearing has run'),
  hearingOverdue: overdue('听证准备或者报告逾期', 'Hearing step overdue'),
  referralOverdue: overdue('移送涉嫌犯罪案件逾期', 'Transfer to the police overdue'),
  serviceOverdue: overdue('处罚决定书送达逾期', 'Service overdue'),
  paymentOverdue: overdue('逾期未缴纳罚没款', 'Payment overdue'),
  courtApplicationMissed: overdue('申请强制执行期限届满', 'Time for the court application is over'),
  closingOverdue: overdue('结案逾期', 'Closing overdue'),
  publicityOverdue: overdue('处罚公示逾期', 'Publication overdue'),
  withdrawalOverdue: overdue('撤回公示逾期', 'Withdrawal overdue'),
  earlyStopOverdue: overdue('提前停止公示决定逾期', 'Decision on the early stop overdue'),
  closed: { title: { zh: '结案', en: 'Case closed' }, facts: ({ context }) => ({ outcome: outcomeOf(context) }) },
} as const satisfies AnnouncementCatalogue<Case>;

function outcomeOf(context: Case): string {
  if (context.decision !== undefined) return 'penalty';
  if (context.notFiled !== undefined) return 'not-filed';
  if (context.terminated !== undefined) return 'terminated';
  if (context.policeFiled !== undefined) return 'transferred-to-police';
  if (context.transfer !== undefined) return 'transferred';
  return 'no-penalty';
}
