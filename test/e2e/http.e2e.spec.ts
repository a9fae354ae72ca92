import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SPOT_CHECK_COLUMNS, ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import type { SpotCheckRow } from '@zhiheng/sample-data';
import pg from 'pg';
import writeXlsxFile from 'write-excel-file/node';
import { call, upload } from './api.js';
import type { Answer } from './api.js';
import { badRequests } from './bad-requests.js';
import type { BadRequest } from './bad-requests.js';
import { encodeGbk } from './gbk.js';
import { seedPeople, signedIn } from './people.js';
import type { Headers, People } from './people.js';
import { buildPrograms } from './program.js';
import { databaseUrlOf, makeHome } from './standalone.js';
import type { Home, Standalone } from './standalone.js';
import { waitFor } from './wait-for.js';

const MINUTES = 60_000;
const city = (seed: string, samples: number) =>
  generateCity({ seed, enterprises: 12, samples, failing: 0.5, jurisdiction: ZHONGSHAN });
const LISTED = [
  '中山市100%棉业厂',
  '中山市_下划线_电器厂',
  `中山市O'Brien“"Q"”厂`,
  '中山市反斜杠\\制造厂',
  '中山市叹号!五金厂',
];

describe('the HTTP interface of a standalone system', () => {
  let home: Home;
  let system: Standalone;
  const samples = city('http', 60);
  const sound = Buffer.from(renderSpotChecksCsv(samples.spotCheckRows));
  let procedures: readonly string[];
  let people: People;
  let inspector: Headers;

  beforeAll(async () => {
    buildPrograms();
    home = makeHome();
    system = await home.start();
    await seedPeople(databaseUrlOf(home.directory));
    people = signedIn(system.url);
    inspector = await people('inspector');
    expect((await upload(system.url, { fileName: '抽检.csv', bytes: sound, headers: inspector })).status).toBe(201);
    procedures = await waitFor(
      async () => {
        const ids = (await query(`select id from instance where workflow = 'inspection'`)).map(({ id }) => String(id));
        const [{ waiting }] = (await query('select count(*)::int as waiting from outbox')) as [{ waiting: number }];
        return ids.length === samples.expected.nonConforming && waiting === 0 && ids;
      },
      { what: 'every non-conforming sample has its inspection, and nothing waits to follow' },
    );
    for (const [index, name] of LISTED.entries()) {
      await query(
        `insert into public_record (kind, id, jurisdiction, subject_id, subject_name, title, facts, basis, published_on, instance_id, seq, search, changed_at)
         values ('blacklist', gen_random_uuid(), '442000', $1, $2, '', '{}', '', '2026-01-06', gen_random_uuid(), 1, $2 || ' ' || $1, now())`,
        [`uscc:${index}`, name],
      );
    }
  }, 5 * MINUTES);
  afterAll(async () => {
    await system?.stop();
    await home?.dispose();
  }, 3 * MINUTES);

  describe('refuses as problem+json', () => {
    it.each(badRequests(sound).map((request) => [request.title, request] as const))('%s', async (_title, request) => {
      const { status, type, body } = await ask(request);
      expect({ status, type, code: body['code'] }).toEqual({
        status: request.status,
        type: 'application/problem+json',
        code: request.code,
      });
      expect(body).toMatchObject({ type: 'about:blank', status, title: expect.stringMatching(/[\u4e00-\u9fff]/) as string });
      expect(JSON.stringify(body)).not.toMatch(/\bat .+\.js:\d+|node_modules/);
    });

    it('none of them as a fault of its own, and none left a trace', async () => {
      expect(system.program.stderr()).not.toContain('http.fault');
      expect(await query('select count(*)::int as files, sum(rows)::int as rows from import_file')).toEqual([
        { files: 1, rows: samples.spotCheckRows.length },
      ]);
      expect(await query(`select count(*)::int as inspections from instance where workflow = 'inspection'`)).toEqual([
        { inspections: samples.expected.nonConforming },
      ]);
      expect((await call(`${system.url}/api/health`)).body).toMatchObject({
        status: 'ok',
        checks: { database: { deadLetters: 0 } },
      });
    });
  });

  describe('takes files', () => {
    it('saved as GBK', async () => {
      const { spotCheckRows, expected } = city('http-gbk', 10);
      const { status, body } = await upload(system.url, {
        headers: inspector,
        fileName: '抽检结果（国标码）.csv',
        bytes: encodeGbk(inGbk(renderSpotChecksCsv(spotCheckRows))),
      });
      expect({ status, body }).toMatchObject({
        status: 201,
        body: {
          fileName: '抽检结果（国标码）.csv',
          encoding: 'gb18030',
          ...expected.spotChecks,
          nonConforming: expected.nonConforming,
        },
      });
    });

    it('made by a spreadsheet program, with the same outcome as the CSV of the same rows', async () => {
      const { spotCheckRows, expected } = city('http-xlsx', 10);
      const { status, body } = await upload(system.url, {
        headers: inspector,
        fileName: '抽检.xlsx',
        bytes: await workbookOf(spotCheckRows),
      });
      expect({ status, body }).toMatchObject({
        status: 201,
        body: { encoding: 'xlsx', ...expected.spotChecks, nonConforming: expected.nonConforming },
      });
      const again = await upload(system.url, {
        headers: inspector,
        fileName: '抽检.csv',
        bytes: Buffer.from(renderSpotChecksCsv(spotCheckRows)),
      });
      expect(again.body).toMatchObject({ accepted: 0, duplicate: spotCheckRows.length, added: 0 });
    });

    it('with a null character in a cell: the row is told, the others come in', async () => {
      const { spotCheckRows } = city('http-null', 10);
      const [first, ...rest] = spotCheckRows as [SpotCheckRow, ...SpotCheckRow[]];
      const { status, body } = await upload(system.url, {
        headers: inspector,
        fileName: '空字符.csv',
        bytes: Buffer.from(renderSpotChecksCsv([{ ...first, remarks: '备\u0000注' }, ...rest])),
      });
      expect({ status, body }).toMatchObject({ status: 201, body: { rows: spotCheckRows.length } });
      expect(Number(body['accepted']) + Number(body['quarantined'])).toBe(spotCheckRows.length);
    });

    it('of nothing but a header: no rows, and a note says so', async () => {
      const { status, body } = await upload(system.url, {
        headers: inspector,
        fileName: '表头.csv',
        bytes: Buffer.from(renderSpotChecksCsv([])),
      });
      expect({ status, body }).toMatchObject({ status: 201, body: { rows: 0, notes: [{ zh: expect.any(String) as string }] } });
    });
  });

  it('visits every row of an import once, page by page', async () => {
    const [{ id }] = (await query('select id from import_file order by started_at limit 1')) as [{ id: string }];
    const lines = await pages(`/api/imports/${id}/rows?limit=13`, ({ line }) => Number(line));
    expect(lines).toEqual(samples.spotCheckRows.map((_row, index) => index + 2));
  });

  it('visits every procedure once, page by page', async () => {
    await waitFor(async () => (await query('select from outbox limit 1')).length === 0, {
      what: 'nothing waits that would open another',
    });
    const stored = (await query('select id from instance')).map((row) => String(row['id']));
    for (const limit of [1, 7, 200])
      expect([...(await pages(`/api/procedures?limit=${limit}`, ({ id }) => String(id), 'cursor'))].sort()).toEqual(
        [...stored].sort(),
      );
  });

  describe('searches the public list', () => {
    it.each([
      ['a percent sign', '%', [LISTED[0]]],
      ['an underscore', '_', [LISTED[1]]],
      ['a single quote', "'", [LISTED[2]]],
      ['a double quote', '"Q"', [LISTED[2]]],
      ['a backslash', '\\', [LISTED[3]]],
      ['the escape character', '!', [LISTED[4]]],
      ['a part of a name', '电器', [LISTED[1]]],
      ['the code of the party', 'uscc:3', [LISTED[3]]],
      ['what all have', '中山市', LISTED],
      ['what would end a statement', "'; drop table public_record; --", []],
    ])('for %s', async (_title, text, found) => {
      const names = await pages(
        `/api/public/blacklist?limit=2&q=${encodeURIComponent(text)}`,
        ({ subject }) => (subject as { name: string }).name,
      );
      expect([...names].sort()).toEqual([...found].sort());
    });
  });

  it('documents every route of every controller', async () => {
    const { status, body } = await call(`${system.url}/api/docs-json`);
    expect(status).toBe(200);
    const documented = Object.entries(body['paths'] as Readonly<Record<string, object>>).flatMap(([route, methods]) =>
      Object.keys(methods).map((method) => `${method} ${route}`),
    );
    expect(documented.sort()).toEqual([...declaredRoutes()].sort());
    expect((await call(`${system.url}/api/docs`)).type).toBe('text/html');
  });

  async function ask(request: BadRequest): Promise<Answer> {
    if ('upload' in request) return upload(system.url, { ...request.upload, headers: inspector });
    const { method = 'GET', headers, body, as = 'inspector' } = request;
    return call(system.url + request.path.replace('{procedure}', procedures[0]!), {
      method,
      headers: { ...(as === 'nobody' ? {} : await people(as)), ...headers },
      ...(body !== undefined && { body }),
    });
  }

  async function query(sql: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: databaseUrlOf(home.directory), options: '-c search_path=zhiheng' });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  async function pages<T>(address: string, pick: (item: Record<string, unknown>) => T, goOn = 'after'): Promise<readonly T[]> {
    const seen: T[] = [];
    const place = address.startsWith('/api/public/') ? 'cursor' : goOn;
    for (let after: unknown; ;) {
      const { status, body } = await call(`${system.url}${address}${after === undefined ? '' : `&${place}=${String(after)}`}`, {
        headers: inspector,
      });
      expect(status).toBe(200);
      seen.push(...(body['items'] as readonly Record<string, unknown>[]).map(pick));
      if (body['next'] === undefined) return seen;
      after = body['next'];
    }
  }
});

