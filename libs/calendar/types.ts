import type { Bilingual, Instant, LegalDate } from '@zhiheng/kernel';

/** One year of the official calendar: days off and make-up working days 调休, as the State Council announced them. */
export type CalendarYear = { readonly year: number; readonly off: readonly LegalDate[]; readonly work: readonly LegalDate[] };
/**
 * The calendar as data. A year that is not in it is not known: a date is provisional when its count looked at a day of such a
 * year, or at the last days of December (from the 28th), which the notice for the following year may still change.
 */
export type CalendarData = { readonly id: string; readonly years: readonly CalendarYear[] };

export type TermUnit = 'working-day' | 'calendar-day' | 'hour' | 'month' | 'year';

/**
 * What happens to a last day that is no working day. The texts name only 法定节假日 (程序规定 80, 抽查办法 55); whether a weekend
 * counts is the owner's decision: `next-working-day` is the reading that favours the party.
 */
export type RollForward = 'none' | 'next-working-day' | 'after-statutory-holiday';

export type Span = { readonly amount: number; readonly unit: TermUnit };

/**
 * A term as a rule states it. `due`: the act comes within it. `not-before`: the act comes after it (听证办法 20: 七个工作日前).
 * `window`: the act comes after `opensAfter` and until its end (抽查办法 48: after day 60, before day 90).
 */
export type TermRule = Span & {
  readonly direction: 'due' | 'not-before' | 'window';
  readonly opensAfter?: Span;
  readonly rollForward?: RollForward;
  /** Reasons for which this very term stops (程序规定 18, 38, 64 differ): no other reason stops it. */
  readonly suspendedBy?: readonly string[];
  /** Extensions in order, each with the role that approves it. */
  readonly extensions?: readonly (Span & { readonly approver: string })[];
  /** false: local policy, not law. */
  readonly statutory?: boolean;
};

export type Citation = { readonly zh: string; readonly en?: string; readonly article?: string; readonly sentence?: string };

/**
 * A stop of a term, e.g. from the day on which goods went to the laboratory to the day on which its result came back. The first
 * day does not count any more and the last one, `to`, counts again: the law leaves out the time that the reason needs (所需时间不计入,
 * 程序规定 18, 64), and on the day of its end the office can act. So a stop that ends on the day on which it began takes no day,
 * stops on end take each day once, and 12 days from 5 March end on 17 March. A term in working days loses its stopped working
 * days; a term in days, months or years is moved by all days stopped while it ran.
 */
export type Stop = { readonly reason: string; readonly from: LegalDate; readonly to?: LegalDate };

/** All facts of one running clock. The due date is computed from them and never edited. */
export type ClockFacts = {
  readonly name: string;
  readonly ruleId: string;
  readonly rule: TermRule;
  readonly citation: Citation;
  readonly title: Bilingual;
  /** Legal date of the trigger (receipt, service): not counted. */
  readonly startedOn: LegalDate;
  /** Moment of the trigger: terms in hours run from it. */
  readonly startedAt: Instant;
  /** What started it, in Chinese. */
  readonly trigger: string;
  readonly stops: readonly Stop[];
  readonly extensions: readonly (Span & { readonly approver: string; readonly on: LegalDate })[];
};

export type ClockReading = {
  /** Last day of the term. */
  readonly dueOn: LegalDate;
  /** First instant after the term: a lapse may fire then, never before. */
  readonly dueAt: Instant;
  /** First day on which the act is allowed: of a window, and of a `not-before` term, the day after it. */
  readonly opensOn?: LegalDate;
  /** A stop is open and has taken no day yet: the term cannot end before the date given, and ends later if the stop takes days. */
  readonly suspended: boolean;
  /** The count looked at days that no loaded notice settles; it is made again when the notice is entered. */
  readonly provisional: boolean;
};
