import { startOfLegalDay } from '@zhiheng/kernel';
import type { Instant, LegalDate } from '@zhiheng/kernel';
import type { Citation, ClockFacts, Span, TermRule } from '../types.js';

export type ClockGiven = {
  readonly rule: Span & Partial<TermRule>;
  readonly on: string;
  readonly at?: string;
  readonly trigger?: string;
  readonly citation?: Citation;
  /** Reason, first day, and the day on which it ended. */
  readonly stops?: readonly (readonly [reason: string, from: string, to?: string])[];
  readonly extensions?: readonly (Span & { readonly approver?: string; readonly on?: string })[];
};

/** The facts of a clock from what matters to a test. */
export function aClock({
  rule,
  on,
  at,
  trigger = '立案',
  citation = { zh: '本办法', article: '第一条' },
  stops = [],
  extensions = [],
}: ClockGiven): ClockFacts {
  const startedOn = on as LegalDate;
  return {
    name: 'term',
    ruleId: 'a.term',
    rule: { direction: 'due', ...rule },
    citation,
    title: { zh: '期限', en: 'Term' },
    startedOn,
    startedAt: (at ?? startOfLegalDay(startedOn)) as Instant,
    trigger,
    stops: stops.map(([reason, from, to]) => ({
      reason,
      from: from as LegalDate,
      ...(to !== undefined && { to: to as LegalDate }),
    })),
    extensions: extensions.map(({ approver = 'head', on: granted = on, ...span }) => ({
      ...span,
      approver,
      on: granted as LegalDate,
    })),
  };
}
