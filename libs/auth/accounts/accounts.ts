import { ZhihengError } from '@zhiheng/kernel';
import type { ClockPort, Instant } from '@zhiheng/kernel';
import { PERSON_ROLES } from '@zhiheng/policy';
import type { PersonRole } from '@zhiheng/policy';
import type { Pool } from 'pg';
import { hashPassword } from '../passwords/password-hash.js';
import { checkPassword } from '../passwords/password-rule.js';
import { ACCOUNT_ID } from './account.js';
import type { Account } from './account.js';
import { ACCOUNT_COLUMNS, accountOf } from './account-row.js';
import type { AccountRow } from './account-row.js';

/** `clock` is that of the machine: accounts are no legal facts. */
export type AccountPorts = { readonly pool: Pool; readonly clock: ClockPort };

export type NewAccount = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly PersonRole[];
  readonly area?: string;
  readonly subjectId?: string;
  /** Absent for people who sign in through OpenID Connect. */
  readonly password?: string;
  readonly externalSubject?: string;
  readonly mustChangePassword?: boolean;
  readonly demo?: boolean;
  readonly by: string;
};

/** Throws ACCOUNT_INVALID, PASSWORD_WEAK, ACCOUNT_EXISTS. */
export async function createAccount({ pool, clock }: AccountPorts, account: NewAccount): Promise<Account> {
  checkAccount(account);
  const { id, name, roles, area, subjectId, password, externalSubject, mustChangePassword = false, demo = false, by } = account;
  if (password !== undefined) checkPassword(password, id);
  const { rows } = await pool.query<AccountRow>(
    `insert into account (id, name, password_hash, roles, area, subject_id, external_subject, must_change_password, demo,
        created_at, created_by, changed_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10)
      on conflict do nothing returning ${ACCOUNT_COLUMNS}`,
    [
      ...[id, name, password === undefined ? null : await hashPassword(password), [...new Set(roles)]],
      ...[area ?? null, subjectId ?? null, externalSubject ?? null, mustChangePassword, demo, clock.now(), by],
    ],
  );
  if (rows[0] === undefined)
    throw new ZhihengError('ACCOUNT_EXISTS', { expected: '未使用的账号 an account that is not taken', found: id });
  return accountOf(rows[0]);
}

/** A page of accounts by id, after one. */
export async function listAccounts(
  { pool }: Pick<AccountPorts, 'pool'>,
  {
    after = '',
    limit = 200,
    areaPrefix = '',
  }: { readonly after?: string; readonly limit?: number; readonly areaPrefix?: string } = {},
): Promise<readonly Account[]> {
  const { rows } = await pool.query<AccountRow>(
    `select ${ACCOUNT_COLUMNS} from account
      where id > $1 and ($3 = '' or starts_with(area, $3)) order by id limit $2`,
    [after, limit, areaPrefix],
  );
  return rows.map(accountOf);
}

/** Throws ACCOUNT_UNKNOWN. */
export async function findAccount({ pool }: Pick<AccountPorts, 'pool'>, id: string): Promise<Account> {
  const { rows } = await pool.query<AccountRow>(`select ${ACCOUNT_COLUMNS} from account where id = $1`, [id]);
  if (rows[0] === undefined) throw accountUnknown(id);
  return accountOf(rows[0]);
}

/** Sets a password and ends every session that was opened with the old one. Throws PASSWORD_WEAK, ACCOUNT_UNKNOWN. */
export async function setPassword(
  { pool, clock }: AccountPorts,
  { id, password, mustChange }: { readonly id: string; readonly password: string; readonly mustChange: boolean },
): Promise<void> {
  checkPassword(password, id);
  await changeAndRevoke({ pool, clock }, id, {
    change: 'password_hash = $3, must_change_password = $4',
    values: [await hashPassword(password), mustChange],
    reason: 'PASSWORD_CHANGED',
  });
}

/** Throws ACCOUNT_UNKNOWN. */
export function deactivateAccount(ports: AccountPorts, id: string): Promise<void> {
  return changeAndRevoke(ports, id, { change: 'active = false', values: [], reason: 'ACCOUNT_DEACTIVATED' });
}

/** Ends every session of an account at once. Answers how many were open. */
export async function revokeSessions({ pool, clock }: AccountPorts, id: string): Promise<number> {
  const at = clock.now();
  const { rowCount } = await pool.query(
    `update session set revoked_at = $2, revoked_for = 'REVOKED' where account_id = $1 and revoked_at is null and expires_at > $2`,
    [id, at],
  );
  return rowCount ?? 0;
}

type Change = { readonly change: string; readonly values: readonly unknown[]; readonly reason: string };

/** One statement, so that no moment lies between the change and the end of the sessions. */
export async function changeAndRevoke(
  { pool, clock }: AccountPorts,
  id: string,
  { change, values, reason }: Change,
): Promise<void> {
  const at: Instant = clock.now();
  const { rows } = await pool.query<{ readonly changed: number }>(
    `with changed as (update account set ${change}, changed_at = $2 where id = $1 returning id),
       ended as (update session s set revoked_at = $2, revoked_for = '${reason}'
         from changed where s.account_id = changed.id and s.revoked_at is null)
     select count(*)::int as changed from changed`,
    [id, at, ...values],
  );
  if (rows[0]?.changed !== 1) throw accountUnknown(id);
}

export function accountUnknown(id: string): ZhihengError {
  return new ZhihengError('ACCOUNT_UNKNOWN', { expected: '已有的账号 an account that exists', found: id });
}

/** Throws ACCOUNT_INVALID with every fault. */
export function checkAccount({ id, name, roles, area, subjectId }: Omit<NewAccount, 'by' | 'password'>): void {
  const party = roles.includes('party');
  const faults = [
    ACCOUNT_ID.test(id) ? [] : ['id: [a-z0-9-]{2,50}'],
    name.trim() !== '' && name.length <= 100 ? [] : ['name: 1–100'],
    roles.length > 0 && roles.every((role) => PERSON_ROLES.includes(role)) ? [] : [`roles: ${PERSON_ROLES.join(' | ')}`],
    area === undefined || /^\d{6}$/.test(area) ? [] : ['area: GB/T 2260, 六位数字 six digits'],
    party === (subjectId !== undefined) ? [] : ['subjectId: 当事人必填，其他身份不填 for a party and for nobody else'],
    party && roles.length > 1 ? ['roles: 当事人不能兼任其他身份 a party holds no other role'] : [],
    party || area !== undefined ? [] : ['area: 执法人员必填 required for all but parties'],
  ].flat();
  if (faults.length > 0) throw new ZhihengError('ACCOUNT_INVALID', { expected: faults.join('; '), found: id });
}
