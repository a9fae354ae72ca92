import type { Bilingual } from '@zhiheng/kernel';
import { addTerm } from './add-term.js';
import { dayNumber } from './day-number.js';
import { readClock } from './read-clock.js';
import type { ClockFacts, Span, TermUnit } from './types.js';
import type { WorkingCalendar } from './working-calendar.js';

const UNIT: Readonly<Record<TermUnit, Bilingual>> = {
  'working-day': { zh: '个工作日', en: 'working days' },
  'calendar-day': { zh: '日', en: 'calendar days' },
  hour: { zh: '小时', en: 'hours' },
  month: { zh: '个月', en: 'months' },
  year: { zh: '年', en: 'years' },
};

/** Why a term ends when it ends: start, length, stops, extensions, the day, and the article. */
export function explainClock(calendar: WorkingCalendar, facts: ClockFacts): Bilingual {
  const { rule, citation, startedOn, trigger } = facts;
  const reading = readClock(calendar, facts);
  const source = citation.article === undefined ? citation.zh : `${citation.zh}${citation.article}`;
  const sourceEn = [citation.en ?? citation.zh, citation.article].filter(Boolean).join(' ');
  const zh = [`自${startedOn}（${trigger}）起${length(rule, 'zh')}，起算日不计入`];
  const en = [`${length(rule, 'en')} from ${startedOn} (${trigger}), the starting day not counted`];
  for (const stop of facts.stops) {
    zh.push(stop.to === undefined ? `自${stop.from}起因${stop.reason}停止计算` : `因${stop.reason}停止${days(stop.from, stop.to)}日（${stop.from}至${stop.to}）`);
    en.push(stop.to === undefined ? `stopped since ${stop.from} for ${stop.reason}` : `${days(stop.from, stop.to)} days stopped for ${stop.reason}`);
  }
  for (const extension of facts.extensions) {
    zh.push(`经${extension.approver}于${extension.on}批准延长${length(extension, 'zh')}`);
    en.push(`extended by ${length(extension, 'en')}, approved by ${extension.approver} on ${extension.on}`);
  }
  if (reading.opensOn !== undefined) {
    zh.push(`${reading.opensOn}起方可进行`);
    en.push(`possible from ${reading.opensOn} on`);
  }
  const rolled = facts.stops.length === 0 && facts.extensions.length === 0 && rule.unit !== 'hour' ? addTerm(calendar, startedOn, rule, rule.rollForward).rolledFrom : undefined;
  if (rolled !== undefined) {
    zh.push(`末日${rolled}为非工作日，顺延`);
    en.push(`the last day, ${rolled}, is no working day: rolled forward`);
  }
  const verb = rule.direction === 'not-before' ? '之前不得进行' : '届满';
  zh.push(`${reading.provisional ? '暂定' : ''}至${reading.dueOn}${verb}${reading.provisional ? '（该年度放假安排尚未公布）' : ''}`);
  en.push(`${reading.provisional ? 'provisionally ' : ''}due ${reading.dueOn}${reading.provisional ? ' (the official calendar of that year is not published)' : ''}`);
  const local = rule.statutory === false;
  return { zh: `${zh.join('；')}（${source}${local ? '，非法定期限' : ''}）`, en: `${en.join('; ')}; ${sourceEn}${local ? ', local policy, not statutory' : ''}` };
}

function length({ amount, unit }: Span, language: 'zh' | 'en'): string {
  return language === 'zh' ? `${amount}${UNIT[unit].zh}` : `${amount} ${UNIT[unit].en}`;
}

function days(from: ClockFacts['startedOn'], to: ClockFacts['startedOn']): number {
  return dayNumber(to) - dayNumber(from);
}