/** GBK has no small raised digits: programs write 10⁴ as 104 there. */
function inGbk(text: string): string {
  return text.replace(/[⁰¹²³⁴-⁹]/g, (digit) => digit.normalize('NFKC'));
}

async function workbookOf(rows: readonly SpotCheckRow[]): Promise<Buffer> {
  const fields = Object.keys(SPOT_CHECK_COLUMNS) as (keyof SpotCheckRow)[];
  const cells = rows.map((row) => fields.map((field) => (row[field] === '' ? null : row[field])));
  return writeXlsxFile([fields.map((field) => SPOT_CHECK_COLUMNS[field]), ...cells]).toBuffer();
}

/** Routes as the sources declare them, read independently of the framework. */
function declaredRoutes(): readonly string[] {
  const features = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../libs/features');
  const files = readdirSync(features, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.controller.ts'));
  return files.flatMap((name) => {
    const source = readFileSync(path.join(features, name), 'utf8');
    const base = /@Controller\('([^']*)'\)/.exec(source)![1]!;
    return [...source.matchAll(/@(Get|Sse|Post|Put|Patch|Delete)\((?:'([^']*)')?\)/g)].map(([, method, rest]) => {
      const route = [base, rest]
        .filter(Boolean)
        .join('/')
        .replace(/:(\w+)/g, '{$1}');
      return `${method!.toLowerCase().replace('sse', 'get')} /${route}`;
    });
  });
}
