import type { DocumentCatalogue } from '@zhiheng/workflow-kit';

/** Forms of 市场监督管理行政处罚文书格式范本（2021年修订版） that the procedure issues. */
export const documents = {
  clueRegistration: { title: { zh: '案件来源登记表', en: 'Clue registration' }, basis: '处罚程序规定 第十八条' },
  filingApproval: { title: { zh: '立案审批表', en: 'Filing approval' }, basis: '处罚程序规定 第十九条' },
  notFilingApproval: { title: { zh: '不予立案审批表', en: 'Approval not to file' }, basis: '处罚程序规定 第二十条' },
  transferLetter: { title: { zh: '案件移送函', en: 'Transfer letter' }, basis: '处罚程序规定 第十四条、第十七条' },
  crimeReferral: { title: { zh: '涉嫌犯罪案件移送书', en: 'Transfer to the police' }, basis: '移送涉嫌犯罪案件规定 第六条' },
  registrationNotice: {
    title: { zh: '先行登记保存证据通知书', en: 'Notice of registered evidence' },
    basis: '处罚程序规定 第三十四条',
  },
  registrationRelease: {
    title: { zh: '解除先行登记保存证据通知书', en: 'Release of registered evidence' },
    basis: '处罚程序规定 第三十五条',
  },
  seizureDecision: { title: { zh: '实施行政强制措施决定书', en: 'Seizure decision' }, basis: '处罚程序规定 第三十七条' },
  seizureExtension: {
    title: { zh: '延长行政强制措施期限决定书', en: 'Extension of the seizure' },
    basis: '处罚程序规定 第三十八条',
  },
  seizureRelease: { title: { zh: '解除行政强制措施决定书', en: 'Release of the seizure' }, basis: '处罚程序规定 第四十二条' },
  testingNotice: {
    title: { zh: '检测/检验/检疫/鉴定期间告知书', en: 'Notice of the testing period' },
    basis: '处罚程序规定 第三十八条第三款',
  },
  testingResult: {
    title: { zh: '检测/检验/检疫/鉴定结果告知书', en: 'Notice of the testing result' },
    basis: '处罚程序规定 第三十二条',
  },
  investigationReport: { title: { zh: '案件调查终结报告', en: 'Investigation report' }, basis: '处罚程序规定 第四十八条' },
  reviewForm: { title: { zh: '案件审核/法制审核表', en: 'Review form' }, basis: '处罚程序规定 第五十四条' },
  priorNotice: { title: { zh: '行政处罚告知书', en: 'Prior notice' }, basis: '处罚程序规定 第五十七条' },
  hearingNotice: { title: { zh: '行政处罚听证通知书', en: 'Hearing notice' }, basis: '听证办法 第二十条' },
  hearingReport: { title: { zh: '听证报告', en: 'Hearing report' }, basis: '听证办法 第二十九条' },
  discussionRecord: {
    title: { zh: '行政处罚案件集体讨论记录', en: 'Record of the collective discussion' },
    basis: '处罚程序规定 第六十条第二款',
  },
  penaltyDecision: { title: { zh: '行政处罚决定书', en: 'Penalty decision' }, basis: '处罚程序规定 第六十二条' },
  noPenaltyDecision: {
    title: { zh: '不予行政处罚决定书', en: 'Decision not to penalise' },
    basis: '处罚程序规定 第六十条、第六十一条',
  },
  serviceReceipt: { title: { zh: '送达回证', en: 'Proof of service' }, basis: '处罚程序规定 第八十二条' },
  servicePosting: {
    title: { zh: '行政处罚文书送达公告', en: 'Service by public notice' },
    basis: '处罚程序规定 第八十二条第五项',
  },
  deferralNotice: { title: { zh: '延期/分期缴纳罚款通知书', en: 'Deferral or instalments' }, basis: '处罚程序规定 第七十四条' },
  urgingLetter: { title: { zh: '行政处罚决定履行催告书', en: 'Urging letter' }, basis: '处罚程序规定 第七十六条' },
  courtApplication: { title: { zh: '强制执行申请书', en: 'Application for enforcement' }, basis: '处罚程序规定 第七十六条' },
  closingApproval: { title: { zh: '结案审批表', en: 'Closing approval' }, basis: '处罚程序规定 第七十七条' },
} as const satisfies DocumentCatalogue;
