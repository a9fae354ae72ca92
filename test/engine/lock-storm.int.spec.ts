import type { Announcement } from '@zhiheng/contracts';
import { messageId } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import { createConsumer, createQueueBackend, createRelay } from '@zhiheng/messaging';
import { PostgresEngineStore, openDatabase } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import pg from 'pg';
import { randomFrom } from './rooted-world.js';
import { drillId, event, opening, withDrill } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

const NAMES = Array.from({ length: 14 }, (_, index) => `p${index}`);
const CONSUMERS = ['east', 'west'] as const;
const ROUNDS = 60;
const AT_ONCE = 12;

/** Deadlocks that the server has counted in this database. */
async function deadlocks({ database }: DrillWorld): Promise<number> {
  const { rows } = await database.pool.query<{ readonly n: number }>(
    `select deadlocks::int as n from pg_stat_database where datname = current_database()`,
  );
  return rows[0]!.n;
}

/** Two who take two rows in opposite orders: what the storm must never do, and the proof that the server would have counted it. */
async function makeOneDeadlock({ database }: DrillWorld): Promise<void> {
  const clients = [new pg.Client(database.url), new pg.Client(database.url)];
  const [one, other] = clients as [pg.Client, pg.Client];
  const lock = (client: pg.Client, name: string) =>
    client.query('select from zhiheng.instance where id = $1 for update', [drillId(name)]);
  for (const client of clients) {
    await client.connect();
    await client.query('begin');
  }
  await lock(one, 'p0');
  await lock(other, 'p1');
  const ends = await Promise.allSettled([lock(one, 'p1'), lock(other, 'p0')]);
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  for (const client of clients) await client.end();
}

async function storm(world: DrillWorld, databases: readonly Database[], seed: number): Promise<number> {
  const engines = databases.map(({ pool }) =>
    world.anotherEngine({ store: new PostgresEngineStore(pool), tuning: { maxBatch: 16 } }),
  );
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const stops: (() => Promise<void>)[] = [];
  const passing: unknown[] = [];
  const advance = async (engine: (typeof engines)[number], envelope: ReturnType<typeof event>): Promise<void> => {
    for (let tries = 0; tries < 50; tries++) {
      const fault: unknown = await engine.advance(envelope).then(
        () => undefined,
        (cause: unknown) => cause,
      );
      if (fault === undefined) return;
      expect(fault).toMatchObject({ retry: 'later' });
      passing.push(fault);
    }
    throw new Error(`never taken: ${envelope.messageId}`);
  };
  // Each announcement moves three other procedures, in an order of its own: both consumers, every replica, the same procedures.
  const handle = (consumer: string, engine: (typeof engines)[number]) => async (announcement: Announcement) => {
    if (announcement.facts['text'] !== '始') return;
    await Promise.all(
      [7, 3, 11].map((step) => {
        const name = NAMES[(announcement.source.seq * step + consumer.length) % NAMES.length]!;
        const message = messageId(consumer, announcement.messageId, String(step));
        return advance(engine, { ...event(name, 'NOTED', { data: { text: '随' } }), messageId: message });
      }),
    );
  };
  for (const [index, database] of databases.entries()) {
    const queues = await createQueueBackend({ kind: 'postgres', databaseUrl: world.database.url });
    const relay = createRelay({ pool: database.pool, queues, sweepEveryMs: 50, leaseMs: 500 });
    engines[index]!.onCommit(({ outbox }) => (outbox > 0 ? relay.wake() : undefined));
    relay.start();
    stops.push(
      () => relay.stop(),
      () => queues.close(),
    );
    for (const name of CONSUMERS) {
      const consumer = createConsumer({ name, pool: database.pool, queues, handle: handle(name, engines[index]!) });
      await consumer.start();
      stops.unshift(() => consumer.stop());
    }
    const sweeper = world.sweeper({ engine: engines[index]!, maxSleepMs: 10, limit: 5 });
    sweeper.start();
    stops.unshift(() => sweeper.stop());
  }
  for (let round = 0; round < ROUNDS; round++) {
    if (round === ROUNDS / 2) world.clock.moveToDay('2026-04-20'); // every term lapses in the middle of it
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, index) => {
        const name = pick(NAMES);
        const type = pick(['NOTED', 'NOTED', 'NOTED', 'REPEATED', 'RESTARTED', 'WAIVED', 'HELD_UP']);
        const data: JsonObject = type === 'NOTED' ? { text: random(5) === 0 ? '始' : '常' } : {};
        const envelope =
          random(4) === 0 ? opening(name) : event(name, type, { data, message: `storm ${seed} ${round} ${index}` });
        // The same message reaches two processes now and then.
        const to = random(3) === 0 ? [pick(engines), pick(engines)] : [pick(engines)];
        await Promise.all(to.map((engine) => advance(engine, envelope)));
      }),
    );
  }
  while ((await world.rows('select from outbox limit 1')).length > 0) await new Promise((resolve) => setTimeout(resolve, 25));
  for (const stop of stops) await stop();
  await Promise.all(engines.map((engine) => engine.drain()));
  return passing.length;
}

describe('engines, relays, consumers and sweepers at the same procedures', () => {
  it.each([11, 4_242])(
    'in random orders never wait for each other in a circle (seed %d)',
    (seed) =>
      withDrill({ route: () => [...CONSUMERS] }, async (world) => {
        const databases = await Promise.all(
          Array.from({ length: 3 }, () => openDatabase({ url: world.database.url, poolSize: 6 })),
        );
        await storm(world, databases, seed);
        await Promise.all(databases.map((database) => database.close()));

        expect((await world.rows('select from log')).length).toBeGreaterThan(ROUNDS * AT_ONCE * 0.5);
        await makeOneDeadlock(world);
        // The server counts late: once ours is in the count, so is what was before.
        while ((await deadlocks(world)) === 0) await new Promise((resolve) => setTimeout(resolve, 200));
        expect(await deadlocks(world)).toBe(1);
        expect(await world.rows('select from dead_letter')).toEqual([]);
      }),
    240_000,
  );
});
