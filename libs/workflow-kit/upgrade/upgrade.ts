import type { Bilingual, JsonObject, LegalDate } from '@zhiheng/kernel';
import type { ClockView } from '../catalogue.js';

/** The event under which an upgrade stands on the log of a procedure. Reserved: no workflow may name one of its own so. */
export const VERSION_UPGRADED = 'VERSION_UPGRADED';

/**
 * From when a clock runs that an upgrade starts: from a fact, as the event that brought it and the place in the context (of the version
 * before) where its legal date stands; or from where another clock of the procedure started.
 */
export type StartFact =
  { readonly kind: 'fact'; readonly trigger: string; readonly on: string } | { readonly kind: 'clock'; readonly clock: string };

/** What becomes of a clock of the version before, while it runs. One that is over stays as it is. */
export type ClockFate =
  | { readonly kind: 'carry' }
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'drop'; readonly reason: Bilingual }
  | { readonly kind: 'restart'; readonly from: StartFact };

/** How a procedure gets a clock that the version before did not know. */
export type NewClock =
  | { readonly kind: 'begin'; readonly states: readonly string[]; readonly from: StartFact }
  | { readonly kind: 'later'; readonly reason: Bilingual };

/** A procedure as the questions of an upgrade see it: as it stands before. */
export type CaseView<C> = {
  readonly context: C;
  /** Paths of its active states with those around them. */
  readonly states: readonly string[];
  readonly clocks: Readonly<Record<string, ClockView>>;
  /** Legal date of the upgrade. */
  readonly on: LegalDate;
};

/** A question whose yes holds a procedure back until a person has decided. The title is the reason that people read. */
export type Block<C> = {
  readonly title: Bilingual;
  readonly basis?: string;
  readonly holds: (procedure: CaseView<C>) => boolean;
};

/** How running procedures of one version of a workflow go over to another. What an author writes and a lawyer reads. */
export type UpgradeSource<C> = {
  readonly workflow: string;
  readonly from: number;
  readonly to: number;
  readonly title: Bilingual;
  /** What orders running procedures to be brought under the new version. */
  readonly basis: string;
  /** Innermost state before -> innermost state after, several where one becomes regions. A state that is not named stays: it has the same path. */
  readonly states: Readonly<Record<string, string | readonly string[]>>;
  /** The context after, plain JSON. Unless given, it stays. */
  readonly context?: (before: C) => JsonObject;
  /** Every clock of the version before. */
  readonly clocks: Readonly<Record<string, ClockFate>>;
  /** Every clock that only the new version knows. */
  readonly newClocks: Readonly<Record<string, NewClock>>;
  readonly blocks: Readonly<Record<string, Block<C>>>;
};

/** An upgrade, ready for the registry. */
export type Upgrade = UpgradeSource<never>;

/** Defines an upgrade over the context type of the version before. The registry checks it against both versions. */
export function defineUpgrade<C>(source: UpgradeSource<C>): Upgrade {
  return source as unknown as Upgrade;
}

/** The clock runs on from its facts, under the law to which it is pinned. */
export const carry = (): ClockFate => ({ kind: 'carry' });
/** As `carry`, under another name. */
export const rename = (to: string): ClockFate => ({ kind: 'rename', to });
/** The clock ends, for a reason that people read. */
export const drop = (reason: Bilingual): ClockFate => ({ kind: 'drop', reason });
/** The clock starts anew from a fact, under the law in force on the day of the upgrade. */
export const restart = (from: StartFact): ClockFate => ({ kind: 'restart', from });
/** The new clock starts in procedures that are in one of these states after the upgrade. */
export const begin = (states: readonly string[], from: StartFact): NewClock => ({ kind: 'begin', states, from });
/** The new clock starts only in the course of the procedure. */
export const later = (reason: Bilingual): NewClock => ({ kind: 'later', reason });
/** The legal date at a path of the context, with the event that brought it. */
export const factOf = (trigger: string, on: string): StartFact => ({ kind: 'fact', trigger, on });
/** The start of another clock of the procedure; stops that the new rule knows are kept. */
export const startOf = (clock: string): StartFact => ({ kind: 'clock', clock });
