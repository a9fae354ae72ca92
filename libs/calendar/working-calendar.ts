import type { LegalDate } from '@zhiheng/kernel';
import { dayNumber, isWeekend } from './day-number.js';
import type { CalendarData } from './types.js';

/** A calendar ready for counting: days by number, and a running count of working days over the years that it knows. */
export type WorkingCalendar = {
  readonly data: CalendarData;
  /** Days off by law or by 调休, beside plain weekends. */
  readonly off: ReadonlySet<number>;
  readonly work: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
};

export function compileCalendar(data: CalendarData): WorkingCalendar {
  return {
    data,
    off: new Set(data.years.flatMap((year) => year.off.map(dayNumber))),
    work: new Set(data.years.flatMap((year) => year.work.map(dayNumber))),
    years: new Set(data.years.map((year) => year.year)),
  };
}

export function worksOn(calendar: WorkingCalendar, day: number): boolean {
  return calendar.work.has(day) || (!calendar.off.has(day) && !isWeekend(day));
}

/** Whether the official calendar of that day's year is known. */
export function isCovered(calendar: WorkingCalendar, day: number): boolean {
  return calendar.years.has(new Date(day * 86_400_000).getUTCFullYear());
}

export function isWorkingDay(calendar: WorkingCalendar, day: LegalDate): { readonly working: boolean; readonly certain: boolean } {
  const number = dayNumber(day);
  return { working: worksOn(calendar, number), certain: isCovered(calendar, number) };
}

/** Working days after `from` up to and including `to`. */
export function workingDaysBetween(calendar: WorkingCalendar, from: LegalDate, to: LegalDate): number {
  let count = 0;
  const last = dayNumber(to);
  for (let day = dayNumber(from) + 1; day <= last; day++) if (worksOn(calendar, day)) count++;
  return count;
}
