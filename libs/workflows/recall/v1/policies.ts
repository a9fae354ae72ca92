/** Policy keys that rules and announcements ask for; the terms of the clocks are named in `clocks`. Values: config/law/consumer-product-recall.yaml. */
export const policies = ['recall.bureau.competent', 'recall.order.authority', 'recall.records.years'] as const;

export const clocks = {
  reportDue: { title: { zh: '生产者、经营者报告期限', en: 'Report by the maker or dealer' }, term: 'recall.report.term' },
  forwardDue: { title: { zh: '通报生产者所在地期限', en: 'Passing on to the maker’s province' }, term: 'recall.forward.term' },
  analysisNoticeDue: { title: { zh: '通知生产者调查分析期限', en: 'Notice to analyse' }, term: 'recall.analysis-notice.term' },
  analysisDue: { title: { zh: '生产者调查分析期限', en: 'Analysis by the maker' }, term: 'recall.analysis.term' },
  objectionDue: {
    title: { zh: '对召回通知提出异议期限', en: 'Objection to the recall notice' },
    term: 'recall.objection.term',
  },
  planDue: { title: { zh: '报告召回计划期限', en: 'Recall plan' }, term: 'recall.plan.term' },
  makerPublicationDue: {
    title: { zh: '生产者发布召回信息期限', en: 'Publication by the maker' },
    term: 'recall.maker-publication.term',
  },
  progressDue: { title: { zh: '召回阶段性总结期限', en: 'Progress report' }, term: 'recall.progress.term' },
  closingReportDue: { title: { zh: '召回总结期限', en: 'Closing report' }, term: 'recall.closing-report.term' },
} as const;
