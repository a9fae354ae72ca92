import { readableProcedures } from '@zhiheng/auth';
import type { ReadScope } from '@zhiheng/auth';
import { ZhihengError } from '@zhiheng/kernel';
import type { InstanceId } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';

/** Whether a procedure that somebody asks for is restricted. Throws NOT_FOUND for one that they may not read: it says nothing of its existence. */
export async function requireReadable(
  { pool }: Pick<Database, 'pool'>,
  id: InstanceId,
  scope: ReadScope,
): Promise<{ readonly restricted: boolean }> {
  const readable = readableProcedures(scope, { alias: 'i', first: 2 });
  try {
    const { rows } = await pool.query<{ readonly restricted: boolean }>(
      `select exists (select from restriction where instance_id = i.id) as restricted from instance i where i.id = $1 and ${readable.sql}`,
      [id, ...readable.values],
    );
    if (rows[0] !== undefined) return rows[0];
  } catch (fault) {
    throw mapStoreFault(fault);
  }
  throw notFound(id);
}

/** Procedures among these that are restricted to others: to this person they do not exist, whatever their role and area. */
export async function hiddenFrom(
  { pool }: Pick<Database, 'pool'>,
  ids: readonly InstanceId[],
  { accountIds }: ReadScope,
): Promise<ReadonlySet<InstanceId>> {
  try {
    const { rows } = await pool.query<{ readonly instance_id: InstanceId }>(
      'select instance_id from restriction where instance_id = any($1::uuid[]) and not named && $2::text[]',
      [ids, accountIds],
    );
    return new Set(rows.map(({ instance_id }) => instance_id));
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

export function notFound(id: string): ZhihengError {
  return new ZhihengError('NOT_FOUND', { expected: '已有程序的编号 the id of a procedure', found: id });
}
