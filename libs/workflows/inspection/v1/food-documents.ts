import type { DocumentCatalogue } from '@zhiheng/workflow-kit';

export const foodDocuments = {
  foodResultNotice: {
    title: { zh: '食品安全抽样检验结果通知书（附检验报告）', en: 'Notice of the result with the test report' },
    basis: '食品抽检办法 第二十九条',
  },
  foodProducerNotice: {
    title: { zh: '不合格检验结论通报函（标称食品生产者住所地）', en: 'Notice to the bureau of the nominal producer' },
    basis: '食品抽检办法 第二十七条第二款',
  },
  retestAcceptance: {
    title: { zh: '复检受理通知书', en: 'Application for a retest accepted' },
    basis: '食品抽检办法 第三十二条',
  },
  retestRefusal: {
    title: { zh: '复检不予受理通知书', en: 'Application for a retest refused' },
    basis: '食品抽检办法 第三十条至第三十三条',
  },
  foodRetestAssignment: { title: { zh: '食品复检委托书', en: 'Assignment of the retest' }, basis: '食品抽检办法 第三十二条' },
  foodRetestConclusion: {
    title: { zh: '复检结论通知书、通报函', en: 'Conclusion of the retest' },
    basis: '食品抽检办法 第三十五条第二款',
  },
  foodObjectionMissing: { title: { zh: '异议申请补正告知书', en: 'What is missing' }, basis: '食品抽检办法 第三十八条第一款' },
  foodObjectionAcceptance: {
    title: { zh: '异议受理通知书', en: 'Objection taken up' },
    basis: '食品抽检办法 第三十八条第二款',
  },
  foodObjectionRefusal: {
    title: { zh: '异议不予受理通知书', en: 'Objection not taken up' },
    basis: '食品抽检办法 第三十八条第二款',
  },
  foodObjectionConclusion: {
    title: { zh: '异议审核结论告知书、通报函', en: 'Conclusion of the review' },
    basis: '食品抽检办法 第三十九条',
  },
  foodDutiesOrder: { title: { zh: '责令履行义务通知书', en: 'Order to perform' }, basis: '食品抽检办法 第四十条第二款' },
  foodGraveReport: {
    title: { zh: '严重不合格情形逐级报告', en: 'Report of a grave result' },
    basis: '食品抽检办法 第二十八条第一款、第四十三条第二款',
  },
  foodDisposalReport: { title: { zh: '核查处置情况报告', en: 'Report of the handling' }, basis: '食品抽检办法 第四十五条' },
} as const satisfies DocumentCatalogue;
