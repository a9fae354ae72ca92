import { createIndexConcurrently, migrate, migrations } from '@zhiheng/persistence/testing';
import type { MigrationClass } from '@zhiheng/persistence/testing';
import type { Engine } from '@zhiheng/engine';
import { PostgresEngineStore, openDatabase } from '@zhiheng/persistence';
import type { QueryRunner } from 'typeorm';
import { withDrill } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

// Each process has procedures of its own: what contends here is the migration.
const NAMES = [
  ['a', 'b', 'c'],
  ['d', 'e', 'f'],
] as const;
const down = async (): Promise<void> => undefined;

/** What a next release may bring: columns on the tables that every event writes, an index of the log, a trigger. */
class NextColumns9000000000001 {
  name = 'NextColumns9000000000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table log add column remark text');
    await runner.query('alter table instance add column grade int not null default 0');
    await runner.query('alter table outbox add column urgent boolean');
  }
  down = down;
}
class NextIndex9000000000002 {
  name = 'NextIndex9000000000002';
  transaction = false;
  async up(runner: QueryRunner): Promise<void> {
    await createIndexConcurrently(runner, { name: 'log_kind', on: 'log (kind)' });
  }
  down = down;
}
class NextTable9000000000003 {
  name = 'NextTable9000000000003';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table visit (id int primary key)');
    await runner.query('alter table clock add column remark text');
  }
  down = down;
}
const NEXT: readonly MigrationClass[] = [
  ...(migrations as readonly MigrationClass[]),
  NextColumns9000000000001,
  NextIndex9000000000002,
  NextTable9000000000003,
];

/** Writers that never stop until they are told to; every event must be taken at the first try. */
function load(world: DrillWorld, engines: readonly Engine[]): { readonly sent: () => number; stop(): Promise<void> } {
  let sent = 0;
  let writing = true;
  const writers = engines.flatMap((engine, process) =>
    NAMES[process]!.map(async (name) => {
      for (let turn = 0; writing; turn++) {
        const outcome = await world.send(name, turn % 5 === 0 ? 'RESTARTED' : 'NOTED', {
          ...(turn % 5 !== 0 && { data: { text: '忙' } }),
          message: `${process} ${name} ${turn}`,
          engine,
        });
        expect(outcome).toMatchObject({ kind: 'accepted' });
        sent++;
      }
    }),
  );
  return {
    sent: () => sent,
    stop: async () => {
      writing = false;
      await Promise.all(writers);
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a migration while the system serves', () => {
  it(
    'never stands long before the writers, though somebody keeps the tables from it; no event fails and none is lost',
    () =>
      withDrill({ route: () => ['somebody'] }, async (world) => {
        for (const name of NAMES.flat()) await world.open(name);
        const other = await openDatabase({ url: world.database.url });
        const engines = [world.engine, world.anotherEngine({ store: new PostgresEngineStore(other.pool) })];
        const writers = load(world, engines);
        const reader = await world.database.pool.connect();
        await reader.query('begin');
        await reader.query('select from log limit 1');

        let heldUp = 0;
        const migrating = migrate(world.database.url, NEXT, { lockMs: 150, onHeldUp: (attempt) => (heldUp = attempt) });
        await until(() => heldUp >= 2);
        // A lock that waited without end would stop these: everybody who comes after it waits behind it.
        const before = writers.sent();
        await until(() => writers.sent() >= before + 200 && heldUp >= 4);
        await reader.query('commit');
        reader.release();

        expect(await migrating).toEqual(['NextColumns9000000000001', 'NextIndex9000000000002', 'NextTable9000000000003']);
        const after = writers.sent();
        await until(() => writers.sent() >= after + 200);
        await writers.stop();
        await Promise.all(engines.map((engine) => engine.drain()));
        await other.close();

        expect(await world.rows('select 1 from log')).toHaveLength(writers.sent() + NAMES.flat().length);
        expect(await world.rows(`select indisvalid from pg_index where indexrelid = 'log_kind'::regclass`)).toEqual([
          { indisvalid: true },
        ]);
        expect(await migrate(world.database.url, NEXT)).toEqual([]);
      }),
    120_000,
  );

  it('says who held it up when it never gets its locks, and changes nothing', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      const reader = await world.database.pool.connect();
      await reader.query('begin');
      await reader.query('select from log limit 1');
      await expect(migrate(world.database.url, NEXT, { lockMs: 50, withinMs: 200 })).rejects.toMatchObject({
        code: 'MIGRATION_HELD_UP',
        retry: 'later',
        found: expect.stringContaining('pid') as string,
      });
      await reader.query('commit');
      reader.release();
      expect(await world.rows(`select 1 from migration where name like 'Next%'`)).toEqual([]);
      expect(await world.send('a', 'NOTED', { data: { text: '续' } })).toMatchObject({ kind: 'accepted' });
    }));

  it('builds an index again that an attempt before had left unfinished', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await world.rows(`create index log_kind on log (kind)`);
      await world.rows(`update pg_index set indisvalid = false where indexrelid = 'log_kind'::regclass`);
      expect(await migrate(world.database.url, NEXT)).toHaveLength(3);
      expect(await world.rows(`select indisvalid from pg_index where indexrelid = 'log_kind'::regclass`)).toEqual([
        { indisvalid: true },
      ]);
    }));
});
