import { randomUUID } from 'node:crypto';
import { ZhihengError, instant, legalDateOf } from '@zhiheng/kernel';
import type { ClockPort } from '@zhiheng/kernel';
import type { Claim, KeyedRequest } from '@zhiheng/platform';
import type { RoleBook } from '@zhiheng/policy';
import type { Pool } from 'pg';
import { isOutdatedHash, hashPassword, verifyPassword } from '../passwords/password-hash.js';
import type { Principal } from '../principal.js';
import { findSession, saveSession } from '../sessions/session-store.js';
import type { FoundSession } from '../sessions/session-store.js';
import { VerificationKeys, currentSigningKey } from '../sessions/signing-keys.js';
import { signToken, tokenInvalid, verifyToken } from '../sessions/token.js';
import { ACCOUNT_ID } from '../accounts/account.js';
import { principalOf } from './principal-of.js';

export type AccessPorts = {
  readonly pool: Pool;
  readonly roles: RoleBook;
  /** The legal clock: delegations are good by its day. It can be moved in a demonstration. */
  readonly clock: ClockPort;
  /** The clock of the machine: sessions last by it, so that a moved legal clock signs nobody out. */
  readonly sessionClock: ClockPort;
  readonly tokenHours: number;
};

/** What a request says about who makes it. */
export type Credentials = { readonly authorization?: string; readonly inPlaceOf?: string };

/** What else a request needs to know of the database before it is carried out. */
export type Needed = {
  /** The procedure that it is about: may this person know of it? */
  readonly procedureId?: string | undefined;
  /** The key that it claims; asked for only when the token is genuine. */
  readonly key?: (() => KeyedRequest | undefined) | undefined;
};

/** A principal, whether the person must set a new password before anything else, and what else was asked for. */
export type Authenticated = Pick<FoundSession, 'mustChangePassword' | 'hidden'> & {
  readonly principal: Principal;
  readonly claim?: Claim;
};

export type SignedIn = { readonly token: string; readonly expiresAt: string; readonly mustChangePassword: boolean };

/** Signs people in, and tells for each request who makes it. */
export class Access {
  private readonly keys: VerificationKeys;

  constructor(readonly ports: AccessPorts) {
    this.keys = new VerificationKeys(ports.pool);
  }

  /** Throws LOGIN_REFUSED, the same for a wrong password, an unknown and an inactive account. */
  async signIn(account: string, password: string): Promise<SignedIn> {
    const { pool } = this.ports;
    const { rows } = await pool.query<{ readonly password_hash: string | null; readonly must_change_password: boolean }>(
      'select password_hash, must_change_password from account where id = $1 and active',
      [account],
    );
    const stored = rows[0]?.password_hash ?? null;
    if (!(await verifyPassword(stored, password)) || stored === null) throw new ZhihengError('LOGIN_REFUSED');
    if (isOutdatedHash(stored)) {
      const renewed = await hashPassword(password);
      await pool.query('update account set password_hash = $3 where id = $1 and password_hash = $2', [
        account,
        stored,
        renewed,
      ]);
    }
    return { ...(await this.openSession(account)), mustChangePassword: rows[0]!.must_change_password };
  }

  /** Throws LOGIN_REFUSED. */
  async checkOwnPassword(account: string, password: string): Promise<void> {
    const { rows } = await this.ports.pool.query<{ readonly password_hash: string | null }>(
      'select password_hash from account where id = $1 and active',
      [account],
    );
    if (!(await verifyPassword(rows[0]?.password_hash ?? null, password))) throw new ZhihengError('LOGIN_REFUSED');
  }

  /** Opens a session for an account whose identity is proven. */
  async openSession(account: string): Promise<{ readonly token: string; readonly expiresAt: string }> {
    const { pool, sessionClock, tokenHours } = this.ports;
    const at = sessionClock.now();
    const expiresAt = instant(Date.parse(at) + tokenHours * 3_600_000);
    const sessionId = randomUUID();
    const key = await currentSigningKey(pool, at);
    await saveSession(pool, { id: sessionId, account, at, expiresAt });
    return { token: await signToken(key, { account, sessionId, issuedAt: at, expiresAt }), expiresAt };
  }

  /** Who makes a request, and what else it needs, in one round trip. Throws TOKEN_*, SESSION_REVOKED, ACCOUNT_INACTIVE, DELEGATION_MISSING. */
  async authenticate({ authorization, inPlaceOf }: Credentials, { procedureId, key }: Needed = {}): Promise<Authenticated> {
    const { pool, roles, clock, sessionClock } = this.ports;
    const now = sessionClock.now();
    const sessionId = await verifyToken(this.keys, bearerOf(authorization), now);
    const keyed = key?.();
    const found = await findSession(pool, {
      sessionId,
      now,
      today: legalDateOf(clock.now()),
      // Nobody's id is empty: what is no id is the place of nobody, not the own one.
      ...(inPlaceOf !== undefined && { inPlaceOf: ACCOUNT_ID.test(inPlaceOf) ? inPlaceOf : '' }),
      ...(procedureId !== undefined && { procedureId }),
      ...(keyed && { keyed }),
    });
    if (found === undefined) throw tokenInvalid();
    if (found.revoked) throw new ZhihengError('SESSION_REVOKED');
    if (found.expired) throw new ZhihengError('TOKEN_EXPIRED');
    if (!found.active) throw new ZhihengError('ACCOUNT_INACTIVE');
    const { account, absent, mustChangePassword, hidden, claim } = found;
    if (inPlaceOf !== undefined && absent === undefined) {
      throw new ZhihengError('DELEGATION_MISSING', {
        expected: `今日有效的委托 a delegation that is good today`,
        found: inPlaceOf,
      });
    }
    const principal = principalOf(roles, { account, sessionId, ...(absent && { absent }) });
    return { principal, mustChangePassword, hidden, ...(claim && { claim }) };
  }
}

function bearerOf(authorization: string | undefined): string {
  if (authorization === undefined) throw new ZhihengError('TOKEN_MISSING', { expected: 'Authorization: Bearer <token>' });
  const token = /^Bearer ([\w.-]+)$/i.exec(authorization)?.[1];
  if (token === undefined) throw tokenInvalid();
  return token;
}
