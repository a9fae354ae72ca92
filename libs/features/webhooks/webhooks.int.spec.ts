import type { Principal } from '@zhiheng/auth';
import type { Announcement } from '@zhiheng/contracts';
import { instanceId, messageId } from '@zhiheng/kernel';
import { transactionsEnded, withPostgres } from '@zhiheng/persistence/testing';
import type { TestDatabase } from '@zhiheng/persistence/testing';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addressIsAllowed, checkDestination } from './delivery/destination.js';
import { claimDeliveries, writeDeliveries } from './delivery/delivery-store.js';
import { Sender } from './delivery/sender.js';
import { listDeliveries, makeWebhook, redeliver, rotateSecret, sendTest } from './subscriptions/webhook-store.js';

const admin: Principal = {
  actor: { id: 'admin', roles: ['administrator'] },
  permissions: new Set(['webhooks.manage'] as const),
  scope: { accountIds: ['admin'], jurisdictionPrefixes: ['4420'], workflows: 'all' },
};

function told(topic: string, of: string, seq: number, jurisdiction = '442000'): Announcement {
  return {
    messageId: messageId('test', topic, of, String(seq)),
    topic,
    facts: { n: seq },
    source: {
      instanceId: instanceId('test', of),
      workflow: topic.split('.')[0]!,
      jurisdiction,
      seq,
      on: '2026-03-02',
      at: '2026-03-02T02:00:00.000Z',
      subject: { kind: 'natural-person', id: '11010519491231002X', name: '张三丰' },
    },
  } as unknown as Announcement;
}

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };
type Place = {
  readonly database: TestDatabase;
  readonly url: string;
  readonly received: Received[];
  answer: number;
  sender: Sender;
};

