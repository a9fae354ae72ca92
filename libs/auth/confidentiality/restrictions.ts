import { ZhihengError } from '@zhiheng/kernel';
import type { Instant } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
import type { Pool } from 'pg';
import type { ReadScope } from '../principal.js';

export type Restriction = {
  readonly named: readonly string[];
  readonly reason: string;
  readonly restrictedBy: string;
  readonly at: string;
};

/** Restricts a procedure to those named; whoever restricts is always among them. Throws ACCOUNT_UNKNOWN. */
export async function restrict(
  pool: Pool,
  instanceId: string,
  {
    named,
    reason,
    by,
    at,
  }: { readonly named: readonly string[]; readonly reason: string; readonly by: string; readonly at: Instant },
): Promise<Restriction> {
  const all = [...new Set([by, ...named])];
  await requireAccounts(pool, all);
  await pool.query(
    `insert into restriction (instance_id, named, reason, restricted_by, at) values ($1, $2, $3, $4, $5)
     on conflict (instance_id) do update
       set named = excluded.named, reason = excluded.reason, restricted_by = excluded.restricted_by, at = excluded.at`,
    [instanceId, all, reason, by, at],
  );
  return { named: all, reason, restrictedBy: by, at };
}

export async function findRestriction(pool: Pool, instanceId: string): Promise<Restriction | undefined> {
  const { rows } = await pool.query<{
    readonly named: readonly string[];
    readonly reason: string;
    readonly restricted_by: string;
    readonly at: Date;
  }>('select named, reason, restricted_by, at from restriction where instance_id = $1', [instanceId]);
  const [row] = rows;
  return row && { named: row.named, reason: row.reason, restrictedBy: row.restricted_by, at: row.at.toISOString() };
}

/** Procedures among these that are restricted to others: to this person they do not exist, whatever their role and area. */
export async function hiddenFrom(pool: Pool, ids: readonly string[], { accountIds }: ReadScope): Promise<ReadonlySet<string>> {
  try {
    const { rows } = await pool.query<{ readonly instance_id: string }>({
      name: 'procedures-hidden',
      text: 'select instance_id from restriction where instance_id = any($1::uuid[]) and not named && $2::text[]',
      values: [ids, accountIds],
    });
    return new Set(rows.map(({ instance_id }) => instance_id));
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

export async function liftRestriction(pool: Pool, instanceId: string): Promise<void> {
  await pool.query('delete from restriction where instance_id = $1', [instanceId]);
}

/** A name that nobody bears would lock everybody out by a slip of the pen. Throws ACCOUNT_UNKNOWN. */
export async function requireAccounts(pool: Pool, ids: readonly string[]): Promise<void> {
  const { rows } = await pool.query<{ readonly id: string }>('select id from account where id = any($1) and active', [ids]);
  const known = new Set(rows.map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0)
    throw new ZhihengError('ACCOUNT_UNKNOWN', { expected: '在用的账号 accounts that are active', found: unknown.join(', ') });
}
