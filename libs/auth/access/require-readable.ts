import { ZhihengError } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import type { Principal } from '../principal.js';
import { readableProcedures } from '../read-scope.js';

/**
 * Throws NOT_FOUND for a procedure that this person may not read, exactly as for one that does not exist. Answers whether it is
 * restricted: then reading it must be noted.
 */
export async function requireReadable(
  pool: Pool,
  { scope }: Pick<Principal, 'scope'>,
  id: string,
): Promise<{ readonly restricted: boolean }> {
  const { sql, values } = readableProcedures(scope, { alias: 'i', first: 2 });
  const { rows } = await pool.query<{ readonly restricted: boolean }>(
    `select exists (select from restriction r where r.instance_id = i.id) as restricted from instance i where i.id = $1 and ${sql}`,
    [id, ...values],
  );
  if (rows[0] === undefined)
    throw new ZhihengError('NOT_FOUND', { expected: '已有程序的编号 the id of a procedure', found: id });
  return rows[0];
}
