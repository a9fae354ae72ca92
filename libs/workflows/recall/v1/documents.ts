/** Documents of the recall procedure. */
export const documents = {
  analysisNotice: { title: { zh: '缺陷调查分析通知书', en: 'Notice to analyse' }, basis: '召回规定 第九条' },
  investigationNotice: {
    title: { zh: '缺陷调查通知书', en: 'Notice of defect investigation' },
    basis: '召回规定 第十条、第十一条',
  },
  recallNotice: { title: { zh: '消费品召回通知书', en: 'Recall notice' }, basis: '召回规定 第十二条' },
  determinationNotice: { title: { zh: '缺陷认定结果通知书', en: 'Result of the determination' }, basis: '召回规定 第十三条' },
  orderProposal: { title: { zh: '提请责令召回的报告', en: 'Proposal to order the recall' }, basis: '召回规定 第十四条' },
  recallOrder: { title: { zh: '责令召回通知书', en: 'Recall order' }, basis: '召回规定 第十四条' },
  planReturned: { title: { zh: '召回计划补充通知书', en: 'Plan returned as incomplete' }, basis: '召回规定 第十八条' },
  renewedRecallNotice: { title: { zh: '重新召回通知书', en: 'Notice to recall again' }, basis: '召回规定 第二十二条' },
} as const;
