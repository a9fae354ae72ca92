import type { LegalDate } from '@zhiheng/kernel';
import { dayNumber, toLegalDate } from './day-number.js';
import type { RollForward, Span } from './types.js';
import { isCovered, worksOn } from './working-calendar.js';
import type { WorkingCalendar } from './working-calendar.js';

export type TermEnd = { readonly on: LegalDate; readonly provisional: boolean; /** The last day before it rolled forward. */ readonly rolledFrom?: LegalDate };

/** The last day of a term. The starting day is not counted (程序规定 80, 抽查办法 55, 投诉举报办法 45). */
export function addTerm(calendar: WorkingCalendar, start: LegalDate, span: Span, rollForward: RollForward = defaultRoll(span)): TermEnd {
  const end = endOf(calendar, dayNumber(start), span);
  const rolled = roll(calendar, end, rollForward);
  const depends = span.unit === 'working-day' || rollForward !== 'none';
  const provisional = depends && (!isCovered(calendar, end) || !isCovered(calendar, rolled) || (span.unit === 'working-day' && !coversYears(calendar, dayNumber(start), end)));
  return { on: toLegalDate(rolled), provisional, ...(rolled !== end && { rolledFrom: toLegalDate(end) }) };
}

export function defaultRoll({ unit }: Span): RollForward {
  return unit === 'working-day' || unit === 'hour' ? 'none' : 'next-working-day';
}

/** Day on which a span ends, before rolling. Hours are counted on instants elsewhere; here they end on the day they fall on. */
export function endOf(calendar: WorkingCalendar, start: number, { amount, unit }: Span): number {
  switch (unit) {
    case 'working-day':
      return nthWorkingDay(calendar, start, amount);
    case 'calendar-day':
      return start + amount;
    case 'hour':
      return start + Math.floor(amount / 24);
    case 'month':
      return addMonths(start, amount);
    case 'year':
      return addMonths(start, amount * 12);
  }
}

export function nthWorkingDay(calendar: WorkingCalendar, start: number, amount: number): number {
  let day = start;
  for (let left = amount; left > 0; ) if (worksOn(calendar, ++day)) left--;
  return day;
}

// The same day of a later month, or its last day where that month is shorter (民法典 202).
function addMonths(start: number, months: number): number {
  const date = new Date(start * 86_400_000);
  const day = date.getUTCDate();
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return first / 86_400_000 + Math.min(day, last) - 1;
}

export function roll(calendar: WorkingCalendar, day: number, rollForward: RollForward): number {
  let rolled = day;
  if (rollForward === 'next-working-day') while (!worksOn(calendar, rolled)) rolled++;
  if (rollForward === 'after-statutory-holiday') while (calendar.off.has(rolled)) rolled++;
  return rolled;
}

function coversYears(calendar: WorkingCalendar, from: number, to: number): boolean {
  for (let day = from; day < to; day += 300) if (!isCovered(calendar, day)) return false;
  return isCovered(calendar, to);
}

/** The last lawful day for an act that must come at least so long before an event, e.g. a hearing notice 7 working days before (听证办法 20). */
export function backwardLimit(calendar: WorkingCalendar, event: LegalDate, { amount, unit }: Span): LegalDate {
  if (unit !== 'working-day') return toLegalDate(unit === 'calendar-day' ? dayNumber(event) - amount : endOf(calendar, dayNumber(event), { amount: -amount, unit }));
  let day = dayNumber(event);
  for (let left = amount; left > 0; ) if (worksOn(calendar, --day)) left--;
  return toLegalDate(day);
}

