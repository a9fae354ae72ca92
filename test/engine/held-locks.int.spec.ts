import { PostgresClockStore, PostgresEngineStore, mapStoreFault, openDatabase } from '@zhiheng/persistence';
import type { Database, DatabaseLimits } from '@zhiheng/persistence';
import { drillId, withDrill } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

const LIMITS: DatabaseLimits = { statementMs: 2_000, lockMs: 200, idleTransactionMs: 300 };

/** Another process of the system, whose connections are held to short limits. */
async function hurried(world: DrillWorld, run: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase({ url: world.database.url, limits: LIMITS });
  try {
    await run(database);
  } finally {
    await database.close();
  }
}

/** Somebody who holds the row of a procedure and goes for lunch. */
async function holding(world: DrillWorld, name: string, run: () => Promise<void>): Promise<void> {
  const client = await world.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('select from instance where id = $1 for update', [drillId(name)]);
    await run();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const entriesOf = (world: DrillWorld, name: string) => world.rows('select 1 from log where instance_id = $1', [drillId(name)]);

describe('a procedure whose row somebody holds', () => {
  it('answers within the limit that it is to be tried later, and takes the same message when it is free: once', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await world.open('b');
      await hurried(world, async ({ pool }) => {
        const engine = world.anotherEngine({ store: new PostgresEngineStore(pool) });
        const note = () => world.send('a', 'NOTED', { data: { text: '锁' }, message: 'note-under-lock', engine });
        await holding(world, 'a', async () => {
          await expect(note()).rejects.toMatchObject({
            code: 'STORE_LOCKED',
            retry: 'later',
            found: expect.stringContaining('55P03') as string,
          });
          expect(await world.send('b', 'NOTED', { data: { text: '旁' }, engine })).toMatchObject({ kind: 'accepted' });
        });
        expect(await entriesOf(world, 'a')).toHaveLength(1);
        expect(await note()).toMatchObject({ kind: 'accepted' });
        expect(await note()).toMatchObject({ kind: 'duplicate' });
      });
      expect(await entriesOf(world, 'a')).toHaveLength(2);
    }));

  it('holds up nobody else of its batch', () =>
    withDrill({}, async (world) => {
      const names = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (const name of names) await world.open(name);
      await hurried(world, async ({ pool }) => {
        const engine = world.anotherEngine({ store: new PostgresEngineStore(pool) });
        const note = (name: string) => world.send(name, 'NOTED', { data: { text: '批' }, message: `note-${name}`, engine });
        await holding(world, 'c', async () => {
          const settled = await Promise.allSettled([...names.map(note), world.open('new', undefined, engine)]);
          expect(settled.map(({ status }) => status)).toEqual(
            [...names, 'new'].map((name) => (name === 'c' ? 'rejected' : 'fulfilled')),
          );
          expect(settled[2]).toMatchObject({ reason: { code: 'STORE_LOCKED', retry: 'later' } });
        });
        expect(await note('c')).toMatchObject({ kind: 'accepted' });
      });
      for (const name of names) expect(await entriesOf(world, name)).toHaveLength(2);
    }));

  it('loses no lapse: the sweeper delivers it as soon as the row is free', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await world.open('b');
      world.clock.moveToDay('2026-04-20');
      await hurried(world, async ({ pool }) => {
        const engine = world.anotherEngine({ store: new PostgresEngineStore(pool) });
        const sweeper = world.sweeper({ engine, clocks: new PostgresClockStore(pool), limit: 1, maxSleepMs: 20 });
        await holding(world, 'a', async () => {
          for (let turn = 0; (await entriesOf(world, 'b')).length < 2 && turn < 100; turn++) {
            await sweeper.sweep();
            await new Promise((resolve) => setTimeout(resolve, 25));
          }
          expect(await entriesOf(world, 'b')).toHaveLength(2);
          expect(await entriesOf(world, 'a')).toHaveLength(1);
        });
        sweeper.start();
        while ((await entriesOf(world, 'a')).length < 2) await new Promise((resolve) => setTimeout(resolve, 25));
        await sweeper.stop();
      });
      expect(world.logged).toContainEqual(
        expect.objectContaining({
          event: 'clock.sweep.fault',
          fields: expect.objectContaining({ instanceId: drillId('a') }) as object,
        }),
      );
    }));

  it('stands before no other lapse, though it is due first and is waited for longer than a sweeper sleeps', () =>
    withDrill({}, async (world) => {
      const [first, second] = ['a', 'b'].sort((one, other) => (drillId(one) < drillId(other) ? -1 : 1)) as [string, string];
      for (const name of [first, second]) await world.open(name);
      world.clock.moveToDay('2026-04-20');
      await hurried(world, async ({ pool }) => {
        const engine = world.anotherEngine({ store: new PostgresEngineStore(pool) });
        const sweeper = world.sweeper({ engine, clocks: new PostgresClockStore(pool), limit: 1, maxSleepMs: 20 });
        await holding(world, first, async () => expect(await sweeper.sweep()).toBe(1));
        expect(await entriesOf(world, second)).toHaveLength(2);
      });
    }));
});

describe('the limits of the database', () => {
  it('end a statement that takes too long, which is a passing fault', () =>
    withDrill({}, async (world) =>
      hurried(world, async ({ pool, dataSource }) => {
        for (const query of [pool.query('select pg_sleep(30)'), dataSource.query('select pg_sleep(30)')]) {
          const fault = await query.catch((cause: unknown) => mapStoreFault(cause));
          expect(fault).toMatchObject({
            code: 'STORE_UNAVAILABLE',
            retry: 'later',
            found: expect.stringContaining('57014') as string,
          });
        }
      }),
    ));

  it('end a transaction that stands idle, and with it its locks; the process lives on', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await hurried(world, async ({ pool }) => {
        const client = await pool.connect();
        // In one message: between two, a busy machine alone would stand idle for too long.
        await client.query(`begin; select from instance where id = '${drillId('a')}' for update`);

        expect(await world.send('a', 'NOTED', { data: { text: '续' } })).toMatchObject({ kind: 'accepted' });
        const fault = await client.query('select 1').catch((cause: unknown) => mapStoreFault(cause));
        expect(fault).toMatchObject({ retry: 'later' });
        client.release(true);
        expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
      });
    }));

  it('do not hold for migrations', () =>
    withDrill({}, async (world) => {
      expect(await world.database.migrate()).toEqual([]);
      const { rows } = await world.database.pool.query<{ readonly statement: string; readonly lock: string }>(
        `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`,
      );
      expect(rows).toEqual([{ statement: '1min', lock: '10s' }]);
    }));
});
