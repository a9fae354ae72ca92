import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@zhiheng/embedded-postgres';
import type { EmbeddedPostgres } from '@zhiheng/embedded-postgres';
import { verifyChain } from '@zhiheng/engine';
import { sha256 } from '@zhiheng/kernel';
import { PostgresLogStore, openDatabase } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { NOTICE } from '../api/an-interview.js';
import { withEdge } from '../api/edge.js';
import type { Edge } from '../api/edge.js';

const LIMIT_MS = 180_000;
const ANSWERS = 6;
// Nothing but the write-ahead log goes to the disk: a page that got there before its log is cut off is none that a server would leave.
const SETTINGS = {
  archive_mode: 'off',
  autovacuum: 'off',
  bgwriter_lru_maxpages: '0',
  checkpoint_timeout: '1h',
  shared_buffers: '256MB',
};

/** An event that was answered under a key, and how far the log was on the disk then. */
type Answered = { readonly procedure: string; readonly key: string; readonly onDisk: bigint };
type Left = { readonly events: ReadonlySet<string>; readonly claims: ReadonlySet<string> };

const WHOLE_SEGMENT = 16n * 1024n * 1024n;

/** A position of the write-ahead log, in bytes. */
function position(text: string): bigint {
  const [high, low] = text.split('/') as [string, string];
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** Where the log is on the disk, waited for or not. */
async function flushed({ pool }: Pick<Database, 'pool'>): Promise<bigint> {
  const { rows } = await pool.query<{ readonly at: string }>('select pg_current_wal_flush_lsn() as at');
  return position(rows[0]!.at);
}

async function answeredEvents(edge: Edge): Promise<readonly Answered[]> {
  const handler = await edge.signIn('handler-1');
  const answered: Answered[] = [];
  for (let turn = 1; turn <= ANSWERS; turn++) {
    const procedure = await edge.openInterview();
    const key = `key-${turn}`;
    const { status } = await edge.post(`/api/procedures/${procedure}/events`, NOTICE, { ...handler, 'idempotency-key': key });
    expect(status).toBe(200);
    answered.push({ procedure, key, onDisk: await flushed(edge) });
  }
  return answered;
}

/** The server at the other end of a power cut: what was written to the log after a position never reached the disk. */
async function afterCut<T>(home: string, at: bigint, run: (database: Database, url: string) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(path.join(tmpdir(), 'zhiheng-cut-'));
  try {
    spawnSync('chmod', ['755', copy]);
    expect(spawnSync('cp', ['-a', `${home}/.`, copy]).status).toBe(0);
    loseLog(path.join(copy, 'data', 'pg_wal'), at);
    return await serving(path.join(copy, 'data'), async ({ url }) => {
      const database = await openDatabase({ url });
      try {
        return await run(database, url);
      } finally {
        await database.close();
      }
    });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function loseLog(directory: string, at: bigint): void {
  const segment = at / WHOLE_SEGMENT;
  const perHigh = 2n ** 32n / WHOLE_SEGMENT;
  const hex = (part: bigint): string => part.toString(16).toUpperCase().padStart(8, '0');
  const file = path.join(directory, `00000001${hex(segment / perHigh)}${hex(segment % perHigh)}`);
  const from = Number(at % WHOLE_SEGMENT);
  const descriptor = openSync(file, 'r+');
  try {
    writeSync(descriptor, Buffer.alloc(statSync(file).size - from), 0, undefined, from);
  } finally {
    closeSync(descriptor);
  }
}

async function serving<T>(dataDir: string, run: (server: EmbeddedPostgres) => Promise<T>): Promise<T> {
  const server = await startEmbeddedPostgres({ dataDir, port: 0, settings: SETTINGS });
  try {
    return await run(server);
  } finally {
    await server.stop();
  }
}

async function leftBy(database: Database, answered: readonly Answered[]): Promise<Left> {
  const { pool } = database;
  expect((await verifyChain(new PostgresLogStore(pool))).faults).toEqual([]);
  const { rows: procedures } = await pool.query<{ readonly id: string; readonly seq: number; readonly entries: number }>(
    'select id, seq, (select count(*)::int from log where instance_id = i.id) as entries from instance i',
  );
  for (const { seq, entries } of procedures) expect(entries).toBe(seq);
  const { rows: keys } = await pool.query<{ readonly key_hash: string }>('select key_hash from idempotency');
  const claimed = new Set(keys.map(({ key_hash }) => key_hash));
  return {
    events: new Set(procedures.filter(({ seq }) => seq === 2).map(({ id }) => id)),
    claims: new Set(answered.filter(({ key }) => claimed.has(sha256(key))).map(({ key }) => key)),
  };
}

/** Who sends again what was lost is answered as though nothing had been; what was kept is not done twice. */
async function sendAgain(url: string, answered: readonly Answered[], { events }: Left): Promise<readonly string[]> {
  const kinds: string[] = [];
  await withEdge(url, { contexts: [] }, async (edge) => {
    const handler = await edge.signIn('handler-1');
    for (const { procedure, key } of answered) {
      const { status, body } = await edge.post(`/api/procedures/${procedure}/events`, NOTICE, {
        ...handler,
        'idempotency-key': key,
      });
      const { rowCount } = await edge.pool.query('select from log where instance_id = $1', [procedure]);
      const kind = String(body['kind'] ?? body['code']);
      expect({ status, kind, rowCount }).toEqual(
        events.has(procedure)
          ? { status: 200, kind: 'duplicate', rowCount: 2 }
          : rowCount === 0
            ? { status: 404, kind: 'INSTANCE_UNKNOWN', rowCount: 0 }
            : { status: 200, kind: 'accepted', rowCount: 2 },
      );
      kinds.push(kind);
    }
  });
  return kinds;
}

it(
  'a cut of the power at any byte keeps what was answered, whole; and no event without the claim of its key',
  async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'zhiheng-power-'));
    spawnSync('chmod', ['755', home]);
    try {
      let answered: readonly Answered[] = [];
      let from = 0n;
      const server = await startEmbeddedPostgres({ dataDir: path.join(home, 'data'), port: 0, settings: SETTINGS });
      const database = await openDatabase({ url: server.url });
      await database.migrate();
      await withEdge(server.url, { contexts: [] }, async (edge) => {
        await edge.pool.query('select pg_switch_wal()');
        await edge.pool.query('checkpoint');
        from = await flushed(edge);
        answered = await answeredEvents(edge);
        process.kill(server.pid, 'SIGKILL');
        await server.exited;
      });
      await database.close();
      await server.stop();

      const end = answered.at(-1)!.onDisk;
      const anywhere = Array.from({ length: 5 }, (_, index) => from + ((end - from) * BigInt(2 * index + 1)) / 10n);
      // In the record that commits an event: what came before it, the claim too, is on the disk.
      const within = [answered[1]!, answered[4]!].map(({ onDisk }) => onDisk - 8n);
      const seen = { lost: 0, kept: 0, claimAlone: 0 };
      for (const at of [...anywhere, ...within, end]) {
        const left = await afterCut(home, at, (cut) => leftBy(cut, answered));
        for (const { procedure, key, onDisk } of answered) {
          const [event, claim] = [left.events.has(procedure), left.claims.has(key)];
          if (onDisk <= at) expect({ at, key, event, claim }).toEqual({ at, key, event: true, claim: true });
          if (event) expect({ at, key, claim }).toEqual({ at, key, claim: true });
          if (event) seen.kept += 1;
          else if (claim) seen.claimAlone += 1;
          else seen.lost += 1;
        }
      }
      const sentAgain = await afterCut(home, within[1]!, async (cut, url) =>
        sendAgain(url, answered, await leftBy(cut, answered)),
      );
      expect(new Set(sentAgain)).toEqual(new Set(['duplicate', 'accepted', 'INSTANCE_UNKNOWN']));
      expect(Math.min(seen.kept, seen.lost, seen.claimAlone)).toBeGreaterThan(0);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
  LIMIT_MS,
);
