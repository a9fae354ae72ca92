import { instant, startOfLegalDay } from '@zhiheng/kernel';
import type { LegalDate } from '@zhiheng/kernel';
import { addTerm, defaultRoll, endOf } from './add-term.js';
import { dayNumber, toLegalDate } from './day-number.js';
import type { ClockFacts, ClockReading, Span, Stop, TermRule } from './types.js';
import { isCovered, worksOn } from './working-calendar.js';
import type { WorkingCalendar } from './working-calendar.js';

/** Where a clock stands: recomputed from its facts, the same on every machine. */
export function readClock(calendar: WorkingCalendar, facts: ClockFacts): ClockReading {
  const { rule, stops, extensions } = facts;
  const suspended = stops.some((stop) => stop.to === undefined);
  if (rule.unit === 'hour') return readHours(facts, suspended);
  const spans: readonly Span[] = [rule, ...extensions];
  const end = countDays(calendar, facts.startedOn, spans, stops);
  const rollForward = rule.rollForward ?? defaultRoll(rule);
  const due = addTerm(calendar, toLegalDate(end), { amount: 0, unit: 'calendar-day' }, rollForward);
  const counts = rule.unit === 'working-day' || extensions.some(({ unit }) => unit === 'working-day');
  const provisional = due.provisional || (counts && !covers(calendar, dayNumber(facts.startedOn), end));
  const opensOn = rule.opensAfter && dayAfter(endOf(calendar, dayNumber(facts.startedOn), rule.opensAfter));
  return { dueOn: due.on, dueAt: startOfLegalDay(dayAfter(dayNumber(due.on))), ...(opensOn && { opensOn }), suspended, provisional };
}

function readHours({ rule, startedAt, extensions }: ClockFacts, suspended: boolean): ClockReading {
  const hours = rule.amount + extensions.reduce((sum, each) => sum + each.amount, 0);
  const dueAt = instant(Date.parse(startedAt) + hours * 3_600_000);
  return { dueOn: toLegalDate(Math.floor((Date.parse(dueAt) + 8 * 3_600_000) / 86_400_000)), dueAt, suspended, provisional: false };
}

/**
 * Counts the spans one after the other and leaves out stopped days. A stopped working day does not count towards a term in
 * working days; a stopped day of any kind moves a term in calendar days, months or years.
 */
function countDays(calendar: WorkingCalendar, startedOn: LegalDate, spans: readonly Span[], stops: readonly Stop[]): number {
  const stopped = merge(stops);
  let day = dayNumber(startedOn);
  for (const span of spans) day = span.unit === 'working-day' ? countWorkingDays(calendar, day, span.amount, stopped) : pastStops(day, endOf(calendar, day, span), stopped);
  return day;
}

type Interval = { readonly from: number; readonly to: number };

function countWorkingDays(calendar: WorkingCalendar, start: number, amount: number, stopped: readonly Interval[]): number {
  let day = start;
  for (let left = amount; left > 0; ) {
    day++;
    const stop = stopped.length === 0 ? undefined : stopped.find(({ from, to }) => day >= from && day < to);
    if (stop === undefined && worksOn(calendar, day)) left--;
  }
  return day;
}

function pastStops(start: number, end: number, stopped: readonly Interval[]): number {
  let moved = end;
  for (const { from, to } of stopped) {
    const begin = Math.max(from, start + 1);
    if (begin > moved || to <= begin) continue;
    moved += to - begin;
  }
  return moved;
}

// Stops that overlap are one stop: a day cannot stop twice. An open stop has lasted no day yet: its end will tell.
function merge(stops: readonly Stop[]): readonly Interval[] {
  if (stops.length === 0) return [];
  const sorted = stops.map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to ?? from) })).sort((a, b) => a.from - b.from);
  const merged: Interval[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && next.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    else merged.push(next);
  }
  return merged;
}

function covers(calendar: WorkingCalendar, from: number, to: number): boolean {
  for (let day = from; day < to; day += 300) if (!isCovered(calendar, day)) return false;
  return isCovered(calendar, to);
}

function dayAfter(day: number): LegalDate {
  return toLegalDate(day + 1);
}

/** Whether this term stops for that reason. */
export function maySuspend(rule: TermRule, reason: string): boolean {
  return rule.suspendedBy?.includes(reason) ?? false;
}

/** The extension that comes after so many were granted; undefined when the rule has no more. */
export function nextExtension(rule: TermRule, granted: number): NonNullable<TermRule['extensions']>[number] | undefined {
  return rule.extensions?.[granted];
}
