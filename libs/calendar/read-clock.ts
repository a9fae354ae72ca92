import { ZhihengError, instant } from '@zhiheng/kernel';
import { defaultRoll } from './add-term.js';
import { countTerm } from './count-term.js';
import type { CountedTerm } from './count-term.js';
import { dayNumber, endOfLegalDay, toLegalDate } from './day-number.js';
import { stoppedDays } from './stopped-days.js';
import type { StoppedDays } from './stopped-days.js';
import type { ClockFacts, ClockReading, Span, TermRule } from './types.js';
import type { WorkingCalendar } from './working-calendar.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CHINA_OFFSET_MS = 8 * HOUR_MS;

/**
 * Where a clock stands: recomputed from its facts, the same on every machine.
 * @throws ZhihengError TERM_UNITS_MIXED for hours extended by days or days by hours
 */
export function readClock(calendar: WorkingCalendar, facts: ClockFacts): ClockReading {
  const { rule, stops } = facts;
  const suspended = stops.length > 0 && stops.some(({ to }) => to === undefined);
  const stopped = stoppedDays(stops);
  const { term, dueAt } = rule.unit === 'hour' ? countHours(calendar, facts, stopped) : countDays(calendar, facts, stopped);
  const dueOn = toLegalDate(term.rolledTo);
  const end = dueAt ?? endOfLegalDay(dueOn);
  const opening = openingOf(calendar, facts, { stopped, term });
  if (opening === undefined) return { dueOn, dueAt: end, suspended, provisional: !term.settled };
  const opensOn = toLegalDate(opening.endsOn + 1);
  return { dueOn, dueAt: end, opensOn, suspended, provisional: !(term.settled && opening.settled) };
}

/** A term with its extensions, before and after it rolled forward. */
export function countClock(calendar: WorkingCalendar, facts: ClockFacts): CountedTerm {
  const count = facts.rule.unit === 'hour' ? countHours : countDays;
  return count(calendar, facts, stoppedDays(facts.stops)).term;
}

type Count = { readonly term: CountedTerm; readonly dueAt?: ClockReading['dueAt'] };

function countDays(
  calendar: WorkingCalendar,
  { rule, startedOn, extensions }: ClockFacts,
  stopped: readonly StoppedDays[],
): Count {
  const spans: readonly Span[] = extensions.length === 0 ? [rule] : [rule, ...extensions];
  for (const { unit } of extensions) if (unit === 'hour') throw unitsMixed(rule, unit);
  const rollForward = rule.rollForward ?? defaultRoll(spans.find(({ unit }) => unit !== 'working-day') ?? rule);
  return { term: countTerm(calendar, { start: dayNumber(startedOn), spans, stopped, rollForward }) };
}

/**
 * Hours run from the very moment (民法典 201), the shorter reading of 程序规定 80 (开始的时不计算在内): they are duties of the office.
 * Stops are known by days: no hour of a stopped day counts.
 */
function countHours(
  calendar: WorkingCalendar,
  { rule, startedAt, extensions }: ClockFacts,
  stopped: readonly StoppedDays[],
): Count {
  let hours = rule.amount;
  for (const { amount, unit } of extensions) {
    if (unit !== 'hour') throw unitsMixed(rule, unit);
    hours += amount;
  }
  const startMs = Date.parse(startedAt);
  let endMs = startMs + hours * HOUR_MS;
  for (const { from, to } of stopped) {
    const begin = Math.max(from * DAY_MS - CHINA_OFFSET_MS, startMs);
    const end = to * DAY_MS - CHINA_OFFSET_MS;
    if (begin >= endMs) break;
    if (end > begin) endMs += end - begin;
  }
  // Hours that end at midnight end with the day before.
  const endsOn = Math.max(Math.floor((endMs - 1 + CHINA_OFFSET_MS) / DAY_MS), Math.floor((startMs + CHINA_OFFSET_MS) / DAY_MS));
  const term = countTerm(calendar, { start: endsOn, spans: [], stopped, rollForward: rule.rollForward ?? 'none' });
  return term.rolledTo === endsOn ? { term, dueAt: instant(endMs) } : { term };
}

/**
 * The last day on which the act is not yet allowed. A window opens after a shorter term that starts and stops with it; what must
 * not come before the term (七个工作日前, 满一年) may come on the day after it.
 */
function openingOf(
  calendar: WorkingCalendar,
  { rule, startedOn }: ClockFacts,
  { stopped, term }: { readonly stopped: readonly StoppedDays[]; readonly term: CountedTerm },
): Pick<CountedTerm, 'endsOn' | 'settled'> | undefined {
  if (rule.opensAfter !== undefined) {
    return countTerm(calendar, { start: dayNumber(startedOn), spans: [rule.opensAfter], stopped, rollForward: 'none' });
  }
  return rule.direction === 'not-before' ? { endsOn: term.rolledTo, settled: term.settled } : undefined;
}

function unitsMixed(rule: TermRule, found: string): ZhihengError {
  const expected =
    rule.unit === 'hour'
      ? '以时计算的期限按时延长 hours are extended by hours'
      : '以日月年计算的期限不按时延长 days are not extended by hours';
  return new ZhihengError('TERM_UNITS_MIXED', { expected, found });
}

/** Whether this term stops for that reason. */
export function maySuspend(rule: TermRule, reason: string): boolean {
  return rule.suspendedBy?.includes(reason) ?? false;
}

/** The extension that comes after so many were granted; undefined when the rule has no more. */
export function nextExtension(rule: TermRule, granted: number): NonNullable<TermRule['extensions']>[number] | undefined {
  return rule.extensions?.[granted];
}
