import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import pg from 'pg';
import { call, signIn, upload } from './api.js';
import { seedPeople } from './people.js';
import { databaseProcessesOf } from './processes-of.js';
import { buildPrograms, runToEnd } from './program.js';
import type { Environment, Finished } from './program.js';
import { allGone, databaseUrlOf, holdPort, makeHome } from './standalone.js';
import type { Home } from './standalone.js';
import { waitFor } from './wait-for.js';

const MINUTES = 60_000;
const city = generateCity({ seed: 'boot', enterprises: 6, samples: 20, failing: 0.5, jurisdiction: ZHONGSHAN });

describe('starting and stopping a standalone system', () => {
  let home: Home;

  beforeAll(() => {
    buildPrograms();
    home = makeHome();
  }, 5 * MINUTES);
  afterAll(() => home?.dispose(), 3 * MINUTES);

  // One home throughout, and one start a test: what a stop, a kill or a refused start might damage shows at the next start.
  describe('on a data directory of its own', () => {
    let known: readonly unknown[];

    it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
      '%s stops it cleanly, and what it knew is there at the next start',
      async (signal) => {
        const system = await home.start();
        known ??= await firstImport(system.url, home);
        expect(await proceduresOf(system.url)).toEqual(known);
        const asked = Date.now();
        expect(await system.stop(signal)).toEqual({ code: 0, signal: null });
        expect(Date.now() - asked).toBeLessThan(60_000);
        expect(system.program.stdout()).toContain('已停止 Stopped.');
        expect(databaseProcessesOf(home.directory)).toEqual([]);
      },
      5 * MINUTES,
    );

    it(
      'kill -9 leaves nothing running',
      async () => {
        const system = await home.start();
        expect(await proceduresOf(system.url)).toEqual(known);
        expect(databaseProcessesOf(home.directory).length).toBeGreaterThan(0);
        await system.kill();
        expect(databaseProcessesOf(home.directory)).toEqual([]);
      },
      5 * MINUTES,
    );

    it(
      'the next start recovers; then everything is killed at once, its database included',
      async () => {
        const system = await home.start();
        expect(await proceduresOf(system.url)).toEqual(known);
        for (const { pid } of databaseProcessesOf(home.directory)) killIfThere(pid);
        await system.kill();
      },
      5 * MINUTES,
    );

    it(
      'a data directory of another major version is refused and left alone',
      async () => {
        const file = path.join(home.directory, 'postgres', 'PG_VERSION');
        const version = readFileSync(file, 'utf8');
        writeFileSync(file, '17\n');
        const refused = await runToEnd('standalone', { env: home.env });
        expectRefusal(refused, 'PG_VERSION_MISMATCH', ['PostgreSQL 17', 'ZHIHENG_DATA_DIR']);
        expect(readFileSync(file, 'utf8')).toBe('17\n');
        writeFileSync(file, version);
      },
      5 * MINUTES,
    );

    it(
      'it recovers again; a second start on the port of the first is refused and does the first no harm',
      async () => {
        const first = await home.start();
        expect(await proceduresOf(first.url)).toEqual(known);
        const refused = await runToEnd('standalone', { env: { ...home.env, PORT: new URL(first.url).port } });
        expectRefusal(refused, 'PORT_IN_USE', [new URL(first.url).port, 'PORT=']);
        expect((await call(`${first.url}/api/health`)).body).toMatchObject({ status: 'ok' });
        expect(await first.stop()).toEqual({ code: 0, signal: null });
      },
      5 * MINUTES,
    );

    it(
      'a port that another program holds is named',
      async () => {
        const taken = await holdPort();
        try {
          expectRefusal(await runToEnd('standalone', { env: { ...home.env, PORT: String(taken.port) } }), 'PORT_IN_USE', [
            String(taken.port),
            'PORT=',
          ]);
          expectRefusal(
            await runToEnd('standalone', { env: { ...home.env, ZHIHENG_PG_PORT: String(taken.port) } }),
            'PG_PORT_IN_USE',
            [String(taken.port), 'ZHIHENG_PG_PORT='],
          );
        } finally {
          await taken.release();
        }
        await allGone(home.directory);
      },
      5 * MINUTES,
    );

    it(
      'a data directory that is a file is refused',
      async () => {
        const file = path.join(home.directory, 'a-file');
        writeFileSync(file, '');
        expectRefusal(await runToEnd('standalone', { env: { ...home.env, ZHIHENG_DATA_DIR: file } }), 'PG_DATA_DIR_REFUSED', [
          'ZHIHENG_DATA_DIR',
        ]);
      },
      2 * MINUTES,
    );
  });

  describe('with an external database', () => {
    const address = (change: (url: URL) => void): Environment => {
      const url = new URL(process.env['TEST_DATABASE_URL']!);
      change(url);
      return { DATABASE_URL: url.href, PORT: '0', ZHIHENG_SEED: 'none' };
    };

    it(
      'nothing listens there',
      async () => {
        const { port, release } = await holdPort();
        await release();
        const env = address((url) => void (url.port = String(port)));
        expectRefusal(await runToEnd('standalone', { env }), 'DATABASE_UNREACHABLE', [String(port), '没有服务在该地址监听']);
      },
      2 * MINUTES,
    );

    it(
      'the password is wrong, and is not shown',
      async () => {
        const refused = await runToEnd('standalone', { env: address((url) => void (url.password = 'not-the-password')) });
        expectRefusal(refused, 'DATABASE_UNREACHABLE', ['用户名或密码错误']);
        expect(refused.stdout + refused.stderr).not.toContain('not-the-password');
      },
      2 * MINUTES,
    );

    it(
      'the database does not exist',
      async () => {
        const refused = await runToEnd('standalone', { env: address((url) => void (url.pathname = '/no_such_database')) });
        expectRefusal(refused, 'DATABASE_UNREACHABLE', ['数据库不存在', 'no_such_database']);
      },
      2 * MINUTES,
    );

    it(
      'a newer release has migrated it: it is left alone',
      async () => {
        const server = process.env['TEST_DATABASE_URL']!;
        const name = `zhiheng_newer_${process.pid}`;
        const env = address((url) => void (url.pathname = `/${name}`));
        await query(server, `create database ${name}`);
        try {
          await query(
            env['DATABASE_URL']!,
            `create schema zhiheng; create table zhiheng.migration (id serial primary key, timestamp bigint not null, name varchar not null);
           insert into zhiheng.migration (timestamp, name) values (9999999999999, 'FromTheFuture9999999999999')`,
          );
          expectRefusal(await runToEnd('standalone', { env }), 'DATABASE_NEWER', ['FromTheFuture9999999999999']);
          expect(await query(env['DATABASE_URL']!, `select tablename from pg_tables where schemaname = 'zhiheng'`)).toEqual([
            { tablename: 'migration' },
          ]);
        } finally {
          await query(server, `drop database ${name} with (force)`);
        }
      },
      5 * MINUTES,
    );
  });

  describe('with faulty settings', () => {
    it(
      'lists every fault at once',
      async () => {
        const env = {
          PORT: 'eighty',
          QUEUE_BACKEND: 'kafka',
          ZHIHENG_CLOCK: 'sundial',
          ZHIHENG_SEED: 'wheat',
          ZHIHENG_LOG: 'loud',
          REDIS_URL: 'nowhere',
          DATABASE_URL: 'mysql://root@127.0.0.1/zhiheng',
        };
        const refused = await runToEnd('standalone', { env });
        expectRefusal(refused, 'SETTINGS_INVALID', [...Object.keys(env), 'eighty', 'kafka', 'sundial', 'wheat', 'loud']);
      },
      2 * MINUTES,
    );

    it(
      'sees what does not go together, and never shows a password',
      async () => {
        const env = {
          QUEUE_BACKEND: 'redis',
          NODE_ENV: 'production',
          ZHIHENG_CLOCK: 'movable',
          DATABASE_URL: 'postgres://zhiheng:secret@127.0.0.1:99999/zhiheng',
        };
        const refused = await runToEnd('standalone', { env });
        expectRefusal(refused, 'SETTINGS_INVALID', [
          'REDIS_URL',
          'ZHIHENG_CLOCK',
          'postgres://user:password@host:5432/database',
        ]);
        expect(refused.stdout + refused.stderr).not.toContain('secret');
      },
      2 * MINUTES,
    );

    it(
      'says so when no Redis is where REDIS_URL points',
      async () => {
        const { port, release } = await holdPort();
        await release();
        const refused = await runToEnd('standalone', {
          env: { ...home.env, QUEUE_BACKEND: 'redis', REDIS_URL: `redis://127.0.0.1:${port}` },
        });
        expectRefusal(refused, 'QUEUE_UNAVAILABLE', [String(port)]);
        await allGone(home.directory);
      },
      4 * MINUTES,
    );
  });
});

