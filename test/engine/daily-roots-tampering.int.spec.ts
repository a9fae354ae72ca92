import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepRoots, keptRoots } from '@zhiheng/audit-files';
import type { KeptRoots } from '@zhiheng/engine';
import type { InstanceId } from '@zhiheng/kernel';
import { PostgresRootStore, makeDailyRoots } from '@zhiheng/persistence';
import fc from 'fast-check';
import type { PoolClient } from 'pg';
import {
  DAYS,
  NAMES,
  afterMidnight,
  asOwner,
  cutHistory,
  faultsOf,
  forgeHistory,
  poolOver,
  randomDays,
} from './rooted-world.js';
import type { Standings } from './rooted-world.js';
import { drillId, sharedDrill, withDrill } from './with-drill.js';

type Target = { readonly id: InstanceId; readonly seq: number; readonly last: number; readonly standings: Standings };
type Tampering = {
  /** Which procedure must be named, from which entry at most. */
  readonly tamper: (
    client: PoolClient,
    target: Target,
  ) => Promise<{ readonly id: InstanceId; readonly upTo: number } | undefined>;
};

const stranger = drillId('stranger');
const forgedWord = (text: string): string => text.replace('一', '七');

const KINDS: Readonly<Record<string, Tampering['tamper']>> = {
  'an entry is changed': async (client, { id, seq }) => {
    await client.query(`update log set entry = replace(entry, '2026', '2025') where instance_id = $1 and seq = $2`, [id, seq]);
    return { id, upTo: seq };
  },
  'an entry is deleted': async (client, { id, seq }) => {
    await client.query('delete from log where instance_id = $1 and seq = $2', [id, seq]);
    return { id, upTo: seq };
  },
  'an entry is inserted at the end': async (client, { id, last }) => {
    await client.query(
      'insert into log select instance_id, seq + 1, kind, entry, hash, at from log where instance_id = $1 and seq = $2',
      [id, last],
    );
    return { id, upTo: last + 1 };
  },
  'a history is cut, with head and snapshot set back': async (client, { id, seq, last, standings }) => {
    if (seq === last) return undefined;
    await cutHistory(client, { id, after: seq, standing: standings.get(id)![seq]! });
    return { id, upTo: seq + 1 };
  },
  'a history is forged and sealed again': async (client, { id, seq }) => {
    await forgeHistory(client, {
      from: id,
      to: id,
      change: (entry) => (entry.seq === seq ? { ...entry, actor: { id: 'nobody', roles: ['inspector'] } } : entry),
    });
    return { id, upTo: seq };
  },
  'a procedure is removed with all its rows': async (client, { id, last }) => {
    for (const table of ['log', 'clock']) await client.query(`delete from ${table} where instance_id = $1`, [id]);
    await client.query('delete from instance where id = $1', [id]);
    return { id, upTo: last };
  },
  'the rows of a log are removed, the procedure is not': async (client, { id }) => {
    await client.query('delete from log where instance_id = $1', [id]);
    return { id, upTo: 1 };
  },
  'a procedure is inserted': async (client, { id }) => {
    await forgeHistory(client, { from: id, to: stranger, change: (entry) => entry });
    return { id: stranger, upTo: 1 };
  },
  'a procedure takes the place of another': async (client, { id }) => {
    const other = drillId(NAMES.find((name) => drillId(name) !== id)!);
    await client.query('delete from instance where id = $1', [id]);
    await forgeHistory(client, { from: other, to: id, change: (entry) => entry });
    return { id, upTo: 1 };
  },
};

