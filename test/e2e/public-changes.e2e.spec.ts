import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { call, signIn, upload } from './api.js';
import { buildPrograms } from './program.js';
import { databaseUrlOf, makeHome } from './standalone.js';
import type { Home, Standalone } from './standalone.js';
import { waitFor } from './wait-for.js';

const MINUTES = 60_000;

describe('a stranger that follows the public changes', () => {
  let home: Home;
  let system: Standalone;
  let follower: ChildProcess | undefined;
  let port: number;

  beforeAll(async () => {
    buildPrograms();
    home = makeHome({ PORT: String((port = await freePort())), ZHIHENG_SEED: 'accounts' });
    system = await home.start();
  }, 5 * MINUTES);
  afterAll(async () => {
    follower?.kill('SIGKILL');
    await system?.stop();
    await home?.dispose();
  }, 3 * MINUTES);

  it(
    'ends with the same list as the database, though the server and it were killed meanwhile',
    async () => {
      const state = `${home.directory}/followed.json`;
      const follow = (): void => {
        follower = spawn(
          process.execPath,
          ['docs/how-to/examples/follow-public-changes.mjs', `http://127.0.0.1:${port}`, state],
          {
            stdio: 'ignore',
            env: { PATH: process.env['PATH'] },
          },
        );
      };
      follow();
      const headers = await signIn(system.url, 'inspector-1');
      for (const seed of ['first', 'second', 'third']) {
        const city = generateCity({ seed, enterprises: 60, samples: 150, jurisdiction: ZHONGSHAN });
        const bytes = new TextEncoder().encode(renderSpotChecksCsv(city.spotCheckRows));
        expect((await upload(system.url, { fileName: `${seed}.csv`, bytes, headers })).status).toBe(201);
        await system.kill();
        if (seed === 'second') {
          follower!.kill('SIGKILL');
          follow();
        }
        system = await home.start();
      }
      await waitFor(async () => (await stored('select 1 from outbox')).length === 0, { what: 'all announcements are handled' });
      const list = await stored(
        `select kind || '/' || id as key, public_record_json(r) as record from public_record r where published_on is not null and withdrawn_on is null`,
      );
      expect(list.length).toBeGreaterThan(300);
      const followed = (): Record<string, unknown> =>
        (JSON.parse(readFileSync(state, 'utf8')) as { records: Record<string, unknown> }).records;
      await waitFor(() => Object.keys(followed()).length === list.length, { what: 'the follower has caught up' });
      expect(followed()).toEqual(Object.fromEntries(list.map(({ key, record }) => [key as string, record])));
    },
    10 * MINUTES,
  );

  it('is told that nothing changed by 304, and gets lists as CSV and Atom', async () => {
    const list = await fetch(`${system.url}/api/public/spot-checks?limit=5`);
    expect(await list.json()).toMatchObject({ items: expect.any(Array) as unknown, next: expect.any(String) as unknown });
    const again = await fetch(`${system.url}/api/public/spot-checks?limit=5`, {
      headers: { 'if-none-match': list.headers.get('etag')!, 'cache-control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
    const atom = await call(`${system.url}/api/public/spot-checks.atom`);
    expect(atom).toMatchObject({ status: 200, type: 'application/atom+xml' });
    const csv = await call(`${system.url}/api/public/spot-checks.csv`);
    expect(csv).toMatchObject({ status: 200, type: 'text/csv' });
    expect((await call(`${system.url}/api/public/daily`)).body).toEqual({ files: [] });
    expect((await call(`${system.url}/api/asyncapi.json`)).body).toMatchObject({ asyncapi: '3.0.0' });
  });

  it.each([
    ['/api/public/unknown', 404],
    ['/api/public/unknown.csv', 404],
    ['/api/public/recalls/x', 400],
    ['/api/public/changes?cursor=x', 400],
    ['/api/public/changes?limit=0', 400],
    ['/api/public/penalties?cursor=AAAA', 400],
    ['/api/public/penalties.csv?from=2026-02-31', 400],
    ['/api/public/daily/2026-02-30.json', 422],
    ['/api/public/daily/2026-01-01.json', 404],
  ])('gets a plain refusal for %s', async (path, status) => {
    expect((await call(`${system.url}${path}`)).status).toBe(status);
  });

  async function stored(sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: databaseUrlOf(home.directory), options: '-c search_path=zhiheng' });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
