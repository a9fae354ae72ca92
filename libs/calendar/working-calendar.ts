import type { LegalDate } from '@zhiheng/kernel';
import { dayNumber, dayOf, isWeekend } from './day-number.js';
import type { CalendarData } from './types.js';

/** A calendar ready for counting: days by number, and a running count of working days, so that no count walks day by day. */
export type WorkingCalendar = {
  readonly data: CalendarData;
  /** Days off by law or by 调休, beside plain weekends. */
  readonly off: ReadonlySet<number>;
  readonly work: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly table: WorkTable;
  /** Stretches of days that the published notices settle, in order, apart from each other. */
  readonly settled: readonly DayRange[];
};

/** First and last day, both included. */
export type DayRange = { readonly from: number; readonly to: number };

/**
 * Working days of the years with special days, numbered on one scale with the plain weekdays before and after them:
 * the rank of a day is the number of working days up to and including it.
 */
type WorkTable = {
  readonly first: number;
  readonly last: number;
  readonly rankBefore: number;
  readonly rankAtLast: number;
  /** Rank of each day from `first` on. */
  readonly ranks: Int32Array;
  /** The working days from `first` on, in order. */
  readonly working: Int32Array;
};

export function compileCalendar(data: CalendarData): WorkingCalendar {
  const off = new Set(data.years.flatMap((year) => year.off.map(dayNumber)));
  const work = new Set(data.years.flatMap((year) => year.work.map(dayNumber)));
  const years = new Set(data.years.map(({ year }) => year));
  return { data, off, work, years, table: tabulate(off, work), settled: settledDays(years) };
}

function tabulate(off: ReadonlySet<number>, work: ReadonlySet<number>): WorkTable {
  const special = [...off, ...work];
  const first = special.reduce((a, b) => Math.min(a, b), special[0] ?? 0);
  const last = special.reduce((a, b) => Math.max(a, b), special[0] ?? -1);
  const rankBefore = weekdayRank(first - 1);
  const ranks = new Int32Array(last - first + 1);
  const working: number[] = [];
  for (let day = first; day <= last; day++) {
    if (work.has(day) || (!off.has(day) && !isWeekend(day))) working.push(day);
    ranks[day - first] = rankBefore + working.length;
  }
  return { first, last, rankBefore, rankAtLast: rankBefore + working.length, ranks, working: Int32Array.from(working) };
}

// 元旦 takes days of the old year off, or to work on: 2018-12-29 to 31 came with the notice for 2019, 2022-12-31 with that for 2023.
const NEW_YEAR_REACHES_BACK_TO = 28;

function settledDays(years: ReadonlySet<number>): readonly DayRange[] {
  const settled: DayRange[] = [];
  for (const year of [...years].sort((a, b) => a - b)) {
    const from = years.has(year - 1) ? settled.pop()!.from : dayOf(year, 1, 1);
    settled.push({ from, to: years.has(year + 1) ? dayOf(year, 12, 31) : dayOf(year, 12, NEW_YEAR_REACHES_BACK_TO) - 1 });
  }
  return settled;
}

// Monday to Friday up to and including the day, counted from Monday 1969-12-29.
function weekdayRank(day: number): number {
  const week = Math.floor((day + 3) / 7);
  return week * 5 + Math.min(day + 3 - week * 7 + 1, 5);
}

function weekdayOfRank(rank: number): number {
  const week = Math.floor((rank - 1) / 5);
  return week * 7 + (rank - 1 - week * 5) - 3;
}

/** Working days up to and including the day, on the scale of this calendar. */
export function rankOf({ table }: WorkingCalendar, day: number): number {
  if (day < table.first) return weekdayRank(day);
  if (day > table.last) return table.rankAtLast + weekdayRank(day) - weekdayRank(table.last);
  return table.ranks[day - table.first]!;
}

/** The working day of that rank. */
export function workingDayOfRank({ table }: WorkingCalendar, rank: number): number {
  if (rank <= table.rankBefore) return weekdayOfRank(rank);
  if (rank > table.rankAtLast) return weekdayOfRank(rank - table.rankAtLast + weekdayRank(table.last));
  return table.working[rank - table.rankBefore - 1]!;
}

/** The working day that comes so many working days after a day; the day itself for none. */
export function nthWorkingDay(calendar: WorkingCalendar, start: number, amount: number): number {
  return amount === 0 ? start : workingDayOfRank(calendar, rankOf(calendar, start) + amount);
}

/** That day if it is a working day, or else the next one. */
export function workingDayFrom(calendar: WorkingCalendar, day: number): number {
  return nthWorkingDay(calendar, day - 1, 1);
}

/** Whether the published notices settle which of these days are working days. No day at all is settled. */
export function isSettled({ settled }: WorkingCalendar, { from, to }: DayRange): boolean {
  if (from > to) return true;
  for (const range of settled) if (from >= range.from && to <= range.to) return true;
  return false;
}

/** The first year from this one on that is not loaded. */
export function nextUnknownYear({ years }: WorkingCalendar, from: number): number {
  let year = from;
  while (years.has(year)) year++;
  return year;
}

/**
 * Whether people work on that day. Not certain where no notice settles it: years that are not loaded, and the last days of a
 * year (28 to 31 December) whose following year is not loaded.
 */
export function isWorkingDay(
  calendar: WorkingCalendar,
  day: LegalDate,
): { readonly working: boolean; readonly certain: boolean } {
  const number = dayNumber(day);
  return { working: workingDayFrom(calendar, number) === number, certain: isSettled(calendar, { from: number, to: number }) };
}

/** Working days after `from` up to and including `to`. */
export function workingDaysBetween(calendar: WorkingCalendar, from: LegalDate, to: LegalDate): number {
  return Math.max(0, rankOf(calendar, dayNumber(to)) - rankOf(calendar, dayNumber(from)));
}
