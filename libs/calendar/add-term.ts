import type { LegalDate } from '@zhiheng/kernel';
import { countTerm, endOf } from './count-term.js';
import { dayNumber, toLegalDate } from './day-number.js';
import type { RollForward, Span } from './types.js';
import { rankOf, workingDayOfRank } from './working-calendar.js';
import type { WorkingCalendar } from './working-calendar.js';

export type TermEnd = {
  readonly on: LegalDate;
  /** The count looked at days that no published notice settles. */
  readonly provisional: boolean;
  /** The last day before it rolled forward. */
  readonly rolledFrom?: LegalDate;
};

/**
 * The last day of a term. The starting day is not counted (程序规定 80, 抽查办法 55, 投诉举报办法 45). Hours are counted from an
 * instant by `readClock`; here they end on the first day on which they may end.
 */
export function addTerm(
  calendar: WorkingCalendar,
  start: LegalDate,
  span: Span,
  rollForward: RollForward = defaultRoll(span),
): TermEnd {
  const { endsOn, rolledTo, settled } = countTerm(calendar, {
    start: dayNumber(start),
    spans: [span],
    stopped: [],
    rollForward,
  });
  return { on: toLegalDate(rolledTo), provisional: !settled, ...(rolledTo !== endsOn && { rolledFrom: toLegalDate(endsOn) }) };
}

export function defaultRoll({ unit }: Span): RollForward {
  return unit === 'working-day' || unit === 'hour' ? 'none' : 'next-working-day';
}

/**
 * The last lawful day for an act that must come so long before an event: 于举行听证的七个工作日前 (听证办法 20, 21; 22: 三个工作日前).
 * The whole term lies between the two, as 六十日后九十日前 (抽查办法 48) leaves out day 60 and day 90. It answers a `not-before` term
 * counted forward: the event may be held from the day after that term on.
 */
export function backwardLimit(calendar: WorkingCalendar, event: LegalDate, { amount, unit }: Span): LegalDate {
  const day = dayNumber(event);
  if (unit === 'working-day') {
    return toLegalDate(amount === 0 ? day - 1 : workingDayOfRank(calendar, rankOf(calendar, day - 1) - amount + 1) - 1);
  }
  // A month may end on the last day of a shorter one, so that up to three later days give the same end: look from there down.
  let limit = endOf(day, { amount: -amount, unit }) + 3;
  while (endOf(limit, { amount, unit }) >= day) limit--;
  return toLegalDate(limit);
}
