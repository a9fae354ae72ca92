import type { DocumentCatalogue } from '@zhiheng/workflow-kit';
import { foodDocuments } from './food-documents.js';

export const documents = {
  refusalReport: {
    title: { zh: '拒绝监督抽查情况报告', en: 'Report of a refused inspection' },
    basis: '抽查办法 第二十一条；食品抽检办法 第二十一条',
  },
  illegalityReport: {
    title: { zh: '涉嫌违法情形报告', en: 'Report of suspected illegality' },
    basis: '抽查办法 第十七条第二款、第三十条第二款；食品抽检办法 第二十一条',
  },
  samplingReport: { title: { zh: '未抽样情况报告', en: 'Report that no sample was taken' }, basis: '抽查办法 第二十条' },
  conclusionNotice: { title: { zh: '监督抽查检验结论告知书', en: 'Notice of the conclusion' }, basis: '抽查办法 第三十五条' },
  sampleReturnNotice: {
    title: { zh: '样品退还（处理）通知书', en: 'Notice of return of the sample' },
    basis: '抽查办法 第三十四条',
  },
  objectionConclusion: { title: { zh: '异议处理结论告知书', en: 'Conclusion on the objection' }, basis: '抽查办法 第三十七条' },
  retestAssignment: { title: { zh: '复检委托书', en: 'Assignment of the retest' }, basis: '抽查办法 第三十九条' },
  retestConclusion: {
    title: { zh: '复检结论告知书', en: 'Conclusion of the retest' },
    basis: '抽查办法 第四十二条、第四十三条',
  },
  producerNotice: {
    title: { zh: '不合格产品生产者所在地通报函', en: 'Notice to the bureau of the producer' },
    basis: '抽查办法 第四十四条第二款',
  },
  rectificationOrder: { title: { zh: '责令改正通知书', en: 'Order to rectify' }, basis: '抽查办法 第四十五条、第四十六条' },
  recheckNotice: { title: { zh: '复查结论通知书', en: 'Notice of the re-check' }, basis: '抽查办法 第四十九条' },
  failureReport: {
    title: { zh: '复查不合格逐级上报表', en: 'Report of the failed re-check to the province' },
    basis: '抽查办法 第四十七条第二款',
  },
  suspensionReferral: {
    title: { zh: '责令停业、限期整顿案件移交函', en: 'Referral for an order to suspend business' },
    basis: '抽查办法 第四十八条；产品质量法 第十七条',
  },
  ...foodDocuments,
} as const satisfies DocumentCatalogue;
