import { replay, sealEntry, verifyChain } from '@zhiheng/engine';
import type { LogEntry } from '@zhiheng/engine';
import { drillFrames } from '@zhiheng/engine/testing';
import { sha256 } from '@zhiheng/kernel';
import { PostgresEngineStore, PostgresLogStore } from '@zhiheng/persistence';
import type { Pool } from 'pg';
import { drillId, sharedDrill, withDrill } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

/** Three procedures; the one in the middle has four entries, the last of them a refusal. */
async function threeHistories(world: DrillWorld): Promise<void> {
  for (const name of ['a', 'b', 'c']) {
    await world.open(name);
    await world.send(name, 'NOTED', { data: { text: '一' } });
    await world.send(name, 'NOTED', { data: { text: '二' } });
    await world.send(name, 'REPEATED');
  }
}

/** What someone with the database's highest rights can do: triggers do not fire. All of it is rolled back after the look. */
async function tampering<T>(world: DrillWorld, run: (tampered: Tampered) => Promise<T>): Promise<T> {
  const client = await world.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    // A client answers queries as the pool does, inside its transaction.
    const pool = client as unknown as Pool;
    return await run({
      world,
      change: async (statement, values = [b]) => expect((await client.query(statement, values)).rowCount).toBeGreaterThan(0),
      logs: new PostgresLogStore(pool),
      store: new PostgresEngineStore(pool),
    });
  } finally {
    await client.query('rollback');
    client.release();
  }
}
type Tampered = {
  readonly world: DrillWorld;
  readonly logs: PostgresLogStore;
  readonly store: PostgresEngineStore;
  readonly change: (statement: string, values?: unknown[]) => Promise<void>;
};

const b = drillId('b');
const chainFaults = async ({ logs }: Tampered) =>
  (await verifyChain(logs, { page: 2 })).faults.map(({ instanceId, seq, code }) => ({ instanceId, seq, code }));
const replayFaults = async ({ logs, store, world }: Tampered) =>
  (await replay({ logs, frames: store, registry: world.registry }, { page: 2 })).faults;

describe('the log', () => {
  const world = sharedDrill(threeHistories);

  it.each([
    'update log set entry = entry',
    'delete from log',
    'truncate log',
    'truncate log cascade',
    `update log set hash = hash where seq = 1`,
  ])('refuses even its owner: %s', async (statement) => {
    await expect(world().database.pool.query(statement)).rejects.toMatchObject({ code: 'ZH001' });
    expect(await world().rows('select 1 from log')).toHaveLength(12);
  });

  it('gives no right to change it to anybody else', async () => {
    const grants = await world().rows(
      `select g.privilege_type from pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g where c.oid = 'log'::regclass and g.grantee <> c.relowner`,
    );
    expect(grants).toEqual([]);
  });
});

