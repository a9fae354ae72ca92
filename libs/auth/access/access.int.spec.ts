import { instant } from '@zhiheng/kernel';
import type { LegalDate } from '@zhiheng/kernel';
import { withPostgres } from '@zhiheng/persistence/testing';
import type { TestDatabase } from '@zhiheng/persistence/testing';
import { loadConfig } from '@zhiheng/policy-files';
import { FakeClock } from '@zhiheng/testing';
import { createAccount, deactivateAccount, revokeSessions, setPassword } from '../accounts/accounts.js';
import { refuseDemoAccounts, seedDemoAccounts } from '../accounts/demo-accounts.js';
import { createFirstAdministrator } from '../accounts/first-administrator.js';
import { delegate } from '../delegation/delegations.js';
import { LoginLimits } from '../limits/rate-limits.js';
import { currentSigningKey, rotateSigningKey } from '../sessions/signing-keys.js';
import { Access } from './access.js';

const PASSWORD = '珠江水暖鸭先知道了吗';
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

type Bureau = {
  readonly access: Access;
  readonly database: TestDatabase;
  readonly clock: FakeClock;
  readonly sessionClock: FakeClock;
  readonly token: (account: string) => Promise<string>;
};

/** Two handlers and a head in 442000, who can all sign in. */
async function withBureau(run: (bureau: Bureau) => Promise<void>): Promise<void> {
  const { roles } = await loadConfig();
  await withPostgres(async (database) => {
    const [clock, sessionClock] = [new FakeClock('2026-03-02'), new FakeClock('2026-03-02')];
    const { pool } = database;
    for (const [id, role] of [
      ['handler-1', 'case-handler'],
      ['handler-2', 'case-handler'],
      ['head-1', 'head'],
    ] as const)
      await createAccount(
        { pool, clock: sessionClock },
        { id, name: id, roles: [role], area: '442000', password: PASSWORD, by: 'test' },
      );
    const access = new Access({ pool, roles, clock, sessionClock, tokenHours: 8 });
    const token = async (account: string) => `Bearer ${(await access.signIn(account, PASSWORD)).token}`;
    await run({ access, database, clock, sessionClock, token });
  });
}

describe('signing in', () => {
  it('gives a token that names the person with roles and area', () =>
    withBureau(async ({ access, token }) => {
      const { principal } = await access.authenticate({ authorization: await token('handler-1') });
      expect(principal.actor).toEqual({ id: 'handler-1', name: 'handler-1', roles: ['case-handler'], area: '442000' });
    }));

  it('is refused in the same way for a wrong password, an unknown account and a closed one', () =>
    withBureau(async ({ access, database: { pool }, sessionClock }) => {
      await deactivateAccount({ pool, clock: sessionClock }, 'handler-2');
      await expect(access.signIn('handler-1', 'wrong-password')).rejects.toThrow(refusal('LOGIN_REFUSED'));
      await expect(access.signIn('nobody', PASSWORD)).rejects.toThrow(refusal('LOGIN_REFUSED'));
      await expect(access.signIn('handler-2', PASSWORD)).rejects.toThrow(refusal('LOGIN_REFUSED'));
    }));

  it('renews a hash that was made with weaker parameters', () =>
    withBureau(async ({ access, database: { pool } }) => {
      const { hash } = await import('@node-rs/argon2');
      const weak = await hash(PASSWORD, { algorithm: 2, memoryCost: 8_192, timeCost: 1, parallelism: 1 });
      await pool.query("update account set password_hash = $1 where id = 'handler-1'", [weak]);
      await access.signIn('handler-1', PASSWORD);
      const { rows } = await pool.query("select password_hash from account where id = 'handler-1'");
      expect(rows[0]).toEqual({ password_hash: expect.stringContaining('m=19456,t=2') as string });
      await access.signIn('handler-1', PASSWORD);
    }));

  it('is refused after so many guesses, for the right password too, until the quarter hour is over', () =>
    withPostgres(async ({ pool }) => {
      const limits = { loginsPerAccount: 3, loginsPerAddress: 100, publicPerMinute: 100 };
      const [one, other] = [new LoginLimits(pool, limits), new LoginLimits(pool, limits)];
      for (const replica of [one, other, one]) await replica.take('handler-1', '10.0.0.1');
      await expect(other.take('handler-1', '10.0.0.2')).rejects.toThrow(refusal('TOO_MANY_REQUESTS'));
      await other.take('handler-2', '10.0.0.1');
    }));
});

