import { rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedPostgres } from '@zhiheng/embedded-postgres';
import { createQueueBackend } from '@zhiheng/messaging';
import type { QueueBackend } from '@zhiheng/messaging';
import { CONTEXT_NAMES } from '@zhiheng/platform';
import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import pg from 'pg';
import { redisIsExpected, startRedis } from '../conformance/redis-server.js';
import type { RedisServer } from '../conformance/redis-server.js';
import { signIn, upload } from './api.js';
import { buildPrograms, runCommand, runToEnd } from './program.js';
import { databaseUrlOf, makeHome } from './standalone.js';
import type { Home, Standalone } from './standalone.js';
import { waitFor } from './wait-for.js';

const MINUTES = 60_000;
const DAY = 86_400_000;

type Standing = { readonly id: string; readonly state: string; readonly seq: number };
type Books = {
  readonly procedures: readonly Standing[];
  readonly entries: number;
  readonly published: number;
  readonly samples: number;
  readonly buried: number;
};

async function withDatabase<T>(connectionString: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, options: '-c search_path=zhiheng' });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

async function booksOf(client: pg.Client): Promise<Books> {
  const { rows } = await client.query<Omit<Books, 'procedures'>>(
    `select (select count(*)::int from log) as entries, (select count(*)::int from public_record where withdrawn_on is null) as published,
       (select count(*)::int from spot_check_sample) as samples, (select count(*)::int from dead_letter) as buried`,
  );
  const { rows: procedures } = await client.query<Standing>('select id, state, seq from instance order by id');
  return { ...rows[0]!, procedures };
}

/** What the database holds when nothing waits to follow. */
async function settledBooks(url: string): Promise<Books> {
  return withDatabase(url, async (client) => {
    await waitFor(async () => (await client.query('select from outbox limit 1')).rowCount === 0, {
      what: 'all announcements are handled',
      withinMs: 4 * MINUTES,
    });
    return booksOf(client);
  });
}

/** Jobs of the time that is gone: they name rows that were handled, that wait again, and that there will be only later. */
async function leaveOldJobs(queues: QueueBackend, upTo: number): Promise<void> {
  const envelopes = Array.from({ length: upTo }, (_, index) => ({ outboxId: String(index + 1) }));
  const packs = Array.from({ length: Math.ceil(upTo / 100) }, (_, pack) => ({
    envelopes: envelopes.slice(pack * 100, (pack + 1) * 100),
  }));
  for (const consumer of CONTEXT_NAMES) await queues.queue(consumer).addAll(packs);
}

async function allTaken(queues: QueueBackend): Promise<boolean> {
  const counts = await Promise.all(CONTEXT_NAMES.map((consumer) => queues.queue(consumer).counts()));
  return counts.every(({ waiting, active }) => waiting + active === 0);
}

const describeOn = (kind: 'postgres' | 'redis') => (kind === 'postgres' || redisIsExpected() ? describe : describe.skip);

