import { readableProcedures } from '@zhiheng/auth';
import type { ReadScope } from '@zhiheng/auth';
import type { InstanceId } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';

/** A procedure that moved, as an open list shows it. */
export type ProcedureChanged = {
  readonly id: InstanceId;
  readonly workflow: string;
  readonly state: string;
  readonly seq: number;
};

/** Those of the moved procedures that somebody may read now, as they stand now. */
export async function readChanges(
  { pool }: Pick<Database, 'pool'>,
  ids: readonly InstanceId[],
  scope: ReadScope,
): Promise<readonly ProcedureChanged[]> {
  const readable = readableProcedures(scope, { alias: 'i', first: 2 });
  const { rows } = await pool.query<ProcedureChanged>(
    `select i.id, i.workflow, i.state, i.seq from instance i where i.id = any($1::uuid[]) and ${readable.sql} order by i.id`,
    [ids, ...readable.values],
  );
  return rows;
}
