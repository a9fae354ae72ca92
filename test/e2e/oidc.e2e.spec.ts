import { createAccount } from '@zhiheng/auth';
import { OIDC_CLIENT, signInAt, withOidcProvider } from '@zhiheng/auth/testing';
import { openDatabase } from '@zhiheng/persistence';
import { systemClock } from '@zhiheng/platform';
import { call, postJson } from './api.js';
import { buildPrograms } from './program.js';
import { databaseUrlOf, holdPort, makeHome } from './standalone.js';

const MINUTES = 60_000;

describe('a bureau with an OpenID Connect provider', () => {
  beforeAll(buildPrograms, 5 * MINUTES);

  it(
    'signs people in there and nowhere else, and only those who have an account here',
    async () => {
      const { port, release } = await holdPort();
      await release();
      const redirectUrl = `http://127.0.0.1:${port}/api/auth/oidc/callback`;
      await withOidcProvider(redirectUrl, async (issuer) => {
        const home = makeHome({
          PORT: String(port),
          ZHIHENG_OIDC_ISSUER: issuer,
          ZHIHENG_OIDC_CLIENT_ID: OIDC_CLIENT.id,
          ZHIHENG_OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
          ZHIHENG_OIDC_REDIRECT_URL: redirectUrl,
        });
        try {
          const { url } = await home.start();
          await linkAlice(databaseUrlOf(home.directory));
          const begin = async () => {
            const response = await fetch(`${url}/api/auth/oidc/login`, { redirect: 'manual' });
            expect(response.status).toBe(302);
            const [cookie] = response.headers.getSetCookie();
            expect(cookie).toMatch(/HttpOnly.*SameSite=Lax/);
            return { provider: new URL(response.headers.get('location')!), cookie: cookie!.split(';')[0]! };
          };

          const alice = await begin();
          const back = await signInAt(alice.provider, 'alice', redirectUrl);
          expect((await call(back.href)).body).toMatchObject({ code: 'OIDC_REFUSED' });
          const signedIn = await call(back.href, { headers: { cookie: alice.cookie } });
          expect(signedIn).toMatchObject({ status: 200, body: { token: expect.any(String) as string } });
          const headers = { authorization: `Bearer ${String(signedIn.body['token'])}` };
          expect((await call(`${url}/api/me`, { headers })).body).toMatchObject({ id: 'handler-1', area: '442000' });
          expect((await call(`${url}/api/procedures`, { headers })).status).toBe(200);

          const mallory = await begin();
          const stranger = await signInAt(mallory.provider, 'mallory', redirectUrl);
          expect((await call(stranger.href, { headers: { cookie: mallory.cookie } })).body).toMatchObject({
            code: 'ACCOUNT_NOT_LINKED',
          });
          expect(await postJson(`${url}/api/auth/login`, { account: 'handler-1', password: 'any password' })).toMatchObject({
            status: 409,
            body: { code: 'LOCAL_LOGIN_OFF' },
          });
        } finally {
          await home.dispose();
        }
      });
    },
    5 * MINUTES,
  );
});

async function linkAlice(databaseUrl: string): Promise<void> {
  const database = await openDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    const ports = { pool: database.pool, clock: systemClock };
    const alice = { id: 'handler-1', name: '陈办案', roles: ['case-handler'] as const, area: '442000' };
    await createAccount(ports, { ...alice, externalSubject: 'alice', by: 'test' });
  } finally {
    await database.close();
  }
}
