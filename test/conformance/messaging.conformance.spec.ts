import { randomUUID } from 'node:crypto';
import type { Announcement } from '@zhiheng/contracts';
import { ZhihengError } from '@zhiheng/kernel';
import type { Pack, QueueBackendOptions } from '@zhiheng/messaging';
import { Redis } from 'ioredis';
import { withGate } from './gate.js';
import { anAnnouncement, announcements, CONSUMER, until, withWorld } from './messaging-world.js';
import type { World } from './messaging-world.js';
import { redisIsAvailable, startRedis } from './redis-server.js';
import type { RedisServer } from './redis-server.js';

type Backend = {
  readonly options: (databaseUrl: string) => QueueBackendOptions;
  /** Destroys all queues of the world. */
  readonly lose: (world: World) => Promise<void>;
};

let redis: RedisServer | undefined;
const prefix = `t-${randomUUID()}`;

const backends: Record<'postgres' | 'redis', Backend> = {
  postgres: {
    options: (databaseUrl) => ({ kind: 'postgres', databaseUrl }),
    lose: async ({ pool }) => void (await pool.query('drop schema bullmq cascade')),
  },
  redis: {
    options: () => ({ kind: 'redis', url: redis!.url, prefix: `${prefix}-${randomUUID()}` }),
    lose: () => forgetRedisKeys(),
  },
};

const redisRuns = redisIsAvailable();
// Half a suite that silently did not run would pass for a whole one.
const mustRun = redisRuns || process.env['CI'] === 'true';
if (!mustRun) process.stderr.write('\nNOT RUN: messaging on Redis. Neither REDIS_URL nor a redis-server binary was found.\n\n');

afterAll(async () => {
  if (redis === undefined) return;
  await forgetRedisKeys();
  await redis.stop();
});

/** Ours only: REDIS_URL may name a server that others use. */
async function forgetRedisKeys(): Promise<void> {
  const client = new Redis(redis!.url);
  const keys = await client.keys(`${prefix}*`);
  if (keys.length > 0) await client.del(keys);
  client.disconnect();
}

