import { randomUUID } from 'node:crypto';
import { covers } from '@zhiheng/contracts';
import type { Actor } from '@zhiheng/contracts';
import { ZhihengError } from '@zhiheng/kernel';
import type { Instant, LegalDate } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import type { Account } from '../accounts/account.js';
import { findAccount } from '../accounts/accounts.js';

export type NewDelegation = {
  readonly from: string;
  readonly to: string;
  readonly fromOn: LegalDate;
  readonly untilOn: LegalDate;
  readonly reason: string;
};
export type Delegation = NewDelegation & {
  readonly id: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly revokedAt?: string;
};

/**
 * Lets somebody act in the place of an absent colleague for some days. Made by the absent person, or by a head or administrator
 * of the same area. Throws DELEGATION_INVALID, DELEGATION_NOT_ALLOWED, ACCOUNT_UNKNOWN.
 */
export async function delegate(
  pool: Pool,
  { by, at, delegation }: { readonly by: Actor; readonly at: Instant; readonly delegation: NewDelegation },
): Promise<Delegation> {
  const { from, to, fromOn, untilOn, reason } = delegation;
  if (from === to) throw invalid('他人 another person', to);
  if (untilOn < fromOn) throw invalid(`不早于 not before ${fromOn}`, untilOn);
  const [absent, deputy] = await Promise.all([findAccount({ pool }, from), findAccount({ pool }, to)]);
  checkMayDelegate(by, { absent, deputy });
  const id = randomUUID();
  await pool.query(
    `insert into delegation (id, from_account, to_account, from_on, until_on, reason, created_by, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, from, to, fromOn, untilOn, reason, by.id, at],
  );
  return { id, ...delegation, createdBy: by.id, createdAt: at };
}

/** Pure: whether somebody may send a deputy for somebody. */
export function checkMayDelegate(by: Actor, { absent, deputy }: { readonly absent: Account; readonly deputy: Account }): void {
  if (!absent.active || !deputy.active) throw invalid('在用的账号 active accounts', `${absent.id}, ${deputy.id}`);
  // The party is no colleague; for it others act by a power of attorney, which is evidence, not an account.
  if (absent.roles.includes('party') || deputy.roles.includes('party'))
    throw invalid('工作人员 members of the bureau', 'party');
  // A deputy does not pass on what was lent: by.inPlaceOf stands for nobody here.
  if (by.inPlaceOf !== undefined) throw notAllowed(by);
  if (by.id === absent.id) return;
  if (by.id === deputy.id) throw notAllowed(by);
  const administrator = by.roles.includes('administrator');
  const rightsOverSystem = absent.roles.some((role) => role === 'administrator' || role === 'auditor');
  const superior = administrator || (by.roles.includes('head') && !rightsOverSystem);
  const sameArea =
    by.area !== undefined &&
    absent.area !== undefined &&
    (administrator ? covers(by.area, absent.area) : by.area === absent.area);
  if (!superior || !sameArea) throw notAllowed(by);
}

/** Ends a delegation at once, by whom it concerns. Throws NOT_FOUND. */
export async function revokeDelegation(
  pool: Pool,
  { id, by, at }: { readonly id: string; readonly by: Actor; readonly at: Instant },
): Promise<void> {
  const { rowCount } = await pool.query(
    `update delegation set revoked_at = $3, revoked_by = $2
      where id = $1 and revoked_at is null and (from_account = $2 or to_account = $2 or created_by = $2)`,
    [id, by.id, at],
  );
  if (rowCount !== 1) throw new ZhihengError('NOT_FOUND', { expected: '本人的委托 a delegation of your own', found: id });
}

/** The delegations that somebody gave, holds or made, newest first. */
export async function delegationsOf(pool: Pool, account: string): Promise<readonly Delegation[]> {
  const { rows } = await pool.query<DelegationRow>(
    `select id, from_account, to_account, from_on::text, until_on::text, reason, created_by, created_at, revoked_at
      from delegation where from_account = $1 or to_account = $1 or created_by = $1 order by created_at desc, id limit 200`,
    [account],
  );
  return rows.map((row) => ({
    id: row.id,
    from: row.from_account,
    to: row.to_account,
    fromOn: row.from_on,
    untilOn: row.until_on,
    reason: row.reason,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at.toISOString() }),
  }));
}

type DelegationRow = {
  readonly id: string;
  readonly from_account: string;
  readonly to_account: string;
  readonly from_on: LegalDate;
  readonly until_on: LegalDate;
  readonly reason: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly revoked_at: Date | null;
};

function invalid(expected: string, found: string): ZhihengError {
  return new ZhihengError('DELEGATION_INVALID', { expected, found });
}

function notAllowed({ id }: Actor): ZhihengError {
  return new ZhihengError('DELEGATION_NOT_ALLOWED', {
    expected: '本人，或本辖区的负责人、管理员 the absent person, or a head or administrator of the area',
    found: id,
  });
}