async function withReceiver(run: (place: Place) => Promise<void>): Promise<void> {
  await withPostgres(async (database) => {
    const received: Received[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.writeHead(place.answer, { location: 'http://127.0.0.1:1/elsewhere' }).end('x'.repeat(100_000));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const place: Place = { database, url, received, answer: 204, sender: new Sender(database.pool, { loopbackAllowed: true }) };
    try {
      await run(place);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
}

const dueNow = ({ pool }: TestDatabase) => pool.query("update webhook_delivery set due_at = now() where state = 'pending'");

describe('a webhook', () => {
  it('receives what it asked for in its area, signed, once, in order, without names of persons', () =>
    withReceiver(async ({ database, url, received, sender }) => {
      const { secret } = await makeWebhook(database.pool, admin, { url, topics: ['enforcement.*'] });
      for (const announcement of [
        told('enforcement.filed', 'a', 1),
        told('enforcement.penaltyDecided', 'a', 2),
        told('recall.ordered', 'b', 1),
        told('enforcement.filed', 'far', 1, '110000'),
        told('enforcement.filed', 'a', 1),
      ])
        await writeDeliveries(database.pool, announcement);
      while ((await sender.runOnce()) > 0);

      expect(received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
        'cn.zhiheng.enforcement.filed',
        'cn.zhiheng.enforcement.penaltyDecided',
      ]);
      for (const { headers, body } of received) {
        const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
        const mac = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
          .update(signed)
          .digest('base64');
        expect(headers['webhook-signature']).toBe(`v1,${mac}`);
        expect(headers['content-type']).toContain('application/cloudevents+json');
        expect(JSON.parse(body)).toMatchObject({
          specversion: '1.0',
          id: headers['webhook-id'],
          source: '/procedures/enforcement',
        });
        expect(body).not.toMatch(/张三丰|19491231/);
      }
    }));

  it('hears nothing of a restricted procedure, though it was restricted after the fact', () =>
    withReceiver(async ({ database, url, received, sender }) => {
      await makeWebhook(database.pool, admin, { url, topics: ['*'] });
      await writeDeliveries(database.pool, told('enforcement.filed', 'a', 1));
      await database.pool.query(
        "insert into restriction (instance_id, named, reason, restricted_by, at) values ($1, '{}', 'x', 'head', now())",
        [instanceId('test', 'a')],
      );
      await writeDeliveries(database.pool, told('enforcement.penaltyDecided', 'a', 2));
      while ((await sender.runOnce()) > 0);
      expect(received).toEqual([]);
      const { rows } = await database.pool.query('select state, event from webhook_delivery');
      expect(rows).toEqual([{ state: 'withheld', event: '{}' }]);
    }));

  it('that fails or redirects is tried again with what follows held back, and given up after three days', () =>
    withReceiver(async (place) => {
      const { database, received, sender } = place;
      const { id } = await makeWebhook(database.pool, admin, { url: place.url, topics: ['*'] });
      await writeDeliveries(database.pool, told('enforcement.filed', 'a', 1));
      await writeDeliveries(database.pool, told('enforcement.closed', 'a', 2));
      place.answer = 302;
      await sender.runOnce();
      await dueNow(database);
      await sender.runOnce();
      expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([
        received[0]!.headers['webhook-id'],
        received[0]!.headers['webhook-id'],
      ]);

      await database.pool.query(
        "update webhook_delivery set due_at = now(), give_up_at = now() where topic = 'enforcement.filed'",
      );
      await sender.runOnce();
      const [, dead] = (await listDeliveries(database.pool, admin, { id, limit: 10 })) as {
        id: string;
        state: string;
        lastStatus: number;
      }[];
      expect(dead).toMatchObject({ state: 'dead', lastStatus: 302 });

      place.answer = 200;
      await redeliver(database.pool, admin, { id, delivery: dead!.id });
      await dueNow(database);
      while ((await sender.runOnce()) > 0);
      expect(await listDeliveries(database.pool, admin, { id, state: 'delivered', limit: 10 })).toHaveLength(2);
    }));

  it('gets back what a killed sender had in hand, and two senders never the same', () =>
    withReceiver(async ({ database, url, received, sender }) => {
      await makeWebhook(database.pool, admin, { url, topics: ['*'] });
      for (let of = 0; of < 40; of++) await writeDeliveries(database.pool, told('enforcement.filed', String(of), 1));
      expect(await claimDeliveries(database.pool, 5)).toHaveLength(5); // claimed, then killed
      const other = new Sender(database.pool, { loopbackAllowed: true });
      const drain = async (one: Sender) => {
        while ((await one.runOnce()) > 0);
      };
      await Promise.all([drain(sender), drain(other)]);
      expect(received).toHaveLength(35);
      await dueNow(database);
      await drain(sender);
      expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(40);
    }));

  it('follows public changes, and signs with both secrets during a rotation', () =>
    withReceiver(async ({ database, url, received, sender }) => {
      const { id } = await makeWebhook(database.pool, admin, { url, topics: ['public.changed'] });
      await database.pool.query(`
        insert into public_record values ('recall', '${instanceId('test', 'r')}', '442000', 's', '某厂', '童车召回', '{}', '召回规定', '2026-03-02', null, null, '${instanceId('test', 'r')}', 1, '', now())`);
      await database.pool.query(
        `insert into public_change (kind, record_id, seq, op, record, at) select kind, id, seq, 'upsert', '{}', now() from public_record`,
      );
      await rotateSecret(database.pool, admin, id);
      await sendTest(database.pool, admin, id);
      await transactionsEnded(database.pool);
      while ((await sender.runOnce()) > 0);
      expect(received.map(({ body }) => (JSON.parse(body) as { type: string }).type).sort()).toEqual([
        'cn.zhiheng.public.changed',
        'cn.zhiheng.webhook.test',
      ]);
      expect(received[0]!.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    }));
});

describe('the destination of a webhook', () => {
  const rule = { loopbackAllowed: false };
  it.each([
    '10.0.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '192.168.1.1',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
    '0.0.0.0',
    '100.64.0.1',
  ])('is never %s', (address) => expect(addressIsAllowed(address, rule)).toBe(false));
  it.each([
    'http://example.com/',
    'https://user:pw@example.com/',
    'https://[::ffff:7f00:1]/',
    'https://0x7f.1/',
    'https://localhost/',
    'ftp://example.com/',
    'x',
  ])('is never %s', (url) =>
    expect(() => checkDestination(url, rule)).toThrow(expect.objectContaining({ code: 'WEBHOOK_URL_REFUSED' }) as Error),
  );
  it('may be a public address', () => {
    expect(addressIsAllowed('1.1.1.1', rule)).toBe(true);
    expect(checkDestination('https://example.com/hook', rule).hostname).toBe('example.com');
  });
});