describe('verify-chain', () => {
  const world = sharedDrill(threeHistories);

  it('counts what it checks and finds no fault in an untouched log', async () => {
    const pages: number[] = [];
    expect(await verifyChain(world().logs, { page: 1, onPage: (instances) => pages.push(instances) })).toEqual({
      instances: 3,
      entries: 12,
      root: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      faults: [],
    });
    expect(pages).toEqual([1, 2, 3]);
  });

  const changes: readonly (readonly [string, string, readonly { readonly seq?: number; readonly code: string }[]])[] = [
    [
      'a word of an entry',
      `update log set entry = replace(entry, '一', '七') where instance_id = $1 and seq = 2`,
      [{ seq: 2, code: 'HASH_DIFFERS' }],
    ],
    [
      'the hash of an entry',
      `update log set hash = repeat('0', 64) where instance_id = $1 and seq = 2`,
      [
        { seq: 2, code: 'HASH_DIFFERS' },
        { seq: 3, code: 'LINK_BROKEN' },
      ],
    ],
    [
      'an entry into what is no JSON',
      `update log set entry = '{' where instance_id = $1 and seq = 3`,
      [
        { seq: 3, code: 'HASH_DIFFERS' },
        { seq: 3, code: 'ENTRY_UNREADABLE' },
      ],
    ],
    [
      'an entry into JSON that is no entry',
      `update log set entry = 'null' where instance_id = $1 and seq = 3`,
      [
        { seq: 3, code: 'HASH_DIFFERS' },
        { seq: 3, code: 'ENTRY_UNREADABLE' },
      ],
    ],
    [
      'an entry in the middle away',
      `delete from log where instance_id = $1 and seq = 2`,
      [
        { seq: 2, code: 'ENTRY_MISSING' },
        { seq: 3, code: 'LINK_BROKEN' },
      ],
    ],
    [
      'the last entry away',
      `delete from log where instance_id = $1 and seq = 4`,
      [{ seq: 4, code: 'ENTRY_MISSING' }, { code: 'HEAD_DIFFERS' }],
    ],
    [
      'all entries away',
      `delete from log where instance_id = $1`,
      [{ seq: 4, code: 'ENTRY_MISSING' }, { code: 'HEAD_DIFFERS' }],
    ],
    ['the procedure away', `delete from instance where id = $1`, [{ code: 'INSTANCE_MISSING' }]],
    [
      'the snapshot',
      `update instance set snapshot = replace(snapshot, 'waiting', 'closed') where id = $1`,
      [{ code: 'SNAPSHOT_DIFFERS' }],
    ],
    ['the head', `update instance set head_hash = repeat('f', 64) where id = $1`, [{ code: 'HEAD_DIFFERS' }]],
  ];
  it.each(changes)('names the procedure and the entry when someone changes %s', (_what, statement, expected) =>
    tampering(world(), async (tampered) => {
      await tampered.change(statement);
      expect(await chainFaults(tampered)).toEqual(expected.map(({ seq, code }) => ({ instanceId: b, seq, code })));
    }),
  );

  it('finds a history that was put in the place of another', () =>
    tampering(world(), async (tampered) => {
      await tampered.change('delete from log where instance_id = $1');
      await tampered.change('insert into log select $1, seq, kind, entry, hash, at from log where instance_id = $2', [
        b,
        drillId('a'),
      ]);
      await tampered.change(
        'update instance b set head_hash = a.head_hash, snapshot = a.snapshot from instance a where b.id = $1 and a.id = $2',
        [b, drillId('a')],
      );

      expect(await chainFaults(tampered)).toEqual([1, 2, 3, 4].map((seq) => ({ instanceId: b, seq, code: 'ENTRY_MISPLACED' })));
    }));

  it('finds no fault in procedures that move while it reads', () =>
    withDrill({}, async (world) => {
      await threeHistories(world);
      let moving = true;
      const movement = (async () => {
        while (moving) await Promise.all(['a', 'b', 'c'].map((name) => world.send(name, 'NOTED', { data: { text: '三' } })));
      })();
      const reports = [];
      for (let round = 0; round < 25; round++) reports.push(await verifyChain(world.logs, { page: 2 }));
      moving = false;
      await movement;

      expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
      expect(reports.at(-1)!.entries).toBeGreaterThan(12);
    }));
});

