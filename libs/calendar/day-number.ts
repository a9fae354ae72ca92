import { parseLegalDate } from '@zhiheng/kernel';
import type { Instant, LegalDate } from '@zhiheng/kernel';

export type CivilDay = { readonly year: number; readonly month: number; readonly day: number };

const ZERO = 48;
const TWO_DIGITS = Array.from({ length: 32 }, (_, number) => String(number).padStart(2, '0'));

/**
 * Days since 1970-01-01: arithmetic on whole days without time zones. Written out, because Date costs most of a due date.
 * @throws ZhihengError LEGAL_DATE_INVALID for a day that does not exist
 */
export function dayNumber(text: LegalDate): number {
  const digit = (at: number) => text.charCodeAt(at) - ZERO;
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  const month = digit(5) * 10 + digit(6);
  const day = digit(8) * 10 + digit(9);
  const exists = text.length === 10 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? dayOf(year, month, day) : dayNumber(parseLegalDate(text));
}

export function toLegalDate(number: number): LegalDate {
  const { year, month, day } = civilDay(number);
  const years = year < 1000 ? String(year).padStart(4, '0') : String(year);
  return `${years}-${TWO_DIGITS[month]}-${TWO_DIGITS[day]}` as LegalDate;
}

// Proleptic Gregorian calendar in eras of 400 years (146 097 days) whose years begin on 1 March: the leap day comes last.
export function dayOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

export function civilDay(number: number): CivilDay {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/** The same day of a later month, or its last day where that month is shorter (民法典 202). */
export function addMonths(number: number, months: number): number {
  const { year, month, day } = civilDay(number);
  const ordinal = year * 12 + month - 1 + months;
  const toYear = Math.floor(ordinal / 12);
  const toMonth = ordinal - toYear * 12 + 1;
  return dayOf(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The first instant after a legal day. A day in China (UTC+8) ends at 16:00 UTC of the same date. */
export function endOfLegalDay(day: LegalDate): Instant {
  return `${day}T16:00:00.000Z` as Instant;
}

/** Saturday or Sunday. 1970-01-01 was a Thursday. */
export function isWeekend(number: number): boolean {
  const weekday = (((number + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}
