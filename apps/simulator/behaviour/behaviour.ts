import type { Json, JsonObject } from '@zhiheng/kernel';

/** Values by path; a list gives several to choose from. */
export type Conditions = Readonly<Record<string, Json>>;

/** Days from, both included. */
export type Days = number | readonly [number, number];

/** One thing that people may do in a state, and how often they do. */
export type Choice = {
  /** Event to send; `wait` leaves it to the clock, and is no choice where none runs. */
  readonly do: string;
  readonly weight?: number;
  /** Days until it is done: after it was looked at, or after the day that `after` names. */
  readonly days?: Days;
  /** Path of a date in the procedure, e.g. `clocks.secondRecheckWindow.opensOn`, `context.meeting.meetingOn`. */
  readonly after?: string;
  /** Values that the procedure must have, by path, for this to be a choice. */
  readonly when?: Conditions;
  /** Account that sends it; by default one whose role may. */
  readonly as?: string;
  readonly data?: JsonObject;
  /** A mistake on purpose: the code with which it must be refused. */
  readonly refused?: string;
};

export type States = Readonly<Record<string, readonly Choice[]>>;

/** A part that a procedure is cast for when it opens: what is different in its states. */
export type Script = {
  readonly name: string;
  readonly workflow: string;
  /** Values that the procedure must have, by path. */
  readonly when?: Conditions;
  /** So many are cast for certain, the first that fit, before any lot is drawn. */
  readonly surely?: number;
  readonly weight?: number;
  readonly states: States;
};

/** What officers begin by themselves. */
export type Opening = {
  readonly name: string;
  readonly workflow: string;
  readonly event: string;
  readonly as: string;
  /** How many a week on average, in a city of a hundred enterprises. */
  readonly weekly: number;
  /** So many in the year for certain. */
  readonly surely?: number;
  readonly data?: JsonObject;
};

export type Behaviour = {
  /** First day of the year on a new system. */
  readonly start: string;
  /** Accounts by role, in order of preference. */
  readonly accounts: Readonly<Record<string, readonly string[]>>;
  readonly reads: string;
  readonly administers: string;
  readonly imports: string;
  /** Values of form fields by name, for all events that say nothing else. */
  readonly fields: JsonObject;
  readonly states: Readonly<Record<string, States>>;
  readonly scripts: readonly Script[];
  /** Mistakes: tried with a chance before the right thing is done in a state. */
  readonly mistakes: readonly (Choice & { readonly workflow: string; readonly state: string; readonly chance: number })[];
  readonly openings: readonly Opening[];
};
