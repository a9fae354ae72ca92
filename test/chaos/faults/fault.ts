import type { Cluster } from '../world/cluster.js';
import type { People } from '../load/people.js';
import type { ChaosRecord } from '../load/record.js';

/** What a fault may lay hands on. */
export type Victim = { readonly cluster: Cluster; readonly people: People; readonly record: ChaosRecord };

/** One thing that goes wrong, and how it is put right again. */
export interface Fault {
  readonly name: string;
  /** It lasts at least so long, in milliseconds, however fast commands are sent meanwhile. */
  readonly holdMs: number;
  /** Why it cannot be inflicted on this machine. */
  unavailable?(victim: Victim): string | undefined;
  inflict(victim: Victim): Promise<void>;
  /** Answers what is to be said about it in the report, if anything is. */
  heal(victim: Victim): Promise<string | void>;
}
