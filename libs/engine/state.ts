import type { Subject } from '@zhiheng/contracts';
import type { Span } from '@zhiheng/calendar';
import type { Instant, InstanceId, JsonObject, LegalDate } from '@zhiheng/kernel';

/**
 * One legal clock of one procedure. The due date is never edited: it is recomputed from these facts and from the rule that the
 * legal frame holds (`frame`), which is the one in force when the clock started.
 */
export type ClockRecord = {
  readonly name: string;
  /** Counts the runs of this clock in this procedure: a lapse of an earlier run is stale. */
  readonly generation: number;
  readonly state: 'running' | 'suspended' | 'stopped' | 'lapsed';
  readonly frame: string;
  readonly trigger: string;
  readonly startedOn: LegalDate;
  readonly startedAt: Instant;
  readonly stops: readonly { readonly reason: string; readonly from: LegalDate; readonly to?: LegalDate }[];
  readonly extensions: readonly (Span & { readonly approver: string; readonly on: LegalDate })[];
  readonly dueOn: LegalDate;
  /** First instant after the term: the lapse fires then, never before. */
  readonly dueAt: Instant;
  readonly opensOn?: LegalDate;
  readonly provisional: boolean;
};
export type Clocks = Readonly<Record<string, ClockRecord>>;

const textOfClocks = new WeakMap<Clocks, string>();

/** The clocks as stored text. Most events leave them as they are: written out once for all of those. */
export function clocksText(clocks: Clocks): string {
  const known = textOfClocks.get(clocks);
  if (known !== undefined) return known;
  const text = JSON.stringify(clocks);
  textOfClocks.set(clocks, text);
  return text;
}

/** XState's persisted snapshot, reduced to what plain workflows have (no children). */
export type PersistedSnapshot = {
  readonly status: 'active' | 'done';
  readonly value: string | JsonObject;
  readonly context: JsonObject;
  readonly historyValue?: JsonObject;
};

/** A procedure as it stands: everything that the next decision depends on. */
export type InstanceState = {
  readonly instanceId: InstanceId;
  readonly workflow: string;
  readonly version: number;
  readonly jurisdiction: string;
  readonly subject: Subject;
  /** Number of entries on the log; 0 before the first. */
  readonly seq: number;
  /** Hash of the last entry; the chain starts at sixty-four zeros. */
  readonly headHash: string;
  readonly snapshot: PersistedSnapshot;
  readonly clocks: Clocks;
  readonly openedAt: Instant;
};

export const CHAIN_START = '0'.repeat(64);

/** `handling.defence`; the leaves of parallel regions are joined by `|`, each with its whole path. */
export function stateName(value: string | JsonObject): string {
  return leafPaths(value).join('|');
}

function leafPaths(value: string | JsonObject): readonly string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value).flatMap(([name, inner]) => {
    const below = leafPaths(inner as string | JsonObject);
    return below.length === 0 ? [name] : below.map((path) => `${name}.${path}`);
  });
}
