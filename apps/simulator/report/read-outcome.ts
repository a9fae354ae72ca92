import type { Sessions } from '../session/sessions.js';
import { inParallel } from '../year/in-parallel.js';
import { readWorkList } from '../year/work-list.js';

type Entry = {
  readonly kind: 'accepted' | 'refused';
  readonly event: { readonly type: string };
  readonly to: string;
  readonly cause?: { readonly rule?: { readonly id: string }; readonly clock?: { readonly name: string } };
  readonly refusal?: { readonly code: string };
  readonly actor: { readonly id: string };
};

/** What the logs of all procedures say came out. */
export type Outcome = {
  readonly procedures: number;
  readonly entries: number;
  /** By workflow and state in which the procedures stand. */
  readonly states: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly reached: Readonly<Record<string, ReadonlySet<string>>>;
  readonly lapsed: Readonly<Record<string, number>>;
  readonly rules: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
  readonly heads: readonly { readonly id: string; readonly workflow: string; readonly hash: string }[];
};

export async function readOutcome(
  sessions: Sessions,
  { reader, atOnce }: { readonly reader: string; readonly atOnce: number },
): Promise<Outcome> {
  const list = await readWorkList(sessions, reader);
  const count = (table: Record<string, number>, name: string): void => void (table[name] = (table[name] ?? 0) + 1);
  const states: Record<string, Record<string, number>> = {};
  const reached: Record<string, Set<string>> = {};
  const lapsed: Record<string, number> = {};
  const rules: Record<string, number> = {};
  const refusals: Record<string, number> = {};
  let entries = 0;
  const heads = await inParallel(list, atOnce, async ({ id, workflow, state }) => {
    const log = (await sessions.get(reader, `/api/procedures/${id}/log`)) as unknown as {
      readonly entries: readonly { readonly entry: Entry; readonly hash: string }[];
    };
    count((states[workflow] ??= {}), state);
    entries += log.entries.length;
    for (const { entry } of log.entries) {
      for (const leaf of entry.to.split('|')) (reached[workflow] ??= new Set()).add(leaf);
      if (entry.cause?.clock !== undefined) count(lapsed, `${workflow}.${entry.cause.clock.name}`);
      if (entry.cause?.rule !== undefined) count(rules, entry.cause.rule.id);
      if (entry.refusal !== undefined)
        count(refusals, `${entry.refusal.code} (${entry.actor.id === 'system' ? 'rulebook' : 'people'})`);
    }
    return { id, workflow, hash: log.entries.at(-1)?.hash ?? '' };
  });
  return { procedures: list.length, entries, states, reached, lapsed, rules, refusals, heads };
}
