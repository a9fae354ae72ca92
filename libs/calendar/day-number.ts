import type { LegalDate } from '@zhiheng/kernel';

const DAY_MS = 86_400_000;

/** Days since 1970-01-01: arithmetic on whole days without time zones. */
export function dayNumber(day: LegalDate): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

export function toLegalDate(number: number): LegalDate {
  return new Date(number * DAY_MS).toISOString().slice(0, 10) as LegalDate;
}

/** Saturday or Sunday. 1970-01-01 was a Thursday. */
export function isWeekend(number: number): boolean {
  const weekday = (((number + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}
