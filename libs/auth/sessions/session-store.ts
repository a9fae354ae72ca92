import { sha256 } from '@zhiheng/kernel';
import type { Instant, LegalDate } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
import type { Claim, KeyedRequest } from '@zhiheng/platform';
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

/** What is looked up of a request. */
export type SessionQuestion = {
  readonly sessionId: string;
  readonly now: Instant;
  /** The legal day, by which delegations are good. */
  readonly today: LegalDate;
  readonly inPlaceOf?: string;
  /** The procedure that the request is about. */
  readonly procedureId?: string;
  /** The key under which it comes: claimed for the account when the session may act. */
  readonly keyed?: KeyedRequest;
};

/** A session as a request finds it; `absent` only when its delegation is good on the day. */
export type FoundSession = {
  readonly account: SessionPerson;
  readonly active: boolean;
  readonly mustChangePassword: boolean;
  readonly revoked: boolean;
  readonly expired: boolean;
  readonly absent?: SessionPerson;
  /** Whether the procedure is restricted to others. */
  readonly hidden: boolean;
  /** What is known of the key; nothing where it was not claimed, or where somebody else was claiming it at the same moment. */
  readonly claim?: Claim;
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

const FIND = `
  select a.id, a.name, a.roles, a.area, a.subject_id, a.active, a.must_change_password,
    s.revoked_at is not null as revoked, s.expires_at <= $2 as expired, absent.away,
    exists (select from restriction r where r.instance_id = $5 and not r.named && array[a.id, absent.away ->> 'id']) as hidden
  from session s join account a on a.id = s.account_id
  left join lateral (
    select json_build_object('id', b.id, 'name', b.name, 'roles', b.roles, 'area', b.area, 'subject_id', b.subject_id) as away
      from delegation d join account b on b.id = d.from_account
      where d.to_account = a.id and d.from_account = $3 and d.revoked_at is null and b.active
        and $4::date between d.from_on and d.until_on
      limit 1) absent on true
  where s.id = $1`;

// The key of a request that is refused for its sender stays free. The select sees keys as they were before the statement.
// Not waiting for the disk costs nothing: the log is written in order, so that the commit of the engine, which comes later and does wait,
// takes the claim to the disk with it. A crash before loses both (tried in test/chaos/power-cut).
const FIND_AND_CLAIM = `
  with sender as (${FIND}), claimed as (
    insert into idempotency (account, key_hash, request_hash)
      select id, $6, $7 from sender
      where active and not revoked and not expired and not must_change_password and ($3 is null or away is not null)
      on conflict do nothing returning account
  )
  select sender.*, exists (select from claimed) as claimed, k.request_hash, set_config('synchronous_commit', 'off', true)
  from sender left join idempotency k on k.account = sender.id and k.key_hash = $6`;

/**
 * Session, account, delegation, restriction of the procedure and claim of the key in one statement: one round trip for a request, and what
 * was revoked or restricted a moment ago is refused now.
 */
export async function findSession(
  pool: Pool,
  { sessionId, now, today, inPlaceOf, procedureId, keyed }: SessionQuestion,
): Promise<FoundSession | undefined> {
  const values = [sessionId, now, inPlaceOf ?? null, today, procedureId ?? null];
  // Named: each request asks this, and to plan it takes ten times as long as to run it.
  const statement =
    keyed === undefined
      ? { name: 'session-find', text: FIND, values }
      : { name: 'session-find-and-claim', text: FIND_AND_CLAIM, values: [...values, sha256(keyed.key), keyed.requestHash] };
  const { rows } = await pool.query<SessionRow>(statement).catch((fault: unknown) => {
    throw mapStoreFault(fault);
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  const claim = keyed && claimOf(row, keyed);
  return {
    account: personOf(row),
    active: row.active,
    mustChangePassword: row.must_change_password,
    revoked: row.revoked,
    expired: row.expired,
    hidden: row.hidden,
    ...(row.away !== null && { absent: personOf(row.away) }),
    ...(claim && { claim }),
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
  readonly hidden: boolean;
  readonly claimed?: boolean;
  readonly request_hash?: string | null;
};

function claimOf({ claimed, request_hash: known }: SessionRow, { requestHash }: KeyedRequest): Claim | undefined {
  if (claimed) return { kind: 'new' };
  if (known === undefined || known === null) return undefined;
  return { kind: known === requestHash ? 'repeated' : 'reused' };
}

function personOf({ id, name, roles, area, subject_id }: PersonRow): SessionPerson {
  return { id, name, roles, ...(area !== null && { area }), ...(subject_id !== null && { subjectId: subject_id }) };
}
