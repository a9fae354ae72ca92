import type { LogStore, StoredEntry, StoredHistory } from '@zhiheng/engine';
import type { InstanceId } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import { INSTANCE_COLUMNS, toStoredInstance } from './engine-store.js';
import type { InstanceRow } from './engine-store.js';
import { mapStoreFault } from './store-fault.js';

type EntryRow = { readonly instance_id: InstanceId; readonly seq: number; readonly entry: string; readonly hash: string };
type HistoryRow = InstanceRow &
  EntryRow & { readonly kind: 'instance' | 'log'; readonly state: string; readonly done: boolean };

// Both parts in one statement, hence of one moment: a log that grows while it is checked is no fault. Before every id comes the
// nil UUID, which no procedure has; so that the page is found through the index under a generic plan too.
const PAGE = `
  with page as materialized (
    select * from instance where id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
      and ($3::text is null or workflow = $3) and ($4::text is null or starts_with(jurisdiction, $4))
      and ($5::uuid[] is null or id = any($5::uuid[])) order by id limit $2
  )
  select 'instance' as kind, ${INSTANCE_COLUMNS}, state, done, id as instance_id, null::text as entry, null::text as hash from page
  union all
  select 'log', null, null, null, null, null, null, null, l.seq, null, null, null, null, null, null, l.instance_id, l.entry, l.hash
  from page p join log l on l.instance_id = p.id
  order by instance_id, kind, seq`;

// Steps through the index from procedure to procedure instead of reading every entry.
const ORPHANS = `
  with recursive logged as (
    (select instance_id from log order by instance_id limit 1)
    union all
    select (select l.instance_id from log l where l.instance_id > logged.instance_id order by l.instance_id limit 1) from logged
    where logged.instance_id is not null
  )
  select instance_id from logged where instance_id is not null and not exists (select from instance i where i.id = logged.instance_id) limit $1`;

/** Which procedures; all unless said. */
export type LogSelection = {
  readonly ids?: readonly InstanceId[];
  readonly workflow?: string;
  /** The first digits of the jurisdiction. */
  readonly jurisdiction?: string;
};

/** Logs in id order, page by page, for verification and replay. */
export class PostgresLogStore implements LogStore {
  constructor(
    private readonly pool: Pool,
    private readonly selection: LogSelection = {},
  ) {}

  async historiesAfter(after: InstanceId | undefined, limit: number): Promise<readonly StoredHistory[]> {
    const histories: { readonly instance: StoredHistory['instance']; readonly log: StoredEntry[] }[] = [];
    const { ids, workflow, jurisdiction } = this.selection;
    const values = [after ?? null, limit, workflow ?? null, jurisdiction ?? null, ids ?? null];
    for (const row of await this.query<HistoryRow>(PAGE, values)) {
      if (row.kind === 'instance')
        histories.push({ instance: { ...toStoredInstance(row), state: row.state, done: row.done }, log: [] });
      else histories.at(-1)!.log.push(toEntry(row));
    }
    return histories;
  }

  async entriesOf(instanceIds: readonly InstanceId[]): Promise<readonly StoredEntry[]> {
    const rows = await this.query<EntryRow>(
      'select instance_id, seq, entry, hash from log where instance_id = any($1::uuid[]) order by instance_id, seq',
      [instanceIds],
    );
    return rows.map(toEntry);
  }

  /** Procedures that the log knows and the instance table does not: a deleted row does not hide its history. */
  async orphans(limit: number): Promise<readonly InstanceId[]> {
    const rows = await this.query<{ readonly instance_id: InstanceId }>(ORPHANS, [limit]);
    return rows.map((row) => row.instance_id);
  }

  private async query<R extends object>(text: string, values: unknown[]): Promise<readonly R[]> {
    try {
      return (await this.pool.query<R & Record<string, unknown>>(text, values)).rows;
    } catch (fault) {
      throw mapStoreFault(fault);
    }
  }
}

function toEntry({ instance_id, seq, entry, hash }: EntryRow): StoredEntry {
  return { instanceId: instance_id, seq, text: entry, hash };
}
