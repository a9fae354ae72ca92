import { OIDC_CLIENT, signInAt, withOidcProvider } from '@zhiheng/auth/testing';
import { withPostgres } from '@zhiheng/persistence/testing';
import { loadConfig } from '@zhiheng/policy-files';
import { FakeClock } from '@zhiheng/testing';
import { Access } from '../access/access.js';
import { createAccount } from '../accounts/accounts.js';
import { OidcSignIn } from './oidc-sign-in.js';

const REDIRECT = 'http://127.0.0.1:3000/api/auth/oidc/callback';
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

type Bureau = {
  readonly oidc: OidcSignIn;
  readonly access: Access;
  readonly visit: (url: URL, login: string) => Promise<string>;
};

/** A bureau that signs in at a provider; the account of alice alone is linked here. */
async function withBureau(run: (bureau: Bureau) => Promise<void>): Promise<void> {
  const { roles } = await loadConfig();
  await withOidcProvider(REDIRECT, (issuer) =>
    withPostgres(async ({ pool }) => {
      const [clock, sessionClock] = [new FakeClock(), { now: () => new Date().toISOString() as never }];
      const alice = { id: 'handler-1', name: '陈办案', roles: ['case-handler'] as const, area: '442000' };
      await createAccount({ pool, clock }, { ...alice, externalSubject: 'alice', by: 'test' });
      const access = new Access({ pool, roles, clock, sessionClock, tokenHours: 8 });
      const oidc = new OidcSignIn(access, {
        issuer,
        clientId: OIDC_CLIENT.id,
        clientSecret: OIDC_CLIENT.secret,
        redirectUrl: REDIRECT,
        accountClaim: 'sub',
      });
      await run({ oidc, access, visit: async (url, login) => (await signInAt(url, login, REDIRECT)).search });
    }),
  );
}

describe('signing in at an OpenID Connect provider', () => {
  it('gives a token of our own with the roles and area of the account here', () =>
    withBureau(async ({ oidc, access, visit }) => {
      const { url, state } = await oidc.begin();
      const { token } = await oidc.finish(await visit(url, 'alice'), state);
      const { principal } = await access.authenticate({ authorization: `Bearer ${token}` });
      expect(principal.actor).toEqual({ id: 'handler-1', name: '陈办案', roles: ['case-handler'], area: '442000' });
    }));

  it('is refused for an identity without account', () =>
    withBureau(async ({ oidc, visit }) => {
      const { url, state } = await oidc.begin();
      await expect(oidc.finish(await visit(url, 'mallory'), state)).rejects.toThrow(refusal('ACCOUNT_NOT_LINKED'));
    }));

  it('cannot be repeated, begun elsewhere, or finished with the answer to another', () =>
    withBureau(async ({ oidc, visit }) => {
      const mine = await oidc.begin();
      const query = await visit(mine.url, 'alice');
      await expect(oidc.finish(query, undefined)).rejects.toThrow(refusal('OIDC_REFUSED'));
      const other = await oidc.begin();
      await expect(oidc.finish(query, other.state)).rejects.toThrow(refusal('OIDC_REFUSED'));
      await oidc.finish(query, mine.state);
      await expect(oidc.finish(query, mine.state)).rejects.toThrow(refusal('OIDC_REFUSED'));
    }));
});
