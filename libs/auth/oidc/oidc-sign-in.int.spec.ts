import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withPostgres } from '@zhiheng/persistence/testing';
import { loadConfig } from '@zhiheng/policy-files';
import { FakeClock } from '@zhiheng/testing';
import { Provider } from 'oidc-provider';
import { Access } from '../access/access.js';
import { createAccount } from '../accounts/accounts.js';
import { OidcSignIn } from './oidc-sign-in.js';

const CLIENT = { id: 'zhiheng', secret: 'a-secret-of-the-test-alone' };
const REDIRECT = 'http://127.0.0.1:3000/api/auth/oidc/callback';
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

type Bureau = {
  readonly oidc: OidcSignIn;
  readonly access: Access;
  readonly visit: (url: URL, login: string) => Promise<string>;
};

/** A real provider on this machine, at which anybody may sign in; the account of alice alone is linked here. */
async function withProvider(run: (bureau: Bureau) => Promise<void>): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [REDIRECT],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    cookies: { keys: ['test'] },
    claims: { openid: ['sub'], profile: ['name'] },
  });
  const handle = provider.callback();
  server.on('request', (request, response) => void handle(request, response));
  const { roles } = await loadConfig();
  try {
    await withPostgres(async ({ pool }) => {
      const [clock, sessionClock] = [new FakeClock(), { now: () => new Date().toISOString() as never }];
      const alice = { id: 'handler-1', name: '陈办案', roles: ['case-handler'] as const, area: '442000' };
      await createAccount({ pool, clock }, { ...alice, externalSubject: 'alice', by: 'test' });
      const access = new Access({ pool, roles, clock, sessionClock, tokenHours: 8 });
      const oidc = new OidcSignIn(access, {
        issuer,
        clientId: CLIENT.id,
        clientSecret: CLIENT.secret,
        redirectUrl: REDIRECT,
        accountClaim: 'sub',
      });
      await run({ oidc, access, visit: walkThrough });
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** What a browser does: follows the redirects, signs in, consents; answers the query with which it comes back. */
async function walkThrough(start: URL, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next: { readonly url: URL; readonly body?: URLSearchParams } = { url: start };
  for (let step = 0; step < 20; step++) {
    const { url, body } = next;
    if (url.href.startsWith(REDIRECT)) return url.search;
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const response = await fetch(url, { redirect: 'manual', headers, ...(body && { method: 'POST', body }) });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      cookies.set(name!, value!);
    }
    const location = response.headers.get('location');
    if (location !== null) {
      next = { url: new URL(location, url) };
      continue;
    }
    const page = await response.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    if (prompt === undefined || action === undefined) throw new Error(`the provider answered ${response.status}: ${page}`);
    next = { url: new URL(action, url), body: new URLSearchParams({ prompt, login, password: 'any' }) };
  }
  throw new Error('the sign-in at the provider does not come to an end');
}

describe('signing in at an OpenID Connect provider', () => {
  it('gives a token of our own with the roles and area of the account here', () =>
    withProvider(async ({ oidc, access, visit }) => {
      const { url, state } = await oidc.begin();
      const { token } = await oidc.finish(await visit(url, 'alice'), state);
      const { principal } = await access.authenticate({ authorization: `Bearer ${token}` });
      expect(principal.actor).toEqual({ id: 'handler-1', name: '陈办案', roles: ['case-handler'], area: '442000' });
    }));

  it('is refused for an identity without account', () =>
    withProvider(async ({ oidc, visit }) => {
      const { url, state } = await oidc.begin();
      await expect(oidc.finish(await visit(url, 'mallory'), state)).rejects.toThrow(refusal('ACCOUNT_NOT_LINKED'));
    }));

  it('cannot be repeated, begun elsewhere, or finished with the answer to another', () =>
    withProvider(async ({ oidc, visit }) => {
      const mine = await oidc.begin();
      const query = await visit(mine.url, 'alice');
      await expect(oidc.finish(query, undefined)).rejects.toThrow(refusal('OIDC_REFUSED'));
      const other = await oidc.begin();
      await expect(oidc.finish(query, other.state)).rejects.toThrow(refusal('OIDC_REFUSED'));
      await oidc.finish(query, mine.state);
      await expect(oidc.finish(query, mine.state)).rejects.toThrow(refusal('OIDC_REFUSED'));
    }));
});
