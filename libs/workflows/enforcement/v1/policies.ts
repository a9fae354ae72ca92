import type { ClockCatalogue } from '@zhiheng/workflow-kit';

/** Terms of the penalty procedure; their lengths stand in config/law/penalty-procedure.yaml and penalty-publicity.yaml. */
export const clocks = {
  verificationDue: { title: { zh: '线索核查期限', en: 'Verifying the clue' }, term: 'enforcement.verification.term' },
  caseDue: { title: { zh: '案件办理期限', en: 'Handling the case' }, term: 'enforcement.case.term' },
  registrationDue: { title: { zh: '先行登记保存期限', en: 'Registered evidence' }, term: 'enforcement.registration.term' },
  seizureDue: { title: { zh: '查封、扣押期限', en: 'Seizure' }, term: 'enforcement.seizure.term' },
  reviewDue: { title: { zh: '审核期限', en: 'Review' }, term: 'enforcement.review.term' },
  postingRuns: { title: { zh: '公告送达期间', en: 'Service by public notice' }, term: 'enforcement.service.public-notice' },
  answerDue: {
    title: { zh: '陈述、申辩和要求听证的期限', en: 'Statement, defence, request for a hearing' },
    term: 'enforcement.notice.answer',
  },
  hearingHostDue: { title: { zh: '确定听证主持人期限', en: 'Naming the hearing host' }, term: 'enforcement.hearing.host' },
  hearingFileDue: {
    title: { zh: '向听证主持人移交案件材料期限', en: 'Handing the file to the host' },
    term: 'enforcement.hearing.file',
  },
  hearingFixDue: {
    title: { zh: '确定听证时间、地点期限', en: 'Fixing time and place of the hearing' },
    term: 'enforcement.hearing.fix',
  },
  hearingNoticeRuns: {
    title: { zh: '听证通知提前期间', en: 'Notice ahead of the hearing' },
    term: 'enforcement.hearing.notice',
  },
  hearingPublicityRuns: {
    title: { zh: '公开听证公告提前期间', en: 'Public notice ahead of the hearing' },
    term: 'enforcement.hearing.public-notice',
  },
  hearingReportDue: { title: { zh: '听证报告期限', en: 'Hearing report' }, term: 'enforcement.hearing.report' },
  referralApprovalDue: {
    title: { zh: '涉嫌犯罪案件移送审批期限', en: 'Approving the transfer to the police' },
    term: 'enforcement.referral.approval',
  },
  referralHandoverDue: {
    title: { zh: '向公安机关移送期限', en: 'Handing over to the police' },
    term: 'enforcement.referral.handover',
  },
  serviceDue: { title: { zh: '行政处罚决定书送达期限', en: 'Serving the decision' }, term: 'enforcement.service.decision' },
  paymentDue: { title: { zh: '缴纳罚没款期限', en: 'Payment' }, term: 'enforcement.payment.term' },
  urgingRuns: { title: { zh: '催告期间', en: 'After the urging letter' }, term: 'enforcement.urging.term' },
  courtApplicationDue: {
    title: { zh: '申请人民法院强制执行期限', en: 'Asking the court to enforce' },
    term: 'enforcement.court.term',
  },
  appealPeriod: {
    title: { zh: '申请复议、提起诉讼的法定期限', en: 'Time for review or suit' },
    term: 'enforcement.appeal.term',
  },
  closingDue: { title: { zh: '结案审批期限', en: 'Approving the closing' }, term: 'enforcement.closing.term' },
  publicityDue: { title: { zh: '处罚信息公示期限', en: 'Publishing the penalty' }, term: 'enforcement.publicity.term' },
  pushDue: {
    title: { zh: '处罚信息推送期限', en: 'Pushing the penalty to the province of registration' },
    term: 'enforcement.publicity.push',
  },
  hostPublicityDue: {
    title: { zh: '登记地协助公示期限', en: 'Publication by the province of registration' },
    term: 'enforcement.publicity.host',
  },
  withdrawalDue: {
    title: { zh: '撤回处罚公示信息期限', en: 'Withdrawing the publication' },
    term: 'enforcement.publicity.withdrawal',
  },
  earlyStopDue: {
    title: { zh: '提前停止公示申请的决定期限', en: 'Deciding on the early stop' },
    term: 'enforcement.publicity.early-stop-decision',
  },
  lightPublicity: {
    title: { zh: '通报批评、较低数额罚款的公示期', en: 'Publication of light penalties' },
    term: 'enforcement.publicity.light-tier',
  },
  generalPublicity: {
    title: { zh: '一般处罚的公示期', en: 'Publication of general penalties' },
    term: 'enforcement.publicity.general-tier',
  },
  sectorPublicity: {
    title: { zh: '重点领域处罚的公示期', en: 'Publication in key sectors' },
    term: 'enforcement.publicity.sector-tier',
  },
  restrictionPublicity: {
    title: { zh: '限制经营、停产停业、限制从业处罚的公示期', en: 'Publication of restrictions' },
    term: 'enforcement.publicity.restriction-tier',
  },
  gravePublicity: {
    title: { zh: '降级、吊销、责令关闭等处罚的公示期', en: 'Publication of the gravest penalties' },
    term: 'enforcement.publicity.grave-tier',
  },
} as const satisfies ClockCatalogue;

/** Values that the rules compare with. */
export const keys = {
  hearingFineOfNaturalPerson: 'enforcement.hearing.amount-natural-person',
  hearingFineOfOrganisation: 'enforcement.hearing.amount-organisation',
  hearingKinds: 'enforcement.hearing.kinds',
  graveKinds: 'enforcement.grave.kinds',
  lateFineCap: 'enforcement.late-fine.cap',
  lateFineRate: 'enforcement.late-fine.daily-rate',
  lightFineOfEntity: 'enforcement.publicity.light-fine-entity',
  lightFineOfPerson: 'enforcement.publicity.light-fine-person',
  publicitySectors: 'enforcement.publicity.sectors',
  publicityRestrictionKinds: 'enforcement.publicity.restriction-kinds',
  publicityGraveKinds: 'enforcement.publicity.grave-kinds',
} as const;
