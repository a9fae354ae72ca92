import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { call, signIn, upload } from './api.js';
import { buildPrograms } from './program.js';
import { databaseUrlOf, makeHome } from './standalone.js';
import type { Home, Standalone } from './standalone.js';
import { startStranger } from './stranger.js';
import type { Stranger } from './stranger.js';

const MINUTES = 60_000;

describe('a stranger that follows the public changes', () => {
  let home: Home;
  let system: Standalone;
  let stranger: Stranger | undefined;
  let port: number;

  beforeAll(async () => {
    buildPrograms();
    home = makeHome({ PORT: String((port = await freePort())), ZHIHENG_SEED: 'accounts' });
    system = await home.start();
  }, 5 * MINUTES);
  afterAll(async () => {
    stranger?.kill();
    await system?.stop();
    await home?.dispose();
  }, 3 * MINUTES);

  it(
    'ends with the same list as the database, though the server and it were killed meanwhile',
    async () => {
      stranger = startStranger(`http://127.0.0.1:${port}`, `${home.directory}/followed.json`);
      const headers = await signIn(system.url, 'inspector-1');
      for (const seed of ['first', 'second', 'third']) {
        const city = generateCity({ seed, enterprises: 60, samples: 150, jurisdiction: ZHONGSHAN });
        const bytes = new TextEncoder().encode(renderSpotChecksCsv(city.spotCheckRows));
        expect((await upload(system.url, { fileName: `${seed}.csv`, bytes, headers })).status).toBe(201);
        await system.kill();
        if (seed === 'second') {
          stranger.kill();
          stranger.start();
        }
        system = await home.start();
      }
      const { followed, published } = await stranger.caughtUp(databaseUrlOf(home.directory));
      expect(Object.keys(published).length).toBeGreaterThan(300);
      expect(followed).toEqual(published);
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
    // One of a day that ended meanwhile, at most.
    expect((await call(`${system.url}/api/public/daily`)).body).toEqual({ files: expect.any(Array) as unknown });
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
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
