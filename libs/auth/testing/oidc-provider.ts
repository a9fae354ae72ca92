import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const OIDC_CLIENT = { id: 'zhiheng', secret: 'a-secret-of-the-test-alone' };

/** A real OpenID Connect provider on this machine, at which anybody may sign in. */
export async function withOidcProvider(redirectUrl: string, run: (issuer: string) => Promise<void>): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: OIDC_CLIENT.id,
        client_secret: OIDC_CLIENT.secret,
        redirect_uris: [redirectUrl],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    cookies: { keys: ['test'] },
    claims: { openid: ['sub'], profile: ['name'] },
  });
  const handle = provider.callback();
  server.on('request', (request, response) => void handle(request, response));
  try {
    await run(issuer);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** What a browser does: follows the redirects, signs in, consents; answers the address at which it comes back. */
export async function signInAt(start: URL, login: string, redirectUrl: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let next: { readonly url: URL; readonly body?: URLSearchParams } = { url: start };
  for (let step = 0; step < 20; step++) {
    const { url, body } = next;
    if (url.href.startsWith(redirectUrl)) return url;
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
