import type { Action } from './actions.js';

/** PLAN_DUE_LAPSED for planDue. */
export type LapsedEvent<Clock extends string> = `${UpperSnake<Clock>}_LAPSED`;
type UpperSnake<S extends string> = S extends `${infer Head}${infer Tail}`
  ? Head extends Uppercase<Head>
    ? Head extends Lowercase<Head>
      ? `${Head}${UpperSnake<Tail>}`
      : `_${Head}${UpperSnake<Tail>}`
    : `${Uppercase<Head>}${UpperSnake<Tail>}`
  : '';

export function lapsedEvent<Clock extends string>(clock: Clock): LapsedEvent<Clock> {
  return `${clock.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_LAPSED` as LapsedEvent<Clock>;
}

/** What a person reads of a state, and the article that makes it one. */
export type StateMeta = {
  readonly zh: string;
  readonly en: string;
  readonly basis: string;
  /** For a state that waits for someone without a term: why there is none. */
  readonly untimed?: string;
  /** Filled by `timed`. */
  readonly clocks?: readonly string[];
};

export type Edge<R extends string = string> = {
  readonly target?: string;
  readonly guard?: R;
  readonly actions?: Action | readonly Action[];
  readonly description?: string;
};
export type Edges<R extends string = string> = string | Edge<R> | readonly Edge<R>[];

/** One state of the table. There is no `after`, `invoke` or `spawn`: terms are legal clocks, and what is done outside comes back as an event. */
export type StateRow<E extends string = string, R extends string = string> = {
  readonly meta: StateMeta;
  readonly type?: 'final' | 'parallel' | 'history';
  readonly initial?: string;
  readonly states?: Readonly<Record<string, StateRow<E, R>>>;
  readonly on?: { readonly [K in E]?: Edges<R> };
  readonly always?: Edge<R> | readonly Edge<R>[];
  readonly onDone?: Edges<R>;
  readonly entry?: Action | readonly Action[];
  readonly exit?: Action | readonly Action[];
};

type LapseEdges<Clock extends string, R extends string> = { readonly [K in LapsedEvent<Clock>]: Edges<R> };

/**
 * A state with a term: the clock starts on entry, from the legal date of the event that leads here, and stops on exit. The
 * compiler asks for the edge that says what follows when the term lapses; `checkWorkflow` checks the names inside the row.
 */
export function timed<const Clock extends string>(
  clocks: Clock | readonly Clock[],
  row: StateRow & { readonly on: LapseEdges<Clock, string> },
): StateRow<never, never> {
  const names: readonly string[] = typeof clocks === 'string' ? [clocks] : clocks;
  const expanded: StateRow = {
    ...row,
    meta: { ...row.meta, clocks: names },
    entry: [...names.map((clock): Action => ({ type: 'startClock', params: { clock } })), ...listOf(row.entry)],
    exit: [...listOf(row.exit), ...names.map((clock): Action => ({ type: 'stopClock', params: { clock } }))],
  };
  return expanded as StateRow<never, never>;
}

export function listOf<T>(one: T | readonly T[] | undefined): readonly T[] {
  if (one === undefined) return [];
  return Array.isArray(one) ? (one as readonly T[]) : [one as T];
}
