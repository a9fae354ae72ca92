import type { Brand } from './brand.js';
import { ZhihengError } from './zhiheng-error.js';

/** A point in time, ISO 8601 in UTC with milliseconds, e.g. `2026-11-22T01:02:03.000Z`: sorts as text. */
export type Instant = Brand<string, 'Instant'>;

/** A day of the Chinese civil calendar, `YYYY-MM-DD`: the unit in which the law counts. */
export type LegalDate = Brand<string, 'LegalDate'>;

/** Where "now" comes from. The engine takes it as a port, so that a test or a demonstration can move it. */
export interface ClockPort {
  now(): Instant;
}

// One legal time for the whole country (UTC+8, no daylight saving since 1991).
const CHINA_OFFSET_MS = 8 * 3_600_000;

export function instant(epochMs: number): Instant {
  return new Date(epochMs).toISOString() as Instant;
}

let lastAsked: { readonly at: Instant; readonly day: LegalDate } | undefined;

/** The legal day on which an instant falls in China. All events of a batch ask for the same: the last answer is kept. */
export function legalDateOf(at: Instant): LegalDate {
  if (lastAsked?.at !== at)
    lastAsked = { at, day: new Date(Date.parse(at) + CHINA_OFFSET_MS).toISOString().slice(0, 10) as LegalDate };
  return lastAsked.day;
}

/** The first instant of a legal day in China. */
export function startOfLegalDay(day: LegalDate): Instant {
  return instant(Date.parse(`${day}T00:00:00.000Z`) - CHINA_OFFSET_MS);
}

/** Parses `YYYY-MM-DD` and refuses days that do not exist. */
export function parseLegalDate(text: string): LegalDate {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00.000Z`) : undefined;
  if (day === undefined || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) {
    throw new ZhihengError('LEGAL_DATE_INVALID', { expected: 'YYYY-MM-DD, an existing day 存在的日期', found: text });
  }
  return text as LegalDate;
}