describe('a token', () => {
  it('is void at once when its account signs out everywhere, changes the password or is closed', () =>
    withBureau(async ({ access, database: { pool }, sessionClock, token }) => {
      const ports = { pool, clock: sessionClock };
      const first = await token('handler-1');
      expect(await revokeSessions(ports, 'handler-1')).toBe(1);
      await expect(access.authenticate({ authorization: first })).rejects.toThrow(refusal('SESSION_REVOKED'));
      const second = await token('handler-1');
      await setPassword(ports, { id: 'handler-1', password: `${PASSWORD}2`, mustChange: false });
      await expect(access.authenticate({ authorization: second })).rejects.toThrow(refusal('SESSION_REVOKED'));
      const third = await token('handler-2');
      await deactivateAccount(ports, 'handler-2');
      await expect(access.authenticate({ authorization: third })).rejects.toThrow(refusal('SESSION_REVOKED'));
    }));

  it('expires by the clock of the machine, not by the legal clock', () =>
    withBureau(async ({ access, clock, sessionClock, token }) => {
      const authorization = await token('handler-1');
      clock.moveToDay('2029-03-02');
      expect((await access.authenticate({ authorization })).principal.actor.id).toBe('handler-1');
      sessionClock.moveTo(instant(Date.parse(sessionClock.now()) + 8 * 3_600_000 + 1_000));
      await expect(access.authenticate({ authorization })).rejects.toThrow(refusal('TOKEN_EXPIRED'));
    }));

  it('that was altered, or is none, is refused', () =>
    withBureau(async ({ access, token }) => {
      const authorization = await token('handler-1');
      const [header, , signature] = authorization.split('.');
      const forged = Buffer.from(JSON.stringify({ sub: 'head-1', jti: crypto.randomUUID() })).toString('base64url');
      for (const text of [`${header}.${forged}.${signature}`, `${authorization}x`, 'Bearer none', 'Basic YTpi'])
        await expect(access.authenticate({ authorization: text })).rejects.toThrow(refusal('TOKEN_INVALID'));
      await expect(access.authenticate({})).rejects.toThrow(refusal('TOKEN_MISSING'));
    }));

  it('outlives the key that signed it', () =>
    withBureau(async ({ access, database: { pool }, sessionClock, token }) => {
      const authorization = await token('handler-1');
      const before = await currentSigningKey(pool, sessionClock.now());
      expect((await rotateSigningKey(pool, sessionClock.now())).kid).not.toBe(before.kid);
      expect((await access.authenticate({ authorization })).principal.actor.id).toBe('handler-1');
      expect((await access.authenticate({ authorization: await token('head-1') })).principal.actor.id).toBe('head-1');
    }));

  it('is signed with one key by all replicas, also when all start at once', () =>
    withPostgres(async ({ pool }) => {
      const now = new FakeClock().now();
      const keys = await Promise.all(Array.from({ length: 8 }, () => currentSigningKey(pool, now)));
      expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    }));
});

describe('a deputy', () => {
  it('acts from the first to the last legal day in China, and on no other', () =>
    withBureau(async ({ access, database: { pool }, clock, token }) => {
      const by = { id: 'handler-1', roles: ['case-handler'] as const, area: '442000' };
      const [fromOn, untilOn] = ['2026-03-03', '2026-03-05'] as LegalDate[];
      const delegation = { from: 'handler-1', to: 'handler-2', fromOn: fromOn!, untilOn: untilOn!, reason: '休假' };
      await delegate(pool, { by, at: clock.now(), delegation });
      const authorization = await token('handler-2');
      const act = async () => (await access.authenticate({ authorization, inPlaceOf: 'handler-1' })).principal.actor;
      await expect(act()).rejects.toThrow(refusal('DELEGATION_MISSING'));
      // Past midnight in China, while it is still the day before in UTC.
      clock.moveTo(instant(Date.parse('2026-03-02T16:30:00Z')));
      expect(await act()).toMatchObject({ id: 'handler-2', inPlaceOf: 'handler-1' });
      clock.moveTo(instant(Date.parse('2026-03-05T15:59:59Z')));
      expect(await act()).toMatchObject({ id: 'handler-2', inPlaceOf: 'handler-1' });
      clock.moveTo(instant(Date.parse('2026-03-05T16:00:00Z')));
      await expect(act()).rejects.toThrow(refusal('DELEGATION_MISSING'));
      await expect(access.authenticate({ authorization, inPlaceOf: 'head-1' })).rejects.toThrow(refusal('DELEGATION_MISSING'));
    }));
});

describe('the first administrator', () => {
  it('is created once, also by replicas that start together, and must change the password', () =>
    withBureau(async ({ access, database: { pool }, sessionClock }) => {
      const ports = { pool, clock: sessionClock };
      const made = await Promise.all([1, 2, 3].map(() => createFirstAdministrator(ports, PASSWORD)));
      expect(made.filter(Boolean)).toHaveLength(1);
      expect((await access.signIn('admin', PASSWORD)).mustChangePassword).toBe(true);
      expect(await createFirstAdministrator(ports, PASSWORD)).toBe(false);
    }));
});

describe('the demo accounts', () => {
  it('are refused in production until they are closed', () =>
    withPostgres(async ({ pool }) => {
      const clock = new FakeClock();
      await refuseDemoAccounts(pool);
      const ids = await seedDemoAccounts(pool, clock);
      await seedDemoAccounts(pool, clock, { subjectId: 'uscc:7' });
      const { rows } = await pool.query("select subject_id from account where id = 'party-1'");
      expect(rows).toEqual([{ subject_id: 'uscc:7' }]);
      await expect(refuseDemoAccounts(pool)).rejects.toThrow(refusal('ACCOUNTS_DEMO'));
      for (const id of ids) await deactivateAccount({ pool, clock }, id);
      await refuseDemoAccounts(pool);
    }));
});
