import type { Bilingual, Instant, LegalDate } from '@zhiheng/kernel';

/** One year of the official calendar: days off and make-up working days 调休, as the State Council announced them. */
export type CalendarYear = { readonly year: number; readonly off: readonly LegalDate[]; readonly work: readonly LegalDate[] };
/** The calendar as data. A year that is not in it is not known: dates that touch it are provisional. */
export type CalendarData = { readonly id: string; readonly years: readonly CalendarYear[] };

export type TermUnit = 'working-day' | 'calendar-day' | 'hour' | 'month' | 'year';

/**
 * What happens to a last day that is no working day. The texts name only 法定节假日 (程序规定 80, 抽查办法 55); whether a weekend
 * counts is the owner's decision: `next-working-day` is the reading that favours the party.
 */
export type RollForward = 'none' | 'next-working-day' | 'after-statutory-holiday';

export type Span = { readonly amount: number; readonly unit: TermUnit };

/** A term as a rule states it. `window`: may be used after `opensAfter` and until its end (抽查办法 48: after day 60, before day 90). */
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

/** A stop of a term: from the day on which the reason began to the day on which it ended, that day not included. */
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
  readonly opensOn?: LegalDate;
  /** A stop is open: the date given supposes that it ended today and moves on. */
  readonly suspended: boolean;
  /** The official calendar does not reach far enough. */
  readonly provisional: boolean;
};
