import type { ReadScope } from '@zhiheng/auth';
import { ZhihengError } from '@zhiheng/kernel';
import type { InstanceId } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';

/** Procedures among these that are restricted to others: to this person they do not exist, whatever their role and area. */
export async function hiddenFrom(
  { pool }: Pick<Database, 'pool'>,
  ids: readonly InstanceId[],
  { accountIds }: ReadScope,
): Promise<ReadonlySet<InstanceId>> {
  try {
    const { rows } = await pool.query<{ readonly instance_id: InstanceId }>({
      name: 'procedures-hidden',
      text: 'select instance_id from restriction where instance_id = any($1::uuid[]) and not named && $2::text[]',
      values: [ids, accountIds],
    });
    return new Set(rows.map(({ instance_id }) => instance_id));
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

export function notFound(id: string): ZhihengError {
  return new ZhihengError('NOT_FOUND', { expected: '已有程序的编号 the id of a procedure', found: id });
}