for (const kind of ['postgres', 'redis'] as const)
  describeOn(kind)(`a system whose disk is lost, with its queues in ${kind}`, () => {
    let home: Home;
    let redis: RedisServer | undefined;
    let system: Standalone;
    const zhiheng = (...args: string[]) => runCommand(args, home.env);
    const file = (name: string) => path.join(home.directory, name);

    beforeAll(async () => {
      buildPrograms();
      if (kind === 'redis') redis = await startRedis();
      const queue: Readonly<Record<string, string>> =
        redis === undefined ? {} : { QUEUE_BACKEND: 'redis', REDIS_URL: redis.url };
      home = makeHome({ ZHIHENG_CLOCK: 'movable', ZHIHENG_SEED: 'accounts', ...queue });
      home = { ...home, env: { ...home.env, ZHIHENG_BACKUP_DIR: file('backup') } };
    }, 5 * MINUTES);
    afterAll(async () => {
      await system?.stop();
      await home?.dispose();
      await redis?.stop();
    }, 3 * MINUTES);

    it(
      'comes back as it was at a moment in between: what waited then is carried out once, what came after is gone, and only that',
      async () => {
        system = await home.start(home.env);
        const bring = async (seed: string, samples: number): Promise<void> => {
          const city = generateCity({ seed, enterprises: 60, samples, failing: 0.4, jurisdiction: ZHONGSHAN });
          const bytes = new TextEncoder().encode(renderSpotChecksCsv(city.spotCheckRows));
          const headers = await signIn(system.url, 'inspector-1');
          expect((await upload(system.url, { fileName: `${seed}.csv`, bytes, headers })).status).toBe(201);
        };
        const keepRoots = async (inDays: number, folder: string): Promise<void> => {
          await zhiheng('clock', new Date(Date.now() + inDays * DAY).toISOString().slice(0, 10));
          await zhiheng('roots', 'make');
          await zhiheng('roots', 'keep', '--out', file(folder));
        };
        const url = databaseUrlOf(home.directory);
        await bring('before', 60);
        await settledBooks(url);
        await keepRoots(3, 'kept');
        await zhiheng('backup', 'make');

        const cut = await withDatabase(url, async (client) => {
          // Nobody opens a procedure before the moment: what was brought waits.
          await client.query('begin; lock table instance in share mode');
          await bring('between', 400);
          const { rows } = await client.query<{ readonly at: Date; readonly waiting: number }>(
            'select clock_timestamp() as at, (select count(*)::int from outbox) as waiting',
          );
          await client.query('commit');
          return rows[0]!;
        });
        expect(cut.waiting).toBeGreaterThan(0);
        const expected = await settledBooks(url);
        await bring('after', 120);
        const later = await settledBooks(url);
        expect(later.procedures.length).toBeGreaterThan(expected.procedures.length);
        await keepRoots(6, 'kept-later');
        await withDatabase(url, async (client) => {
          const { rows } = await client.query<{ readonly wal: string }>('select pg_walfile_name(pg_switch_wal()) as wal');
          await waitFor(
            async () =>
              (await client.query('select from pg_stat_archiver where last_archived_wal >= $1', [rows[0]!.wal])).rowCount === 1,
            { what: 'the log is put away' },
          );
        });
        await system.kill();
        rmSync(file('postgres'), { recursive: true });

        await zhiheng('backup', 'restore', '--at', cut.at.toISOString());
        const taken = await runToEnd('cli', { args: ['backup', 'restore', '--json'], env: home.env });
        expect({ code: taken.code, stderr: taken.stderr }).toEqual({
          code: 1,
          stderr: expect.stringContaining('PG_DATA_DIR_TAKEN') as string,
        });
        await zhiheng('verify-chain', '--root', file('kept'));
        // Roots from after the moment tell what was lost.
        const lost = await runToEnd('cli', { args: ['verify-chain', '--json', '--root', file('kept-later')], env: home.env });
        const { faults } = JSON.parse(lost.stdout) as {
          readonly faults: readonly { readonly code: string; readonly instanceId?: string }[];
        };
        const gone = faults.filter(({ code }) => code === 'HISTORY_REMOVED').map(({ instanceId }) => instanceId);
        const known = new Set(expected.procedures.map(({ id }) => id));
        const after = later.procedures.filter(({ id }) => !known.has(id)).map(({ id }) => id);
        expect({ code: lost.code, gone }).toEqual({ code: 1, gone: expect.arrayContaining(after) as string[] });
        // Only the outbox remembers what waits: the queue is lost too, or of the time that is gone, for nobody has emptied it.
        const database = await startEmbeddedPostgres({ dataDir: file('postgres'), port: 0 });
        const { waiting, given } = await withDatabase(database.url, async (client) => {
          if (redis === undefined) await client.query('drop schema bullmq cascade');
          const { rows } = await client.query<{ readonly waiting: number; readonly given: number }>(
            'select count(*)::int as waiting, max(id)::int as given from outbox',
          );
          return rows[0]!;
        });
        await database.stop();
        expect(waiting).toBeGreaterThan(0);
        const queues = redis && (await createQueueBackend({ kind: 'redis', url: redis.url }));
        if (queues !== undefined) await leaveOldJobs(queues, given + 500);

        system = await home.start(home.env);
        const restored = await settledBooks(databaseUrlOf(home.directory));
        expect(restored).toEqual(expected);
        if (queues !== undefined) await waitFor(() => allTaken(queues), { what: 'the old jobs are taken' });
        await queues?.close();
        await zhiheng('verify-chain', '--root', file('kept'));
        expect(await zhiheng('replay')).toMatch(/差错 faults 0/);
        await bring('after', 120);
        expect(await settledBooks(databaseUrlOf(home.directory))).toEqual(later);
      },
      12 * MINUTES,
    );
  });
