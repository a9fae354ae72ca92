import type { DocumentCatalogue } from '@zhiheng/workflow-kit';

export const documents = {
  interviewNotice: {
    title: { zh: '约谈通知书', en: 'Interview notice' },
    basis: '中山市工业产品质量提升三年行动计划 二（五）2（文书格式非法定）',
  },
  interviewRecord: {
    title: { zh: '约谈记录', en: 'Interview record' },
    basis: '中山市工业产品质量提升三年行动计划 二（五）2（文书格式非法定）',
  },
  creditFileEntry: {
    title: { zh: '约谈和整改情况记入质量信用档案', en: 'Entry in the credit file' },
    basis: '中山市工业产品质量提升三年行动计划 二（五）8',
  },
} as const satisfies DocumentCatalogue;