describe.each([1, 20_260_302, 77])('the roots of random days (seed %d)', (seed) => {
  let standings: Standings;
  let folder: string;
  let kept: KeptRoots;
  let published: KeptRoots;
  const world = sharedDrill(async (opened) => {
    standings = await randomDays(opened, seed);
    folder = mkdtempSync(path.join(tmpdir(), 'zhiheng-roots-'));
    const store = new PostgresRootStore(opened.database.pool);
    await keepRoots(store, folder);
    kept = await keptRoots(folder);
    const file = path.join(folder, 'published.json');
    writeFileSync(file, JSON.stringify({ roots: await store.roots() }));
    published = await keptRoots(file);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const targets = (): readonly Omit<Target, 'seq'>[] =>
    [...standings].map(([id, list]) => ({ id, last: list.length - 1, standings }));
  const anchors = (): readonly (KeptRoots | undefined)[] => [kept, published, undefined];

  it('accuse nobody of what was not tampered with', async () => {
    expect(targets().reduce((sum, { last }) => sum + last, 0)).toBeGreaterThan(NAMES.length);
    for (const anchor of anchors()) expect(await faultsOf(world().database.pool, anchor)).toEqual([]);
  });

  it('name the procedure, and no other, whatever its owner does to the log', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(KINDS)), fc.nat(), fc.nat(), async (kind, which, at) => {
        const chosen = targets()[which % targets().length]!;
        const target = { ...chosen, seq: 1 + (at % chosen.last) };
        await asOwner(world(), async (client) => {
          const expected = await KINDS[kind]!(client, target);
          if (expected === undefined) return;
          seen.add(kind);
          for (const anchor of anchors()) {
            const faults = await faultsOf(poolOver(client), anchor);
            expect(new Set(faults.map(({ instanceId }) => instanceId))).toEqual(new Set([expected.id]));
            expect(Math.min(...faults.map(({ seq: first = Infinity }) => first))).toBeLessThanOrEqual(expected.upTo);
          }
        });
      }),
      { seed, numRuns: 60 },
    );
    expect([...seen].sort()).toEqual(Object.keys(KINDS).sort());
  });

  it('name every procedure of a log that was truncated', () =>
    asOwner(world(), async (client) => {
      await client.query('truncate log');
      await client.query('truncate instance');
      const faults = await faultsOf(poolOver(client), kept);
      expect(faults.map(({ code, instanceId }) => `${code} ${instanceId}`).sort()).toEqual(
        targets()
          .map(({ id }) => `HISTORY_REMOVED ${id}`)
          .sort(),
      );
    }));

  it('that were taken away from the heads too: those who kept the heads name the procedure, those with the roots alone name the day', () =>
    asOwner(world(), async (client) => {
      const { id } = targets()[seed % targets().length]!;
      const { rows } = await client.query<{ readonly day: string }>(
        'select day::text as day from daily_head where instance_id = $1 order by day',
        [id],
      );
      const days = rows.map(({ day }) => day);
      for (const [table, column] of [
        ['log', 'instance_id'],
        ['clock', 'instance_id'],
        ['daily_head', 'instance_id'],
        ['instance', 'id'],
      ])
        await client.query(`delete from ${table} where ${column} = $1`, [id]);

      const named = await faultsOf(poolOver(client), kept);
      expect(named.filter(({ code }) => code === 'HEAD_REMOVED').map(({ day, instanceId }) => ({ day, instanceId }))).toEqual(
        days.map((day) => ({ day, instanceId: id })),
      );
      expect(named).toContainEqual(expect.objectContaining({ code: 'HISTORY_REMOVED', instanceId: id }));
      expect(new Set(named.map(({ instanceId }) => instanceId))).toEqual(new Set([id, undefined]));
      for (const anchor of [published, undefined])
        expect(await faultsOf(poolOver(client), anchor)).toEqual(days.map((day) => ({ code: 'HEADS_DIFFER', day })));
    }));

  it.each([
    [
      'a root away',
      'delete from daily_root where day = $1',
      ['ROOT_MISSING'],
      ['HEADS_WITHOUT_ROOT', 'ROOT_LINK_BROKEN', 'ROOT_MISSING'],
    ],
    [
      'a word of a root',
      `update daily_root set root = replace(root, '"format"', '"farmat"') where day = $1`,
      ['ROOT_DIFFERS'],
      ['ROOT_DIFFERS', 'ROOT_UNREADABLE', 'ROOT_LINK_BROKEN', 'ROOT_MISSING'],
    ],
    ['all roots away', 'delete from daily_root where $1::date is not null', ['ROOT_MISSING'], ['HEADS_WITHOUT_ROOT']],
  ])('show who changed %s', (_what, statement, withKept, without) =>
    asOwner(world(), async (client) => {
      await client.query(statement, [DAYS[2]]);
      const codes = async (anchor?: KeptRoots) => new Set((await faultsOf(poolOver(client), anchor)).map(({ code }) => code));
      expect(await codes(kept)).toEqual(new Set(withKept));
      expect([...(await codes())].filter((code) => !without.includes(code))).toEqual([]);
      expect((await codes()).size).toBeGreaterThan(0);
    }),
  );
});

describe('an owner who forges a history and makes all roots again', () => {
  it('is found out by roots kept elsewhere, one of them is enough; the database alone shows nothing', () =>
    withDrill({ tampers: true }, async (world) => {
      const { pool } = world.database;
      await randomDays(world, 5);
      const store = new PostgresRootStore(pool);
      const last = (await store.roots()).slice(-1);
      const folder = mkdtempSync(path.join(tmpdir(), 'zhiheng-roots-'));
      try {
        await keepRoots(store, folder);
        const kept = await keptRoots(folder);
        const client = await pool.connect();
        await client.query('set session_replication_role = replica');
        await client.query('delete from daily_head');
        await client.query('delete from daily_root');
        await forgeHistory(client, {
          from: drillId('b'),
          to: drillId('b'),
          change: (entry) => JSON.parse(forgedWord(JSON.stringify(entry))) as typeof entry,
        });
        client.release(true);
        for (const day of DAYS) await makeDailyRoots(pool, afterMidnight(day), { waitMs: 60_000 });

        expect(await faultsOf(pool)).toEqual([]);
        const named = await faultsOf(pool, kept);
        expect(named).toContainEqual(expect.objectContaining({ code: 'ENTRY_FORGED', instanceId: drillId('b') }));
        expect(new Set(named.map(({ instanceId }) => instanceId))).toEqual(new Set([drillId('b'), undefined]));
        const byOne = await faultsOf(pool, { roots: last, headsOn: () => undefined });
        expect(byOne).toContainEqual({ code: 'ROOT_DIFFERS', day: DAYS.at(-1) });
        await expect(keepRoots(store, folder)).rejects.toMatchObject({ code: 'ROOT_DIFFERS' });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }));
});
