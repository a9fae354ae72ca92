import { narrate } from '@zhiheng/engine';
import type { LogEntry, NarratedEntry, Registry } from '@zhiheng/engine';
import type { InstanceId } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import type { Rulebook } from '@zhiheng/policy';
import { notFound } from './not-found.js';

export type Timeline = { readonly items: readonly NarratedEntry[]; readonly next?: number };
export type TimelinePorts = {
  readonly database: Pick<Database, 'pool'>;
  readonly registry: Registry;
  readonly rulebook: Rulebook;
};

/**
 * The log of a procedure in sentences, after an entry. What became of a clock is told from what it was before, so the log is read from
 * its beginning. Throws NOT_FOUND.
 */
export async function readTimeline(
  { database, registry, rulebook }: TimelinePorts,
  id: InstanceId,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<Timeline> {
  const entries = await entriesUntil(database, id, after + limit + 1);
  if (entries.length === 0) throw notFound(id);
  const titles = new Map(rulebook.rules.map((rule) => [rule.id, rule.title]));
  const told = narrate(entries, {
    workflowOf: ({ workflow, version }) => registry.pinned(workflow, version),
    ruleTitle: (rule) => titles.get(rule),
  });
  const rest = told.filter(({ seq }) => seq > after);
  const items = rest.slice(0, limit);
  return { items, ...(rest.length > limit && { next: items.at(-1)!.seq }) };
}

async function entriesUntil({ pool }: Pick<Database, 'pool'>, id: InstanceId, seq: number): Promise<readonly LogEntry[]> {
  try {
    const { rows } = await pool.query<{ readonly entry: string }>(
      'select entry from log where instance_id = $1 and seq <= $2 order by seq',
      [id, Math.min(seq, 2_147_483_647)],
    );
    return rows.map(({ entry }) => JSON.parse(entry) as LogEntry);
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}
