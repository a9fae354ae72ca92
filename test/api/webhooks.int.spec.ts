import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { somebody, withApi } from './with-api.js';

const admin = somebody('admin-1', ['administrator']);
const elsewhere = somebody('admin-2', ['administrator'], { area: '510100' });

type Received = { readonly headers: IncomingHttpHeaders; readonly event: Readonly<Record<string, unknown>> };

/** Another system on this machine; `first` resolves with the first event that it is sent. */
async function withReceiver(run: (url: string, first: Promise<Received>) => Promise<void>): Promise<void> {
  let take: (received: Received) => void;
  const first = new Promise<Received>((resolve) => (take = resolve));
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      take({ headers: request.headers, event: JSON.parse(text) as Received['event'] });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, first);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('the interface of webhooks', () => {
  it('makes one, shows its secret once, tests it, pauses it, changes its secret and removes it', () =>
    withReceiver((url, first) =>
      withApi(async ({ ask }) => {
        const post = (path: string, body?: object) =>
          ask(path, { as: admin, method: 'POST', ...(body !== undefined && { body }) });
        const made = await post('/api/webhooks', { url, topics: ['blacklist.published'] });
        expect(made).toMatchObject({ status: 201, body: { url, secret: expect.any(String) as string } });
        const { id, secret } = made.body as { readonly id: string; readonly secret: string };
        const list = await ask('/api/webhooks', { as: admin });
        expect(list.body).toMatchObject({ items: [{ id, url, topics: ['blacklist.published'], state: 'active' }] });
        expect(list.text).not.toContain(secret);

        const tested = await post(`/api/webhooks/${id}/test`);
        expect(tested.status).toBe(202);
        const { headers, event } = await first;
        expect(event).toMatchObject({ specversion: '1.0', id: tested.body['delivery'], subject: id });
        expect(headers).toMatchObject({
          'webhook-id': event['id'],
          'webhook-signature': expect.stringMatching(/^v1,/) as string,
        });

        const paused = await ask(`/api/webhooks/${id}`, { as: admin, method: 'PATCH', body: { state: 'paused' } });
        expect(paused.body).toMatchObject({ id, state: 'paused' });
        const renewed = await post(`/api/webhooks/${id}/rotate-secret`);
        expect(renewed.body['secret']).not.toBe(secret);
        expect((await ask(`/api/webhooks/${id}`, { as: admin, method: 'DELETE' })).status).toBe(204);
        expect((await ask(`/api/webhooks/${id}`, { as: admin })).status).toBe(404);
      }),
    ));

  it('refuses addresses inside, topics that nobody announces, and hooks of other bureaus', () =>
    withApi(async ({ ask }) => {
      const make = (body: object) => ask('/api/webhooks', { as: admin, method: 'POST', body });
      const topics = ['blacklist.published'];
      for (const url of [
        'http://10.0.0.1/x',
        'https://192.168.1.1/x',
        'https://user:pass@example.org/',
        'ftp://example.org/',
        'x',
      ])
        expect((await make({ url, topics })).body).toMatchObject({ code: 'WEBHOOK_URL_REFUSED' });
      const unknown = await make({ url: 'https://example.org/', topics: ['blacklist.unheard'] });
      expect(unknown.status).toBeGreaterThanOrEqual(400);
      expect(unknown.text).toContain('blacklist.unheard');
      expect((await make({ url: 'https://example.org/', topics: [] })).status).toBe(400);

      const { id } = (await make({ url: 'https://example.org/', topics })).body as { readonly id: string };
      for (const method of ['GET', 'PATCH', 'DELETE'])
        expect(
          (
            await ask(`/api/webhooks/${id}`, {
              as: elsewhere,
              method,
              ...(method === 'PATCH' && { body: { state: 'paused' } }),
            })
          ).status,
        ).toBe(404);
      expect((await ask(`/api/webhooks/${id}`, { as: admin })).body).toMatchObject({ id, state: 'active' });
    }));
});
