import { openRootCheck, parseRoot, verifyChain } from '@zhiheng/engine';
import type { Engine } from '@zhiheng/engine';
import { instant } from '@zhiheng/kernel';
import type { Instant, LegalDate } from '@zhiheng/kernel';
import { DEFAULT_LIMITS, PostgresEngineStore, PostgresRootStore, makeDailyRoots, openDatabase } from '@zhiheng/persistence';
import { transactionsEnded } from '@zhiheng/persistence/testing';
import type { Pool } from 'pg';
import { afterMidnight, faultsOf } from './rooted-world.js';
import { drillId, withDrill } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

const DAY = '2026-03-02';
const storeOf = ({ database }: DrillWorld) => new PostgresRootStore(database.pool);
// Transactions of the tests beside this one are waited for too: they run on the same server.
const make = ({ database }: DrillWorld, now: Instant, { waitMs = 60_000 } = {}) =>
  makeDailyRoots(database.pool, now, { waitMs });
const headsOf = async (world: DrillWorld, name: string) =>
  (await storeOf(world).headsOf([drillId(name)])).map(({ day, seq }) => ({ day, seq }));

/** An engine whose commits wait, inside their transaction, until they are let go. */
async function withSlowCommits(
  world: DrillWorld,
  run: (slow: Engine, letGo: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const client = await world.database.pool.connect();
  await client.query('begin');
  const store = new PostgresEngineStore(client as unknown as Pool);
  try {
    await run(world.anotherEngine({ store }), async () => void (await client.query('commit')));
  } finally {
    client.release();
  }
}

describe('the root of a day', () => {
  it('is made after the day has ended, once, and covers the heads as they stood', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await world.open('b');
      await world.send('a', 'NOTED', { data: { text: '一' } });
      expect(await make(world, `${DAY}T16:05:00.000Z` as Instant)).toMatchObject({
        made: [expect.objectContaining({ day: '2026-03-01' })],
      });

      const { made } = await make(world, afterMidnight(DAY));
      expect(made.map(({ text }) => parseRoot(text))).toEqual([
        expect.objectContaining({ day: DAY, until: `${DAY}T16:00:00.000Z`, heads: 2, procedures: 2, entries: 3 }),
      ]);
      expect((await make(world, afterMidnight(DAY))).made).toEqual([]);
      expect(await headsOf(world, 'a')).toEqual([{ day: DAY, seq: 2 }]);
    }));

  it('has only what moved for leaves, counts all, and is chained to the day before; missed days are made up for', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await world.open('b');
      await make(world, afterMidnight(DAY));
      world.clock.moveToDay('2026-03-05');
      await world.send('b', 'NOTED', { data: { text: '二' } });
      await world.open('c');

      const { made } = await make(world, afterMidnight('2026-03-06'));
      const roots = made.map(({ text }) => parseRoot(text)!);
      expect(roots.map(({ day, heads, procedures, entries }) => ({ day, heads, procedures, entries }))).toEqual([
        { day: '2026-03-03', heads: 0, procedures: 2, entries: 2 },
        { day: '2026-03-04', heads: 0, procedures: 2, entries: 2 },
        { day: '2026-03-05', heads: 2, procedures: 3, entries: 4 },
        { day: '2026-03-06', heads: 0, procedures: 3, entries: 4 },
      ]);
      const all = await storeOf(world).roots();
      expect(all.slice(1).map(({ text }) => parseRoot(text)!.previous)).toEqual(all.slice(0, -1).map(({ hash }) => hash));
      expect(await faultsOf(world.database.pool)).toEqual([]);
    }));

  it('is not made of a database in which nothing has happened', () =>
    withDrill({}, async (world) => {
      expect(await make(world, afterMidnight(DAY))).toEqual({ made: [], waiting: false });
    }));

  it('is made by one of many processes that ask at the same time', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      const results = await Promise.all(Array.from({ length: 8 }, () => make(world, afterMidnight('2026-03-08'))));
      while ((await make(world, afterMidnight('2026-03-08'))).made.length > 0);
      const days = (await storeOf(world).roots()).map(({ day }) => day);
      expect(new Set(results.flatMap(({ made }) => made.map(({ day }) => day))).size).toBeGreaterThan(0);
      expect(days).toEqual([...new Set(days)]);
      expect(await faultsOf(world.database.pool)).toEqual([]);
    }));

  it('refuses to be changed, removed or truncated, even to its owner, and builds on no damaged one', () =>
    withDrill({ tampers: true }, async (world) => {
      await world.open('a');
      await make(world, afterMidnight(DAY));
      const { pool } = world.database;
      for (const table of ['daily_root', 'daily_head'])
        for (const statement of [`update ${table} set day = day`, `delete from ${table}`, `truncate ${table}`])
          await expect(pool.query(statement)).rejects.toMatchObject({ code: 'ZH001' });

      const client = await pool.connect();
      await client.query('set session_replication_role = replica');
      await client.query(`update daily_root set root = replace(root, '"entries":1', '"entries":9')`);
      client.release(true);
      await expect(make(world, afterMidnight('2026-03-03'))).rejects.toMatchObject({ code: 'DAILY_ROOT_DAMAGED' });
    }));

  it('may take longer than any other statement: the first one covers all that ever was', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await world.rows(`create function slowly() returns trigger language plpgsql as $$
        begin perform pg_sleep(1); return new; end $$`);
      await world.rows('create trigger slow before insert on daily_head for each row execute function slowly()');
      const limits = { ...DEFAULT_LIMITS, statementMs: 300 };
      const hurried = await openDatabase({ url: world.database.url, limits, answerWithinMs: 400 });
      const { made } = await makeDailyRoots(hurried.pool, afterMidnight(DAY)).finally(() => hurried.close());
      expect(made).toMatchObject([{ day: DAY }]);
    }));

  it('is read by somebody who stops half way, and no connection stays behind', () =>
    withDrill({}, async (world) => {
      for (const name of ['a', 'b']) await world.open(name);
      await make(world, afterMidnight(DAY));
      const { pool } = world.database;
      const heads = storeOf(world).headsOn(DAY as LegalDate);
      expect((await heads.next()).done).toBe(false);
      await heads.return(undefined);
      expect(pool.totalCount - pool.idleCount).toBe(0);
    }));
});

