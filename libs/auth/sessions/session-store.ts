import type { Instant, LegalDate } from '@zhiheng/kernel';
import type { PersonRole } from '@zhiheng/policy';
import type { Pool } from 'pg';

/** A person as a request needs them. */
export type SessionPerson = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly PersonRole[];
  readonly area?: string;
  readonly subjectId?: string;
};

/** A session as a request finds it; `absent` only when its delegation is good on the day. */
export type FoundSession = {
  readonly account: SessionPerson;
  readonly active: boolean;
  readonly mustChangePassword: boolean;
  readonly revoked: boolean;
  readonly expired: boolean;
  readonly absent?: SessionPerson;
};

export type OwnSession = { readonly id: string; readonly createdAt: string; readonly expiresAt: string };

export async function saveSession(
  pool: Pool,
  session: { readonly id: string; readonly account: string; readonly at: Instant; readonly expiresAt: Instant },
): Promise<void> {
  await pool.query('insert into session (id, account_id, created_at, expires_at) values ($1, $2, $3, $4)', [
    session.id,
    session.account,
    session.at,
    session.expiresAt,
  ]);
}

/** Session, account and delegation in one statement: what was revoked a moment ago is refused now. */
export async function findSession(
  pool: Pool,
  {
    sessionId,
    now,
    inPlaceOf,
    today,
  }: { readonly sessionId: string; readonly now: Instant; readonly inPlaceOf?: string; readonly today: LegalDate },
): Promise<FoundSession | undefined> {
  // Named: each request asks this, and to plan it takes ten times as long as to run it.
  const { rows } = await pool.query<SessionRow>({
    name: 'session-find',
    text: `select a.id, a.name, a.roles, a.area, a.subject_id, a.active, a.must_change_password,
        s.revoked_at is not null as revoked, s.expires_at <= $2 as expired, absent.away
      from session s join account a on a.id = s.account_id
      left join lateral (
        select json_build_object('id', b.id, 'name', b.name, 'roles', b.roles, 'area', b.area, 'subject_id', b.subject_id) as away
          from delegation d join account b on b.id = d.from_account
          where d.to_account = a.id and d.from_account = $3 and d.revoked_at is null and b.active
            and $4::date between d.from_on and d.until_on
          limit 1) absent on true
      where s.id = $1`,
    values: [sessionId, now, inPlaceOf ?? null, today],
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    account: personOf(row),
    active: row.active,
    mustChangePassword: row.must_change_password,
    revoked: row.revoked,
    expired: row.expired,
    ...(row.away !== null && { absent: personOf(row.away) }),
  };
}

/** The open sessions of an account, newest first. */
export async function openSessionsOf(pool: Pool, account: string, now: Instant): Promise<readonly OwnSession[]> {
  const { rows } = await pool.query<{ readonly id: string; readonly created_at: Date; readonly expires_at: Date }>(
    `select id, created_at, expires_at from session
      where account_id = $1 and expires_at > $2 and revoked_at is null order by created_at desc, id limit 100`,
    [account, now],
  );
  return rows.map(({ id, created_at, expires_at }) => ({
    id,
    createdAt: created_at.toISOString(),
    expiresAt: expires_at.toISOString(),
  }));
}

/** Revokes one session of an account. Answers whether it was open. */
export async function revokeSession(
  pool: Pool,
  { sessionId, account, at }: { readonly sessionId: string; readonly account: string; readonly at: Instant },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    "update session set revoked_at = $3, revoked_for = 'SIGNED_OUT' where id = $1 and account_id = $2 and revoked_at is null",
    [sessionId, account, at],
  );
  return rowCount === 1;
}

type PersonRow = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly PersonRole[];
  readonly area: string | null;
  readonly subject_id: string | null;
};
type SessionRow = PersonRow & {
  readonly active: boolean;
  readonly must_change_password: boolean;
  readonly revoked: boolean;
  readonly expired: boolean;
  readonly away: PersonRow | null;
};

function personOf({ id, name, roles, area, subject_id }: PersonRow): SessionPerson {
  return { id, name, roles, ...(area !== null && { area }), ...(subject_id !== null && { subjectId: subject_id }) };
}
