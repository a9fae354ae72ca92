import type { CalendarData, ClockFacts, RollForward, Span, Stop } from '../types.js';

const DAY_MS = 86_400_000;
const dateOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);
const numberOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** What the law says, counted one day after the other on the fingers: slow, and with nothing in common with the real counting. */
export function naiveReading(data: CalendarData, { rule, startedOn, stops, extensions }: ClockFacts) {
  let looksAtUnknown = false;
  const isOff = (date: string) => data.years.some(({ off }) => (off as readonly string[]).includes(date));
  const works = (day: number) => {
    const date = dateOf(day);
    look(date);
    if (data.years.some(({ work }) => (work as readonly string[]).includes(date))) return true;
    return !isOff(date) && ![0, 6].includes(new Date(day * DAY_MS).getUTCDay());
  };
  const knows = (year: number) => data.years.some((known) => known.year === year);
  function look(date: string): void {
    const year = Number(date.slice(0, 4));
    if (!knows(year) || (date.slice(5) >= '12-28' && !knows(year + 1))) looksAtUnknown = true;
  }

  function walk(start: number, span: Span): number {
    const inWorkingDays = span.unit === 'working-day';
    let left = inWorkingDays ? span.amount : civilLength(start, span);
    let day = start;
    while (left > 0) {
      day++;
      if (isStopped(stops, dateOf(day))) continue;
      if (!inWorkingDays || works(day)) left--;
    }
    return day;
  }

  function roll(day: number, how: RollForward): number {
    let rolled = day;
    if (how === 'next-working-day') while (!works(rolled)) rolled++;
    if (how === 'after-statutory-holiday') {
      look(dateOf(rolled));
      while (isOff(dateOf(rolled))) look(dateOf(++rolled));
    }
    return rolled;
  }

  let end = numberOf(startedOn);
  for (const span of [rule, ...extensions]) end = walk(end, span);
  const allWorkingDays = [rule, ...extensions].every(({ unit }) => unit === 'working-day');
  const due = roll(end, rule.rollForward ?? (allWorkingDays ? 'none' : 'next-working-day'));
  const opens = rule.opensAfter
    ? walk(numberOf(startedOn), rule.opensAfter)
    : rule.direction === 'not-before'
      ? due
      : undefined;
  return {
    dueOn: dateOf(due),
    ...(opens !== undefined && { opensOn: dateOf(opens + 1) }),
    suspended: stops.some(({ to }) => to === undefined),
    provisional: looksAtUnknown,
  };
}

/** Minute after minute; those of stopped days in China do not count. */
export function naiveHours(startedAt: string, hours: number, stops: readonly Stop[]): string {
  let at = Date.parse(startedAt);
  for (let left = hours * 60; left > 0; at += 60_000)
    if (!isStopped(stops, new Date(at + 8 * 3_600_000).toISOString().slice(0, 10))) left--;
  return new Date(at).toISOString();
}

function isStopped(stops: readonly Stop[], date: string): boolean {
  return stops.some(({ from, to }) => to !== undefined && from <= date && date < to);
}

function civilLength(start: number, { amount, unit }: Span): number {
  if (unit === 'calendar-day') return amount;
  const date = new Date(start * DAY_MS);
  const months = unit === 'year' ? amount * 12 : amount;
  let end = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate()));
  // The month is shorter and Date ran over into the next one: back to its last day.
  while (end.getUTCDate() < date.getUTCDate() && end.getUTCDate() < 4) end = new Date(end.getTime() - DAY_MS);
  return end.getTime() / DAY_MS - start;
}
