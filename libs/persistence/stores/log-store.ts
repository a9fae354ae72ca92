import type { LogStore, StoredEntry, StoredInstance } from '@zhiheng/engine';
import type { InstanceId } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import { toStoredInstance } from './engine-store.js';
import { mapStoreFault } from './store-fault.js';

/** Logs in id order, page by page, for verification and replay. */
export class PostgresLogStore implements LogStore {
  constructor(private readonly pool: Pool) {}

  async instancesAfter(after: InstanceId | undefined, limit: number): Promise<readonly StoredInstance[]> {
    const { rows } = await this.query<Parameters<typeof toStoredInstance>[0]>(
      'select * from instance where $1::uuid is null or id > $1 order by id limit $2',
      [after ?? null, limit],
    );
    return rows.map(toStoredInstance);
  }

  async entriesOf(instanceIds: readonly InstanceId[]): Promise<readonly StoredEntry[]> {
    const { rows } = await this.query<{ readonly instance_id: InstanceId; readonly seq: number; readonly kind: string; readonly entry: string; readonly hash: string }>(
      'select instance_id, seq, kind, entry, hash from log where instance_id = any($1::uuid[]) order by instance_id, seq',
      [instanceIds],
    );
    return rows.map((row) => ({ instanceId: row.instance_id, seq: row.seq, text: row.entry, hash: row.hash }));
  }

  /** Procedures that the log knows and the instance table does not: a deleted row does not hide its history. */
  async orphans(limit: number): Promise<readonly InstanceId[]> {
    const { rows } = await this.query<{ readonly instance_id: InstanceId }>(
      'select distinct l.instance_id from log l where l.seq = 1 and not exists (select from instance i where i.id = l.instance_id) limit $1',
      [limit],
    );
    return rows.map((row) => row.instance_id);
  }

  private async query<R extends object>(text: string, values: unknown[]): Promise<{ readonly rows: readonly R[] }> {
    try {
      return await this.pool.query<R & Record<string, unknown>>(text, values);
    } catch (fault) {
      throw mapStoreFault(fault);
    }
  }
}
