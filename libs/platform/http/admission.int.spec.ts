import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdmission } from './admission.js';
import type { Admission } from './admission.js';

type World = {
  readonly url: string;
  readonly admission: Admission;
  /** Requests that were let in and wait for their answer. */
  readonly held: ServerResponse[];
  readonly refused: string[];
};

async function withServer(run: (world: World) => Promise<void>): Promise<void> {
  const admission = createAdmission({ maxRequests: 2 });
  const held: ServerResponse[] = [];
  const refused: string[] = [];
  admission.onRefused((reason) => refused.push(reason));
  const server = createServer((incoming, response) => admission.admit(incoming, response, () => held.push(response)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await run({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, admission, held, refused });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('the admission of requests', () => {
  it('lets in as many as the process holds and tells the others in words to come again, whatever they send', () =>
    withServer(async ({ url, held, admission, refused }) => {
      const first = [fetch(url), fetch(`${url}/api/live`)];
      await until(() => held.length === 2);
      const large = await fetch(url, { method: 'POST', body: 'x'.repeat(4_000_000) });
      expect(large.status).toBe(503);
      expect(large.headers.get('retry-after')).toBe('1');
      expect(large.headers.get('content-type')).toContain('application/problem+json');
      expect(await large.json()).toMatchObject({
        code: 'TOO_MANY_REQUESTS_IN_HAND',
        title: expect.stringMatching(/系统繁忙.*try again/) as string,
      });
      expect({ inHand: admission.inHand(), refused }).toEqual({ inHand: 2, refused: ['overloaded'] });

      for (const response of held) response.end();
      await Promise.all(first);
      await until(() => admission.inHand() === 0);
      const next = fetch(url);
      await until(() => held.length === 3);
      held[2]!.end('in');
      expect(await (await next).text()).toBe('in');
    }));

  it('lets nobody in while it drains but who asks whether it is alive, and waits for those in hand', () =>
    withServer(async ({ url, held, admission, refused }) => {
      const first = fetch(url);
      await until(() => held.length === 1);
      let drained = false;
      const draining = admission.drain(60_000).then(() => (drained = true));
      const late = await fetch(url);
      expect({ status: late.status, body: await late.json() }).toMatchObject({ status: 503, body: { code: 'STOPPING' } });
      expect(late.headers.get('connection')).toBe('close');
      const alive = fetch(`${url}/api/health/live`);
      await until(() => held.length === 2);
      held[1]!.end();
      expect((await alive).status).toBe(200);
      expect({ drained, refused }).toEqual({ drained: false, refused: ['draining'] });

      held[0]!.end('finished');
      expect(await (await first).text()).toBe('finished');
      await draining;
    }));

  it('does not wait for a line that stands open, nor for ever', () =>
    withServer(async ({ url, held, admission }) => {
      const line = new Promise<IncomingMessage>((resolve, reject) => {
        request(`${url}/api/live`, resolve).on('error', reject).end();
      });
      await until(() => held.length === 1);
      held[0]!.flushHeaders();
      await line;
      await admission.drain(60_000);

      const stuck = fetch(url).catch(() => undefined);
      await admission.drain(50);
      await stuck;
      expect(admission.inHand()).toBe(1);
    }));
});
