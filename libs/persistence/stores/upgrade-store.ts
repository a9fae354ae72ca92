import type { StoredInstance, UpgradeStore } from '@zhiheng/engine';
import type { Pool } from 'pg';
import { INSTANCE_COLUMNS, toStoredInstance } from './engine-store.js';
import type { InstanceRow } from './engine-store.js';
import { mapStoreFault } from './store-fault.js';

/** Procedures by version, page by page through the primary key: what an upgrade has taken is not found again. */
export class PostgresUpgradeStore implements UpgradeStore {
  constructor(private readonly pool: Pool) {}

  async openCases({
    workflow,
    version,
    after,
    limit,
    only,
  }: Parameters<UpgradeStore['openCases']>[0]): Promise<readonly StoredInstance[]> {
    const rows = await this.query<InstanceRow>(
      `select ${INSTANCE_COLUMNS} from instance where workflow = $1 and version = $2 and not done
         and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000') and ($5::uuid[] is null or id = any($5::uuid[]))
       order by id limit $4`,
      [workflow, version, after ?? null, limit, only ?? null],
    );
    return rows.map(toStoredInstance);
  }

  async countCases(workflow: string): ReturnType<UpgradeStore['countCases']> {
    return this.query(
      `select version, count(*) filter (where not done)::int as open, count(*) filter (where done)::int as closed
       from instance where workflow = $1 group by version order by version`,
      [workflow],
    );
  }

  private async query<R extends object>(text: string, values: unknown[]): Promise<readonly R[]> {
    try {
      return (await this.pool.query<R & Record<string, unknown>>(text, values)).rows;
    } catch (fault) {
      throw mapStoreFault(fault);
    }
  }
}
