import { createQueueBackend } from '@zhiheng/messaging';
import { openDatabase } from '@zhiheng/persistence';
import { Redis } from 'ioredis';
import { redisIsExpected, startRedis } from '../conformance/redis-server.js';
import { waitFor } from '../e2e/wait-for.js';
import { startTcpProxy } from './world/tcp-proxy.js';
import type { TcpProxy } from './world/tcp-proxy.js';

// Many times what a busy machine needs for an answer: a connection that only is slow must not pass for a lost one.
const SOON_MS = 2_000;
const LIMIT_MS = 400_000;

/** A server behind a wire, under the address of the wire. */
async function wiredTo(address: string): Promise<{ readonly url: string; readonly wire: TcpProxy }> {
  const url = new URL(address);
  const wire = await startTcpProxy({ port: Number(url.port) });
  url.port = String(wire.port);
  return { url: url.href, wire };
}

/** Every connection that there is loses its other end without a word; new ones are well. */
async function forget(wire: TcpProxy, meanwhile: () => Promise<void>): Promise<void> {
  wire.set('forgotten');
  await meanwhile();
  wire.set('open');
}

describe('connections whose other end was lost without a word', () => {
  it(
    'to the database are given up, and others take their place',
    async () => {
      const { url, wire } = await wiredTo(process.env['TEST_DATABASE_URL']!);
      const database = await openDatabase({ url, poolSize: 2, answerWithinMs: SOON_MS });
      const one = (): Promise<unknown> => database.pool.query('select 1');
      await Promise.all([one(), one()]);
      await forget(wire, async () => {
        const asked = await Promise.allSettled([one(), one(), database.dataSource.query('select 1')]);
        expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      });
      expect(await Promise.all([one(), one(), database.dataSource.query('select 1')])).toHaveLength(3);
      await database.close();
      await wire.close();
    },
    LIMIT_MS,
  );

  (redisIsExpected() ? it : it.skip)(
    'to Redis are given up, and its worker takes jobs again',
    async () => {
      const redis = await startRedis();
      const { url, wire } = await wiredTo(redis.url);
      const queues = await createQueueBackend({ kind: 'redis', url, prefix: `forgotten-${process.pid}`, silentForMs: 12_000 });
      const taken: unknown[] = [];
      const worker = queues.worker('forgotten', async (payload) => void taken.push(payload), { concurrency: 1 });
      const add = (outboxId: string): Promise<void> => queues.queue('forgotten').addAll([{ envelopes: [{ outboxId }] }]);
      await add('1');
      await waitFor(() => taken.length === 1, { what: 'the first job' });
      await forget(wire, () => add('2').catch(() => undefined));
      await waitFor(
        () =>
          add('3').then(
            () => true,
            () => false,
          ),
        { what: 'a producer that can add again', everyMs: 500 },
      );
      await waitFor(() => taken.some((payload) => JSON.stringify(payload).includes('"3"')), { what: 'the job after it' });
      await worker.close();
      await queues.close();
      await wire.close();
      await redis.stop();
    },
    LIMIT_MS,
  );

  (redisIsExpected() ? it : it.skip)(
    'to Redis are made anew where nobody tries again',
    async () => {
      const redis = await startRedis();
      const told: string[] = [];
      const queues = await createQueueBackend({
        ...{ kind: 'redis', url: redis.url, prefix: `given-up-${process.pid}`, silentForMs: 1_000 },
        log: (event) => void told.push(event),
      });
      const add = (): Promise<boolean> =>
        queues
          .queue('forgotten')
          .addAll([{ envelopes: [{ outboxId: '1' }] }])
          .then(
            () => true,
            () => false,
          );
      expect(await add()).toBe(true);
      const operator = new Redis(redis.url);
      await operator.ping();
      const givenUp = givingUpOnce();
      await operator.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await givenUp;
      expect(await add()).toBe(false);
      await waitFor(add, { what: 'a producer that can add again' });
      expect(told).toContain('queue.connection-revived');
      operator.disconnect();
      await queues.close();
      await redis.stop();
    },
    LIMIT_MS,
  );
});

/** The next connection that is tried is not tried again, as has happened. */
function givingUpOnce(): Promise<void> {
  const connect = Reflect.get(Redis.prototype, 'connect') as typeof Redis.prototype.connect;
  return new Promise((resolve) => {
    Redis.prototype.connect = async () => {
      Redis.prototype.connect = connect;
      resolve();
      throw new Error('given up');
    };
  });
}