describe('replay', () => {
  const world = sharedDrill(threeHistories);

  /** Rewrites an entry and seals all that follow and the head again: the chain is sound. */
  async function forge(
    { world: { rows }, logs, change: tamper }: Tampered,
    change: (entry: LogEntry) => LogEntry,
    snapshotOf: (snapshot: string) => string = (snapshot) => snapshot,
  ): Promise<void> {
    const [instance] = await rows<{ readonly snapshot: string }>('select snapshot from instance where id = $1', [b]);
    const snapshot = snapshotOf(instance!.snapshot);
    const entries = await logs.entriesOf([b]);
    let prev = '0'.repeat(64);
    for (const [index, { seq, text }] of entries.entries()) {
      const entry = { ...change(JSON.parse(text) as LogEntry), prev };
      const sealed = sealEntry(index === entries.length - 1 ? { ...entry, snapshot: sha256(snapshot) } : entry);
      await tamper('update log set entry = $3, hash = $4 where instance_id = $1 and seq = $2', [
        b,
        seq,
        sealed.text,
        sealed.hash,
      ]);
      prev = sealed.hash;
    }
    await tamper('update instance set head_hash = $2, snapshot = $3 where id = $1', [b, prev, snapshot]);
  }

  it('finds an outcome that was forged and sealed again, where the chain alone shows nothing', () =>
    tampering(world(), async (tampered) => {
      await forge(tampered, (entry) => (entry.seq === 4 ? { ...entry, kind: 'accepted' } : entry));

      expect(await chainFaults(tampered)).toEqual([]);
      expect(await replayFaults(tampered)).toMatchObject([{ instanceId: b, seq: 4 }]);
    }));

  it('finds a fact that was forged in the middle and sealed again', () =>
    tampering(world(), async (tampered) => {
      await forge(tampered, (entry) =>
        entry.seq === 2 ? { ...entry, event: { type: 'NOTED', data: { text: '七' } } } : entry,
      );

      expect(await chainFaults(tampered)).toEqual([]);
      expect(await replayFaults(tampered)).toMatchObject([{ instanceId: b, seq: 2 }]);
    }));

  it('finds a snapshot that was forged together with the last entry', () =>
    tampering(world(), async (tampered) => {
      await forge(
        tampered,
        (entry) => entry,
        (snapshot) => snapshot.replace('waiting', 'closed'),
      );

      expect(await chainFaults(tampered)).toEqual([]);
      expect(await replayFaults(tampered)).toMatchObject([{ instanceId: b, seq: 4 }]);
    }));

  it.each([
    ['whom it is about', `update instance set subject_name = '别的企业' where id = $1`, 'subject: enterprise b 别的企业'],
    ['where it belongs', `update instance set jurisdiction = '000000' where id = $1`, 'jurisdiction: 000000'],
    ['the state by which it is listed', `update instance set state = 'closed' where id = $1`, 'state: closed'],
    ['that it is closed', `update instance set done = true where id = $1`, 'done: true'],
    [
      'when it was opened',
      `update instance set opened_at = opened_at - interval '1 day' where id = $1`,
      'openedAt: 2026-03-01T02:00:00.000Z',
    ],
    [
      'the due date of a clock',
      `update instance set clocks = replace(clocks, '2026-03-16', '2027-03-16') where id = $1`,
      expect.stringContaining('2027-03-16') as unknown as string,
    ],
  ])('finds that the row of a procedure does not say what its log says: %s', (_what, statement, found) =>
    tampering(world(), async (tampered) => {
      await tampered.change(statement);
      expect(await replayFaults(tampered)).toEqual([{ instanceId: b, seq: 4, expected: expect.any(String) as string, found }]);
    }),
  );

  it('reports what cannot be decided again, and goes on with the other histories', () =>
    tampering(world(), async (tampered) => {
      await tampered.change(`update log set entry = '{' where instance_id = $1 and seq = 3`);
      const report = await replay({ ...tampered, frames: tampered.store, registry: world().registry });

      expect(report).toMatchObject({ instances: 3, entries: 12, faults: [{ instanceId: b, seq: 3, found: '{' }] });
    }));

  it('says which legal frame is missing, and does not take one whose content was changed', () =>
    tampering(world(), async (tampered) => {
      const [frame] = await world().rows<{ readonly hash: string }>('select hash from legal_frame');
      await tampered.change(`update legal_frame set content = replace(content, '"amount":10', '"amount":99')`, []);

      expect(await replayFaults(tampered)).toHaveLength(3);
      expect(await replayFaults(tampered)).toContainEqual({
        instanceId: b,
        seq: 1,
        expected: expect.any(String) as string,
        found: expect.stringMatching(`LEGAL_FRAME_MISSING.*${frame!.hash}`) as string,
      });
    }));

  it('reaches the same end after the law was changed, and never asks it', () =>
    withDrill({}, async (world) => {
      await threeHistories(world);
      const stricter = world.anotherEngine({ frames: drillFrames({ '2026-01-01': { days: 1, size: 0 } }) });
      expect(await world.send('a', 'MEASURED', { data: { size: 50 } })).toMatchObject({ kind: 'accepted' });
      expect(await world.send('a', 'MEASURED', { data: { size: 50 }, engine: stricter })).toMatchObject({
        kind: 'rejected',
        refusal: { code: 'RULE_NOT_MET' },
      });
      await world.send('a', 'RESTARTED', { engine: stricter });
      await world.send('a', 'HELD_UP', { on: '2026-03-02' });

      expect(await world.rows('select 1 from legal_frame')).toHaveLength(2);
      expect((await replay({ logs: world.logs, frames: world.store, registry: world.registry })).faults).toEqual([]);
    }));
});