describe('what is committed while a root is made', () => {
  it('waits for a transaction that was open at midnight, and covers what it brings', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await withSlowCommits(world, async (slow, letGo) => {
        await world.send('a', 'NOTED', { data: { text: '夜' }, engine: slow });
        expect(await make(world, afterMidnight(DAY), { waitMs: 100 })).toEqual({ made: [], waiting: true });
        const making = make(world, afterMidnight(DAY), { waitMs: 20_000 });
        await letGo();
        expect((await making).waiting).toBe(false);
      });
      expect(await headsOf(world, 'a')).toEqual([{ day: DAY, seq: 2 }]);
      expect(await faultsOf(world.database.pool)).toEqual([]);
    }));

  it('belongs to the next day when it was decided before midnight and written after the root; nobody is accused meanwhile', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await make(world, afterMidnight(DAY));
      world.clock.moveTo(instant(Date.parse(`${DAY}T15:59:59.900Z`)));
      await world.send('a', 'NOTED', { data: { text: '迟' } });

      expect(await faultsOf(world.database.pool)).toEqual([]);
      await make(world, afterMidnight('2026-03-03'));
      expect(await headsOf(world, 'a')).toEqual([
        { day: DAY, seq: 1 },
        { day: '2026-03-03', seq: 2 },
      ]);
      expect(await faultsOf(world.database.pool)).toEqual([]);
    }));

  it('belongs to one day or the next, never to none, while several engines write and several processes make roots', () =>
    withDrill({}, async (world) => {
      const engines = [world.engine, world.anotherEngine(), world.anotherEngine()];
      const names = ['a', 'b', 'c', 'd', 'e'];
      for (const name of names) await world.open(name);
      let now = Date.parse(`${DAY}T02:00:00.000Z`);
      let writing = true;
      const writers = engines.map(async (engine, index) => {
        for (let round = 0; writing; round++) {
          await world.send(names[(round + index) % names.length]!, 'NOTED', { data: { text: '忙' }, engine });
          now += 600_000; // a hundred and forty-four writes a day
          world.clock.moveTo(instant(now));
        }
      });
      const check = async () => faultsOf(world.database.pool);
      const midway: (readonly object[])[] = [];
      while (now < Date.parse('2026-03-12T02:00:00.000Z')) {
        await Promise.all([make(world, instant(now)), make(world, instant(now))]);
        midway.push(await check());
      }
      writing = false;
      await Promise.all(writers);
      await transactionsEnded(world.database.pool);
      await make(world, instant(now + 2 * 86_400_000));

      expect(midway.flat()).toEqual([]);
      const store = storeOf(world);
      const report = await verifyChain(world.logs, { against: await openRootCheck(store) });
      expect(report.faults).toEqual([]);
      const last = parseRoot((await store.roots()).at(-1)!.text)!;
      expect({ procedures: last.procedures, entries: last.entries }).toEqual({
        procedures: names.length,
        entries: report.entries,
      });
    }));
});
