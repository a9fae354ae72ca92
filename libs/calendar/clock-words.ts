import type { Bilingual } from '@zhiheng/kernel';
import type { Citation, Span, TermUnit } from './types.js';

type Language = keyof Bilingual;

const UNITS: Readonly<Record<TermUnit, { readonly zh: string; readonly one: string; readonly many: string }>> = {
  'working-day': { zh: '个工作日', one: 'working day', many: 'working days' },
  'calendar-day': { zh: '日', one: 'calendar day', many: 'calendar days' },
  hour: { zh: '小时', one: 'hour', many: 'hours' },
  month: { zh: '个月', one: 'month', many: 'months' },
  year: { zh: '年', one: 'year', many: 'years' },
};

/** Reasons for which terms stop (程序规定 18, 38, 64; 投诉举报办法 22), as rule sets write them in `suspendedBy`. */
const STOP_REASONS: Readonly<Record<string, Bilingual>> = {
  // The rule sets write one reason for the four, which the law always names together.
  testing: { zh: '检测、检验、检疫、鉴定', en: 'testing, inspection, quarantine or appraisal' },
  inspection: { zh: '检验', en: 'inspection' },
  quarantine: { zh: '检疫', en: 'quarantine' },
  appraisal: { zh: '鉴定', en: 'appraisal' },
  identification: { zh: '权利人辨认或者鉴别', en: 'identification by the right holder' },
  suspension: { zh: '中止', en: 'suspension' },
  hearing: { zh: '听证', en: 'a hearing' },
  'public-notice': { zh: '公告', en: 'a public notice' },
  announcement: { zh: '公告', en: 'a public notice' },
  refund: { zh: '责令退还多收价款', en: 'an ordered refund' },
  // 食品安全抽样检验管理办法 39(3): 需商请有关部门明确相关要求的，所需时间不计算在内.
  consultation: { zh: '商请有关部门', en: 'asking the authorities concerned' },
};

const APPROVERS: Readonly<Record<string, Bilingual>> = {
  head: { zh: '负责人', en: 'the head of the bureau' },
  'case-handler': { zh: '办案人员', en: 'the case handler' },
  'upper-bureau': { zh: '上一级市场监督管理部门', en: 'the bureau of the level above' },
  reviewer: { zh: '审核人员', en: 'the reviewer' },
};

export function lengthIn(language: Language, { amount, unit }: Span): string {
  const { zh, one, many } = UNITS[unit];
  return language === 'zh' ? `${amount}${zh}` : `${amount} ${amount === 1 ? one : many}`;
}

/** The name of a reason; a reason without one is written as the rule set writes it. */
export function stopReason(reason: string): Bilingual {
  return STOP_REASONS[reason] ?? { zh: reason, en: reason };
}

export function approverName(role: string): Bilingual {
  return APPROVERS[role] ?? { zh: role, en: role };
}

/** Law and article; two laws with two articles (甲；乙 and 第一条；第二条) are put together in pairs. */
export function sourceIn(language: Language, { zh, en, article }: Citation): string {
  const gap = language === 'zh' ? '' : ' ';
  const name = language === 'zh' ? zh : (en ?? zh);
  if (article === undefined) return name;
  const laws = name.split(/[；;]\s*/);
  const articles = article.split('；');
  if (laws.length === 1 || laws.length !== articles.length) return `${name}${gap}${article}`;
  return laws.map((law, index) => `${law}${gap}${articles[index]}`).join(language === 'zh' ? '、' : ', ');
}
