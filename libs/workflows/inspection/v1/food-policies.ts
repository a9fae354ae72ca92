import type { ClockCatalogue } from '@zhiheng/workflow-kit';

/** Terms of 食品安全抽样检验管理办法. */
export const foodClocks = {
  foodDeliveryDue: {
    title: { zh: '样品送达承检机构期限', en: 'Sample to the laboratory' },
    term: 'inspection.food.delivery.term',
  },
  foodTestDue: { title: { zh: '出具检验报告期限', en: 'Test report' }, term: 'inspection.food.test.term' },
  foodServiceDue: {
    title: { zh: '送达检验报告和结果通知书期限', en: 'Service of report and notice' },
    term: 'inspection.food.service.term',
  },
  foodRemedyDue: {
    title: { zh: '复检、异议申请期限', en: 'Term to apply for a retest or to object' },
    term: 'inspection.food.remedy.term',
  },
  foodRetestDecisionDue: {
    title: { zh: '复检申请受理决定期限', en: 'Decision on the application for a retest' },
    term: 'inspection.food.retestDecision.term',
  },
  foodRetestLabDue: {
    title: { zh: '确定复检机构期限（食品）', en: 'Drawing the retest laboratory' },
    term: 'inspection.food.retestLab.term',
  },
  foodHandoverDue: {
    title: { zh: '移交备份样品期限', en: 'Handing over the spare sample' },
    term: 'inspection.food.handover.term',
  },
  foodRetestDue: { title: { zh: '提交复检结论期限', en: 'Conclusion of the retest' }, term: 'inspection.food.retest.term' },
  foodRetestNoticeDue: {
    title: { zh: '通知复检结论期限', en: 'Telling the conclusion of the retest' },
    term: 'inspection.food.retestNotice.term',
  },
  foodSamplingObjectionDue: {
    title: { zh: '对抽样过程提出异议的期限', en: 'Term to object to the sampling' },
    term: 'inspection.food.samplingObjection.term',
  },
  foodObjectionDecisionDue: {
    title: { zh: '异议申请受理决定期限', en: 'Decision whether to take up the objection' },
    term: 'inspection.food.objectionDecision.term',
  },
  foodSamplingReviewDue: {
    title: { zh: '抽样过程异议审核期限', en: 'Review of an objection to the sampling' },
    term: 'inspection.food.samplingReview.term',
  },
  foodObjectionReviewDue: {
    title: { zh: '样品真实性、检验方法、标准适用异议审核期限', en: 'Review of other objections' },
    term: 'inspection.food.objectionReview.term',
  },
  foodDisposalDue: { title: { zh: '核查处置期限', en: 'Handling of unfit food' }, term: 'inspection.food.disposal.term' },
} as const satisfies ClockCatalogue;