describe.each(['postgres', 'redis'] as const)('messaging on %s', (kind) => {
  const backend = backends[kind];
  const test = kind === 'postgres' || mustRun ? it : it.skip;
  const world = <T>(run: (world: World) => Promise<T>): Promise<T> => {
    let options: QueueBackendOptions | undefined;
    return withWorld({ backend: (url) => (options ??= backend.options(url)) }, run);
  };

  beforeAll(async () => {
    if (kind === 'redis' && mustRun) redis ??= await startRedis();
  });

  test('every announcement is handled, and takes effect once', async () => {
    await world(async (w) => {
      const all = announcements(300, 2);
      await w.announce(all);
      await w.consumer({ handle: w.takeEffect });
      w.relay().start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(all.length);
      const { rows } = await w.pool.query(`select count(*)::int as n from inbox where consumer = $1 and outcome = 'handled'`, [
        CONSUMER,
      ]);
      expect(rows).toEqual([{ n: all.length }]);
    });
  });

  test('what is committed while the relay is awake goes out without waiting for a sweep', async () => {
    await world(async (w) => {
      await w.consumer({ handle: w.takeEffect });
      const relay = w.relay({ sweepEveryMs: 3_600_000 });
      relay.start();
      for (const procedure of [1, 2, 3]) {
        await w.announce([anAnnouncement(procedure)]);
        relay.wake();
        await until('it is handled', async () => (await w.effects()).length === procedure);
      }
    });
  });

  test('announcements of one procedure are handled in their order, by two consumers, although some fail at first', async () => {
    await world(async (w) => {
      const failed = new Set<string>();
      const handle = async (announcement: Announcement): Promise<void> => {
        const { instanceId, seq } = announcement.source;
        if (seq % 4 === 1 && !failed.has(`${instanceId} ${seq}`)) {
          failed.add(`${instanceId} ${seq}`);
          throw new Error('not this time');
        }
        await w.takeEffect(announcement);
      };
      await w.announce(announcements(12, 20));
      await w.consumer({ handle });
      await w.consumer({ handle, queues: await w.openQueues() });
      w.relay({ pack: 8 }).start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      const bySource = new Map<string, number[]>();
      for (const { instanceId, seq } of await w.effects()) bySource.set(instanceId, [...(bySource.get(instanceId) ?? []), seq]);
      const inOrder = Array.from({ length: 20 }, (_, index) => index + 1);
      expect([...bySource.values()]).toEqual(Array.from({ length: 12 }, () => inOrder));
    });
  });

  test('one poisoned announcement goes alone to the dead letters; its 255 neighbours are handled', async () => {
    await world(async (w) => {
      const all = announcements(256);
      const poison = all[100]!;
      await w.announce(all);
      await w.consumer({
        handle: async (announcement) => {
          if (announcement.messageId === poison.messageId)
            throw new ZhihengError('FACTS_UNUSABLE', { expected: 'a producer', found: 'none' });
          await w.takeEffect(announcement);
        },
      });
      w.relay().start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(255);
      const letters = await w.letters.list();
      expect(letters).toEqual([
        expect.objectContaining({
          consumer: CONSUMER,
          messageId: poison.messageId,
          topic: poison.topic,
          code: 'FACTS_UNUSABLE',
          attempts: 1,
          state: 'open',
        }),
      ]);
      expect(letters[0]!.reason).toContain('a producer');
    });
  });

  test('an unknown fault is tried five times before the announcement is buried, and does not bar those after it', async () => {
    await world(async (w) => {
      let tries = 0;
      await w.announce([anAnnouncement(1, 1), anAnnouncement(1, 2)]);
      await w.consumer({
        handle: async (announcement) => {
          if (announcement.source.seq === 1) {
            tries += 1;
            throw new Error(`broken\u0000${'x'.repeat(5_000)}`);
          }
          await w.takeEffect(announcement);
        },
      });
      w.relay().start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(tries).toBe(5);
      expect((await w.effects()).map(({ seq }) => seq)).toEqual([2]);
      expect(await w.letters.list()).toEqual([expect.objectContaining({ code: 'Error', attempts: 5 })]);
    });
  });

  test('an operator retries a letter with corrected facts and drops another, each with who and when', async () => {
    await world(async (w) => {
      await w.announce([anAnnouncement(1), anAnnouncement(2)]);
      await w.consumer({
        handle: async (announcement) => {
          if (announcement.facts['severity'] === 'high') throw new ZhihengError('SEVERITY_UNKNOWN');
          await w.takeEffect(announcement);
        },
      });
      const relay = w.relay();
      relay.start();
      await until('both are buried', async () => (await w.letters.count({ state: 'open' })) === 2);
      const letters = await w.letters.list();
      const [first, second] = [1, 2].map((procedure) =>
        letters.find(({ messageId }) => messageId === anAnnouncement(procedure).messageId),
      );

      await w.letters.retry(first!.id, { by: 'wang', announcement: { ...anAnnouncement(1), facts: { severity: 'severe' } } });
      await w.letters.drop(second!.id, { by: 'li', why: '重复通告' });
      await until('the corrected one is handled', async () => (await w.unhandled()) === 0);

      expect((await w.effects()).map(({ messageId }) => messageId)).toEqual([anAnnouncement(1).messageId]);
      const retried = await w.letters.show(first!.id);
      expect(retried).toMatchObject({
        state: 'retried',
        settledBy: 'wang',
        acts: [{ act: 'retried', by: 'wang', announcementBefore: expect.stringContaining('"high"') }],
      });
      expect(await w.letters.show(second!.id)).toMatchObject({
        state: 'dropped',
        settledBy: 'li',
        settledWhy: '重复通告',
        settledAt: expect.any(String),
      });
      await expect(w.letters.drop(second!.id, { by: 'wang', why: 'again' })).rejects.toMatchObject({
        code: 'DEAD_LETTER_SETTLED',
      });
      await expect(w.letters.retry(first!.id, { by: 'li' })).rejects.toMatchObject({ code: 'DEAD_LETTER_SETTLED' });
      await expect(w.letters.show('999')).rejects.toMatchObject({ code: 'DEAD_LETTER_UNKNOWN' });
    });
  });

  test('a letter that fails again is open again and remembers who had tried', async () => {
    await world(async (w) => {
      await w.announce([anAnnouncement(1)]);
      await w.consumer({ handle: async () => Promise.reject(new ZhihengError('STILL_WRONG')) });
      w.relay().start();
      await until('it is buried', async () => (await w.letters.count({ state: 'open' })) === 1);
      const [letter] = await w.letters.list();
      await expect(w.letters.retry(letter!.id, { by: 'wang', announcement: anAnnouncement(2) })).rejects.toMatchObject({
        code: 'DEAD_LETTER_MESSAGE_CHANGED',
      });
      await w.letters.retry(letter!.id, { by: 'wang' });
      await until(
        'it is buried again',
        async () => (await w.unhandled()) === 0 && (await w.letters.count({ state: 'open' })) === 1,
      );
      expect(await w.letters.show(letter!.id)).toMatchObject({
        id: letter!.id,
        state: 'open',
        acts: [{ act: 'retried', by: 'wang' }],
      });
    });
  });

  test('the queue is lost in mid-flight: everything is handled after the lease', async () => {
    await world(async (w) => {
      const all = announcements(200);
      let lost: Promise<void> | undefined;
      await w.announce(all);
      await w.consumer({
        concurrency: 2,
        handle: async (announcement) => {
          await (lost ??= backend.lose(w));
          await w.takeEffect(announcement);
        },
      });
      w.relay({ pack: 10, leaseMs: 500 }).start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(all.length);
      expect(w.log.map(({ event }) => event)).toContain('relay.sent-again');
      expect(await w.letters.count()).toBe(0);
    });
  });

  test('what waits in a slow queue beyond its lease is not sent a second time', async () => {
    await world(async (w) => {
      const handled: string[] = [];
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await w.announce(announcements(40));
      await w.consumer({
        concurrency: 1,
        handle: async (announcement) => {
          await held;
          handled.push(announcement.messageId);
        },
      });
      const relay = w.relay({ pack: 10, leaseMs: 1_000, sweepEveryMs: 3_600_000 });
      relay.start();
      await until(
        'all are sent',
        async () => (await w.pool.query('select 1 from outbox where sent_at is null')).rowCount === 0,
      );
      await until(
        'the lease is over',
        async () => (await w.pool.query(`select 1 from outbox where sent_at < now() - interval '1100 ms'`)).rowCount === 40,
      );
      const sentAgain = await relay.sweep();
      release();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(sentAgain).toBe(0);
      expect(handled).toHaveLength(40);
    });
  });

  test('two relays and two consumers send and handle nothing twice', async () => {
    await world(async (w) => {
      const all = announcements(500, 2);
      const handled: string[] = [];
      const handle = async (announcement: Announcement): Promise<void> => {
        handled.push(announcement.messageId);
        await w.takeEffect(announcement);
      };
      await w.announce(all);
      const others = await w.openQueues();
      await w.consumer({ handle });
      await w.consumer({ handle, queues: others });
      w.relay({ pack: 16 }).start();
      w.relay({ pack: 16, queues: others }).start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(all.length);
      expect(handled).toHaveLength(all.length);
    });
  });

  test('a handler that fails twice in passing is called a third time', async () => {
    await world(async (w) => {
      let tries = 0;
      await w.announce([anAnnouncement(1)]);
      await w.consumer({
        maxAttempts: 2,
        handle: async (announcement) => {
          tries += 1;
          if (tries < 3) throw new ZhihengError('REGISTER_BUSY', { retry: 'later' });
          await w.takeEffect(announcement);
        },
      });
      w.relay().start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(tries).toBe(3);
      expect(await w.effects()).toHaveLength(1);
      expect(await w.letters.count()).toBe(0);
    });
  });

  test('a job that is no pack is set aside, and the worker goes on', async () => {
    await world(async (w) => {
      await w.consumer({ handle: w.takeEffect });
      const garbage = [{ nonsense: true }, { envelopes: [{ outboxId: '1; drop table outbox' }] }] as unknown as readonly Pack[];
      await w.queues.queue(CONSUMER).addAll(garbage);
      await until('both are set aside', async () => (await w.queues.queue(CONSUMER).counts()).failed === 2);
      await w.announce([anAnnouncement(1)]);
      w.relay().start();
      await until('the announcement is handled', async () => (await w.effects()).length === 1);
      expect(w.log.filter(({ event }) => event === 'consumer.pack-unreadable')).toHaveLength(2);
    });
  });

  test('an announcement that cannot be read is buried by itself', async () => {
    await world(async (w) => {
      await w.announce([anAnnouncement(1)]);
      await w.pool.query(`insert into outbox (consumer, announcement) values ($1, '{"topic": "x"'), ($1, '{"topic": "x"}')`, [
        CONSUMER,
      ]);
      await w.consumer({ handle: w.takeEffect });
      w.relay().start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(1);
      expect((await w.letters.list()).map(({ code }) => code)).toEqual(['ANNOUNCEMENT_UNREADABLE', 'ANNOUNCEMENT_UNREADABLE']);
    });
  });

  test('stopping finishes what is in hand and leaves the rest in the outbox', async () => {
    await world(async (w) => {
      const begun: string[] = [];
      let proceed: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        proceed = resolve;
      });
      await w.announce(announcements(100));
      const consumer = await w.consumer({
        concurrency: 1,
        handle: async (announcement) => {
          begun.push(announcement.messageId);
          await gate;
          await w.takeEffect(announcement);
        },
      });
      const relay = w.relay({ pack: 10 });
      relay.start();
      await until('the first pack is in hand', async () => begun.length === 10);
      const stopped = Promise.all([relay.stop(), consumer.stop()]);
      proceed();
      await stopped;
      expect(new Set((await w.effects()).map(({ messageId }) => messageId))).toEqual(new Set(begun));
      expect(await w.unhandled()).toBe(100 - begun.length);
    });
  });

  test('the database is away for a while: nothing is buried, everything is handled', async () => {
    let shut: () => Promise<void> = async () => undefined;
    let open: () => Promise<void> = async () => undefined;
    let done: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      done = resolve;
    });
    const gated = new Promise<string>((resolve, reject) => {
      withGate(process.env['TEST_DATABASE_URL']!, async (gate) => {
        ({ shut, open } = gate);
        resolve(gate.url);
        await finished;
      }).catch(reject);
    });
    let options: QueueBackendOptions | undefined;
    const reach = async (url: string): Promise<string> => {
      const through = new URL(await gated);
      through.pathname = new URL(url).pathname;
      return through.href;
    };
    try {
      await withWorld({ backend: (url) => (options ??= backend.options(url)), reach }, async (w) => {
        const all = announcements(120);
        let cut: Promise<void> | undefined;
        await w.announce(all);
        await w.consumer({
          maxAttempts: 1,
          handle: async (announcement) => {
            await (cut ??= shut());
            await w.takeEffect(announcement);
          },
        });
        w.relay({ pack: 20, leaseMs: 2_000 }).start();
        await until('the consumer has met the outage', async () => w.log.some(({ event }) => event === 'consumer.store-away'));
        await open();
        await until('the outbox is empty', async () => (await w.unhandled().catch(() => -1)) === 0, 25_000);
        expect(await w.letters.list()).toEqual([]);
        expect(await w.effects()).toHaveLength(all.length);
      });
    } finally {
      done();
    }
  }, 60_000);

  // On PostgreSQL queue and store are one server: its absence is the test before this one.
  if (kind === 'redis') {
    test('the queue server is away for a while: the relay holds what it could not send, and sends it', async () => {
      await withGate(redis!.url, async (gate) => {
        await withWorld(
          { backend: () => ({ kind: 'redis', url: gate.url, prefix: `${prefix}-${randomUUID()}` }) },
          async (w) => {
            await w.consumer({ handle: w.takeEffect });
            const relay = w.relay({ leaseMs: 2_000 });
            relay.start();
            await w.announce([anAnnouncement(1)]);
            await until('the first is handled', async () => (await w.effects()).length === 1);
            await gate.shut();
            expect(await w.queues.health()).toMatchObject({ ok: false });
            await w.announce([anAnnouncement(2)]);
            relay.wake();
            await until('the relay has met the outage', async () => w.log.some(({ event }) => event === 'relay.held-up'));
            await gate.open();
            await until('the second is handled', async () => (await w.effects()).length === 2);
            expect(await w.queues.health()).toEqual({ kind: 'redis', ok: true });
          },
        );
      });
    }, 60_000);
  }
});
