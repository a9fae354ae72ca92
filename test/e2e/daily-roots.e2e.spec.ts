import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import { buildPrograms, runCommand, runToEnd } from './program.js';
import { databaseUrlOf, makeHome } from './standalone.js';
import type { Home, Standalone } from './standalone.js';

const MINUTES = 60_000;
const DAY = 86_400_000;
const city = generateCity({ seed: 'roots', enterprises: 6, samples: 12, failing: 0.5, jurisdiction: ZHONGSHAN });

describe('daily roots of a running system', () => {
  let home: Home;
  let system: Standalone;
  const zhiheng = (...args: string[]) => runCommand(args, home.env);
  const file = (name: string) => path.join(home.directory, name);
  const outsider = (...args: string[]) =>
    spawnSync(process.execPath, ['docs/how-to/examples/verify-inclusion.mjs', ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });

  beforeAll(async () => {
    buildPrograms();
    home = makeHome({ ZHIHENG_CLOCK: 'movable' });
    system = await home.start();
    writeFileSync(file('samples.csv'), renderSpotChecksCsv(city.spotCheckRows));
    await zhiheng('import', 'spot-checks', file('samples.csv'));
    // Far enough that the legal day, hours ahead of this one, has ended.
    await zhiheng('clock', new Date(Date.now() + 3 * DAY).toISOString().slice(0, 10));
    await zhiheng('roots', 'make');
  }, 5 * MINUTES);
  afterAll(async () => {
    await system?.stop();
    await home?.dispose();
  }, 3 * MINUTES);

  it('are published to everybody, each byte for byte with its hash as ETag', async () => {
    const list = await fetch(`${system.url}/api/public/roots`);
    const { roots } = (await list.json()) as { readonly roots: readonly { day: string; hash: string; text: string }[] };
    expect(list.headers.get('etag')).not.toBeNull();
    expect(roots.length).toBeGreaterThanOrEqual(1);
    for (const { day, hash, text } of roots) {
      const one = await fetch(`${system.url}/api/public/roots/${day}.json`);
      expect({ etag: one.headers.get('etag'), text: await one.text() }).toEqual({ etag: `"${hash}"`, text });
      const again = await fetch(`${system.url}/api/public/roots/${day}.json`, {
        headers: { 'if-none-match': `"${hash}"`, 'cache-control': 'max-age=0' },
      });
      expect(again.status).toBe(304);
    }
    expect((await fetch(`${system.url}/api/public/roots/2020-01-01.json`)).status).toBe(404);
    expect((await fetch(`${system.url}/api/public/roots/2026-02-30.json`)).status).toBe(422);
  });

  it(
    'let an outsider check one procedure without our program, and find another one false',
    async () => {
      const [listed] = (await zhiheng('list', '-n', '1')).split('\t');
      const id = listed!.trim();
      writeFileSync(file('proof.json'), await zhiheng('roots', 'prove', id));
      await zhiheng('export', id, '--out', file('procedure'));
      const histories = file('procedure/histories.jsonl');
      const published = `${system.url}/api/public/roots`;
      const sound = outsider(file('proof.json'), published, histories);
      expect({ status: sound.status, stderr: sound.stderr }).toEqual({ status: 0, stderr: '' });

      const proof = JSON.parse(readFileSync(file('proof.json'), 'utf8')) as { readonly head: string };
      writeFileSync(file('false.json'), JSON.stringify({ ...proof, head: proof.head.replace(' 1 ', ' 2 ') }));
      expect(outsider(file('false.json'), published).status).toBe(1);
      writeFileSync(file('forged.jsonl'), readFileSync(histories, 'utf8').replaceAll('system', 'nobody'));
      expect(outsider(file('proof.json'), published, file('forged.jsonl')).status).toBe(1);
      writeFileSync(file('none.json'), '{"roots":[]}');
      expect(outsider(file('proof.json'), file('none.json')).status).toBe(1);
    },
    3 * MINUTES,
  );

  it(
    'kept elsewhere as a folder, from the address or in the manifest of an export, name a procedure that its owner removed',
    async () => {
      await zhiheng('roots', 'keep', '--out', file('kept'));
      await zhiheng('export', '--out', file('all'));
      writeFileSync(file('published.json'), await (await fetch(`${system.url}/api/public/roots`)).text());
      const places = [file('kept'), file('published.json'), file('all/manifest.json'), `${system.url}/api/public/roots`];
      for (const place of places) await zhiheng('verify-chain', '--root', place);
      expect(await zhiheng('verify-chain')).toContain('注意');

      const client = new pg.Client({ connectionString: databaseUrlOf(home.directory), options: '-c search_path=zhiheng' });
      await client.connect();
      await client.query('set session_replication_role = replica');
      const { rows } = await client.query<{ readonly id: string }>(
        'delete from instance where id = (select min(id::text)::uuid from instance) returning id',
      );
      const { id } = rows[0]!;
      await client.query('delete from log where instance_id = $1', [id]);
      await client.end();
      for (const place of places) {
        const { code, stdout } = await runToEnd('cli', { args: ['verify-chain', '--json', '--root', place], env: home.env });
        const { faults } = JSON.parse(stdout) as { readonly faults: readonly object[] };
        expect({ code, faults }).toEqual({
          code: 1,
          faults: [expect.objectContaining({ code: 'HISTORY_REMOVED', instanceId: id })],
        });
      }
      expect((await runToEnd('cli', { args: ['verify-chain', '--root', file('nowhere')], env: home.env })).stderr).toContain(
        'ROOTS_UNREADABLE',
      );
    },
    5 * MINUTES,
  );
});
