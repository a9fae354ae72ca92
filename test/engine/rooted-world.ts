import { openRootCheck, sealEntry, verifyChain } from '@zhiheng/engine';
import type { KeptRoots, LogEntry, RootFault } from '@zhiheng/engine';
import { sha256 } from '@zhiheng/kernel';
import type { Instant, InstanceId } from '@zhiheng/kernel';
import { PostgresLogStore, PostgresRootStore, makeDailyRoots } from '@zhiheng/persistence';
import type { Pool, PoolClient } from 'pg';
import { drillId } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

export const DAYS = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'] as const;
export const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const;
/** Half an hour after the midnight that ends a day: its root is due. */
export const afterMidnight = (day: string): Instant => `${day}T16:30:00.000Z` as Instant;

/** A procedure as it stood after an entry. */
type Standing = { readonly head_hash: string; readonly snapshot: string };
export type Standings = ReadonlyMap<InstanceId, readonly Standing[]>;

export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Days of random work, each under its root: the procedures are opened over the days and move on some of them. */
export async function randomDays(world: DrillWorld, seed: number): Promise<Standings> {
  const random = randomFrom(seed);
  const standings = new Map<InstanceId, Standing[]>();
  const note = async (name: string): Promise<void> => {
    const id = drillId(name);
    const [row] = await world.rows<Standing & { readonly seq: number }>(
      'select seq, head_hash, snapshot from instance where id = $1',
      [id],
    );
    const list = standings.get(id) ?? [];
    list[row!.seq] = row!;
    standings.set(id, list);
  };
  for (const [index, day] of DAYS.entries()) {
    world.clock.moveToDay(day);
    for (const [order, name] of NAMES.entries()) {
      const opens = order % DAYS.length === index;
      if (opens) await world.open(name);
      else if (!standings.has(drillId(name)) || random(3) === 0) continue;
      await note(name);
      for (let times = random(3) + (opens ? 1 : 0); times > 0; times--) {
        await world.send(name, random(4) === 0 ? 'REPEATED' : 'NOTED', { data: { text: '一' } });
        await note(name);
      }
    }
    // Transactions of the tests beside this one are waited for too: they run on the same server.
    await makeDailyRoots(world.database.pool, afterMidnight(day), { waitMs: 60_000 });
  }
  return standings;
}

/** A transaction as a pool: what its user begins and commits is part of it. */
export function poolOver(client: PoolClient): Pool {
  const query = (text: unknown, ...rest: unknown[]): unknown =>
    typeof text === 'string' && /^(begin|commit)/.test(text)
      ? Promise.resolve({ rows: [] })
      : (client.query as (...request: unknown[]) => unknown)(text, ...rest);
  return { query, connect: async () => ({ query, release: () => undefined }) } as unknown as Pool;
}

/** What the owner of the database can do: no trigger fires. All of it is rolled back after the look. */
export async function asOwner<T>(world: DrillWorld, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await world.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    return await run(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

type Named = Pick<RootFault, 'instanceId' | 'seq' | 'day'> & { readonly code: string };

export async function faultsOf(pool: Pool, kept?: KeptRoots): Promise<readonly Named[]> {
  const against = await openRootCheck(new PostgresRootStore(pool), kept);
  const { faults } = await verifyChain(new PostgresLogStore(pool), { page: 3, against });
  return faults.map((fault) => ({
    code: fault.code,
    ...(fault.instanceId !== undefined && { instanceId: fault.instanceId }),
    ...(fault.seq !== undefined && { seq: fault.seq }),
    ...('day' in fault && { day: fault.day }),
  }));
}

/** Rewrites a history from an entry on, seals it again, and sets head and snapshot to match: the chain itself is sound. */
export async function forgeHistory(
  client: PoolClient,
  { from, to, change }: { readonly from: InstanceId; readonly to: InstanceId; readonly change: (entry: LogEntry) => LogEntry },
): Promise<void> {
  const { rows } = await client.query<{
    readonly seq: number;
    readonly entry: string;
    readonly kind: string;
    readonly at: Date;
  }>('select seq, kind, entry, at from log where instance_id = $1 order by seq', [from]);
  await client.query('delete from log where instance_id = $1', [to]);
  let prev = '0'.repeat(64);
  for (const { seq, kind, entry, at } of rows) {
    const sealed = sealEntry({ ...change(JSON.parse(entry) as LogEntry), instance: to, prev });
    await client.query('insert into log (instance_id, seq, kind, entry, hash, at) values ($1, $2, $3, $4, $5, $6)', [
      to,
      seq,
      kind,
      sealed.text,
      sealed.hash,
      at,
    ]);
    prev = sealed.hash;
  }
  if (from !== to)
    await client.query(
      `insert into instance select ($2::uuid) as id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done,
         snapshot, clocks, opened_at, opened_by_instance, opened_by_rule from instance where id = $1`,
      [from, to],
    );
  const { rowCount } = await client.query('update instance set head_hash = $2 where id = $1', [to, prev]);
  expect(rowCount).toBe(1);
}

/** Takes a history back to an entry, with head, number and snapshot as they were then. */
export async function cutHistory(
  client: PoolClient,
  { id, after, standing }: { readonly id: InstanceId; readonly after: number; readonly standing: Standing },
): Promise<void> {
  await client.query('delete from log where instance_id = $1 and seq > $2', [id, after]);
  const { rows } = await client.query<{ readonly entry: string }>('select entry from log where instance_id = $1 and seq = $2', [
    id,
    after,
  ]);
  expect((JSON.parse(rows[0]!.entry) as LogEntry).snapshot).toBe(sha256(standing.snapshot));
  await client.query('update instance set seq = $2, head_hash = $3, snapshot = $4 where id = $1', [
    id,
    after,
    standing.head_hash,
    standing.snapshot,
  ]);
}
