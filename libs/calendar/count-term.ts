import { addMonths } from './day-number.js';
import type { StoppedDays } from './stopped-days.js';
import type { RollForward, Span, TermUnit } from './types.js';
import { isSettled, nthWorkingDay, rankOf, workingDayFrom } from './working-calendar.js';
import type { WorkingCalendar } from './working-calendar.js';

export type TermToCount = {
  readonly start: number;
  /** The term and then its extensions: each begins on the day on which the one before ends. */
  readonly spans: readonly Span[];
  readonly stopped: readonly StoppedDays[];
  readonly rollForward: RollForward;
};

/** `settled`: every day that was asked whether people work on it is settled by a published notice. */
export type CountedTerm = { readonly endsOn: number; readonly rolledTo: number; readonly settled: boolean };

type CivilSpan = { readonly amount: number; readonly unit: Exclude<TermUnit, 'working-day'> };
type Counted = { readonly day: number; readonly settled: boolean };

/**
 * The last day of a term, before and after rolling forward. The only place that counts days and that judges certainty.
 *
 * An extension lengthens the term (程序规定 64: 可以延长三十日, ninety days become a hundred and twenty), so it is counted from the
 * end of the original term before that rolled forward; 期间届满 comes once, and the last day of the whole rolls (程序规定 80).
 */
export function countTerm(calendar: WorkingCalendar, { start, spans, stopped, rollForward }: TermToCount): CountedTerm {
  let day = start;
  let settled = true;
  for (const span of spans) {
    const counted = countSpan(calendar, day, { span, stopped });
    day = counted.day;
    settled &&= counted.settled;
  }
  const rolledTo = roll(calendar, day, rollForward);
  return {
    endsOn: day,
    rolledTo,
    settled: settled && (rollForward === 'none' || isSettled(calendar, { from: day, to: rolledTo })),
  };
}

function countSpan(
  calendar: WorkingCalendar,
  start: number,
  { span, stopped }: { readonly span: Span; readonly stopped: readonly StoppedDays[] },
): Counted {
  const { amount, unit } = span;
  if (unit === 'working-day') return countWorkingDays(calendar, start, { amount, stopped });
  return { day: pastStops(start, endOf(start, { amount, unit }), stopped), settled: true };
}

/** Day on which a span of days, months or years ends. Hours need the time of day: without it, the first day on which they may end. */
export function endOf(start: number, { amount, unit }: CivilSpan): number {
  switch (unit) {
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

// A stopped working day does not count; stopped days off cost the term nothing.
function countWorkingDays(
  calendar: WorkingCalendar,
  start: number,
  { amount, stopped }: { readonly amount: number; readonly stopped: readonly StoppedDays[] },
): Counted {
  let day = start;
  let left = amount;
  let settled = true;
  let end = nthWorkingDay(calendar, day, left);
  for (const { from, to } of stopped) {
    const begin = Math.max(from, start + 1);
    if (begin > end) break;
    if (to <= begin) continue;
    left -= rankOf(calendar, begin - 1) - rankOf(calendar, day);
    settled &&= isSettled(calendar, { from: day + 1, to: begin - 1 });
    day = to - 1;
    end = nthWorkingDay(calendar, day, left);
  }
  return { day: end, settled: settled && isSettled(calendar, { from: day + 1, to: end }) };
}

// Days, months and years: the term ends as many days later as were stopped while it ran. So a month remains a month (民法典 202).
function pastStops(start: number, end: number, stopped: readonly StoppedDays[]): number {
  let moved = end;
  for (const { from, to } of stopped) {
    const begin = Math.max(from, start + 1);
    if (begin > moved) break;
    if (to > begin) moved += to - begin;
  }
  return moved;
}

function roll(calendar: WorkingCalendar, day: number, rollForward: RollForward): number {
  if (rollForward === 'next-working-day') return workingDayFrom(calendar, day);
  let rolled = day;
  if (rollForward === 'after-statutory-holiday') while (calendar.off.has(rolled)) rolled++;
  return rolled;
}