// The token of the first start is good at all others: sessions and keys are kept.
let auditor: Readonly<Record<string, string>>;

async function firstImport(url: string, { directory }: Home): Promise<readonly unknown[]> {
  await seedPeople(databaseUrlOf(directory));
  auditor = await signIn(url, 'auditor-1');
  const headers = await signIn(url, 'inspector-1');
  expect(
    (await upload(url, { fileName: '抽检.csv', bytes: Buffer.from(renderSpotChecksCsv(city.spotCheckRows)), headers })).status,
  ).toBe(201);
  return waitFor(
    async () => {
      const items = (await proceduresOf(url)) as readonly { readonly workflow: { readonly name: string } }[];
      const inspections = items.filter(({ workflow }) => workflow.name === 'inspection');
      const { checks } = (await call(`${url}/api/health`)).body as { checks: { database: { waiting: number } } };
      return inspections.length === city.expected.nonConforming && checks.database.waiting === 0 && proceduresOf(url);
    },
    { what: 'every non-conforming sample has its inspection, and nothing waits to follow' },
  );
}

async function proceduresOf(url: string): Promise<readonly unknown[]> {
  return (await call(`${url}/api/procedures?limit=200`, { headers: auditor })).body['items'] as readonly unknown[];
}

/** It ended with a code, said in both languages what is wrong, and showed no stack trace. */
function expectRefusal({ code, signal, stdout, stderr }: Finished, fault: string, says: readonly string[]): void {
  expect({ code, signal, stderr }).toMatchObject({ code: 1, signal: null, stderr: expect.stringContaining(fault) as string });
  for (const text of says) expect(stderr).toContain(text);
  expect(stderr).toMatch(/[\u4e00-\u9fff]/);
  expect(stdout + stderr).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  expect(stdout).not.toContain('质衡已启动');
}

async function query(connectionString: string, sql: string): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

// A child of the database may be gone before its turn comes.
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault;
  }
}
