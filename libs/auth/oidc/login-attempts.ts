import { sha256 } from '@zhiheng/kernel';
import type { Instant } from '@zhiheng/kernel';
import type { Pool } from 'pg';

/** What a sign-in at the provider must bring back, and what proves that it was begun here. */
export type LoginAttempt = { readonly state: string; readonly nonce: string; readonly verifier: string };

/** Kept in the database: the answer of the provider may reach another replica. */
export async function rememberAttempt(
  pool: Pool,
  { state, nonce, verifier }: LoginAttempt,
  { now, expiresAt }: { readonly now: Instant; readonly expiresAt: Instant },
): Promise<void> {
  await pool.query('delete from oidc_login where expires_at < $1', [now]);
  await pool.query('insert into oidc_login (state_sha256, nonce, verifier, expires_at) values ($1, $2, $3, $4)', [
    sha256(state),
    nonce,
    verifier,
    expiresAt,
  ]);
}

/** Takes an attempt out: each can be finished once. */
export async function takeAttempt(pool: Pool, state: string, now: Instant): Promise<LoginAttempt | undefined> {
  const { rows } = await pool.query<{ readonly nonce: string; readonly verifier: string }>(
    'delete from oidc_login where state_sha256 = $1 and expires_at > $2 returning nonce, verifier',
    [sha256(state), now],
  );
  return rows[0] && { state, ...rows[0] };
}
