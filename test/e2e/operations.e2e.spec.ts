import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { call, postJson, signIn } from './api.js';
import { redisIsExpected, startRedis } from '../conformance/redis-server.js';
import { buildPrograms } from './program.js';
import { databaseUrlOf, makeHome } from './standalone.js';
import { waitFor } from './wait-for.js';
import type { Home, Standalone } from './standalone.js';

const MINUTES = 60_000;
const COLLECTOR = 'a-token-for-the-collector-of-metrics-0001';
type Headers = Readonly<Record<string, string>>;

describe('what operators use of a standalone system', () => {
  let home: Home;
  let system: Standalone;
  let administrator: Headers;
  let auditor: Headers;
  let inspector: Headers;

  beforeAll(async () => {
    buildPrograms();
    home = makeHome({ ZHIHENG_SEED: 'demo', ZHIHENG_METRICS_TOKEN: COLLECTOR });
    system = await home.start();
    [administrator, auditor, inspector] = await Promise.all([
      signIn(system.url, 'admin'),
      signIn(system.url, 'auditor-1'),
      signIn(system.url, 'inspector-1'),
    ]);
    await waitFor(
      async () => {
        const { checks } = (await call(`${system.url}/api/health`)).body as { checks: { database: { waiting: number } } };
        return checks.database.waiting === 0;
      },
      { what: 'what the demonstration brought is carried out' },
    );
  }, 5 * MINUTES);
  afterAll(async () => {
    await system?.stop();
    await home?.dispose();
  }, 3 * MINUTES);

  describe('dead letters', () => {
    const letters = () => `${system.url}/api/dead-letters`;

    it('are for who may manage them', async () => {
      expect((await call(letters())).status).toBe(401);
      expect((await call(letters(), { headers: inspector })).status).toBe(403);
    });

    it('are listed page by page, shown, dropped with a reason, and settled once', async () => {
      const ids = [await aDeadLetter(), await aDeadLetter(), await aDeadLetter()];
      const first = await call(`${letters()}?limit=2`, { headers: administrator });
      expect(first.body).toMatchObject({ items: [{ id: ids[0] }, { id: ids[1] }], next: ids[1] });
      const second = await call(`${letters()}?limit=2&cursor=${String(first.body['next'])}`, { headers: administrator });
      expect(second.body).toEqual({ items: [expect.objectContaining({ id: ids[2] })] });

      const drop = (body: unknown) => postJson(`${letters()}/${ids[0]}/drop`, body, administrator);
      expect((await drop({})).status).toBe(400);
      expect((await drop({ why: '   ' })).status).toBe(400);
      expect((await drop({ why: '重复线索' })).status).toBe(200);
      expect(await drop({ why: '重复线索' })).toMatchObject({ status: 409, body: { code: 'DEAD_LETTER_SETTLED' } });
      expect((await call(`${letters()}/${ids[0]}`, { headers: administrator })).body).toMatchObject({
        state: 'dropped',
        settledBy: 'admin',
        acts: [{ act: 'dropped', by: 'admin', why: '重复线索' }],
      });

      const retried = await postJson(`${letters()}/${ids[1]}/retry`, { why: '规则已改正' }, administrator);
      expect(retried).toMatchObject({ status: 202, body: { state: 'retried' } });
      const other = { why: '更正', announcement: anAnnouncement() };
      expect(await postJson(`${letters()}/${ids[2]}/retry`, other, administrator)).toMatchObject({
        status: 422,
        body: { code: 'DEAD_LETTER_MESSAGE_CHANGED' },
      });
      const broken = { why: '更正', announcement: { topic: 'no' } };
      expect(await postJson(`${letters()}/${ids[2]}/retry`, broken, administrator)).toMatchObject({
        status: 422,
        body: { code: 'ANNOUNCEMENT_UNREADABLE' },
      });
    });

    it('that do not exist are 404', async () => {
      expect(await call(`${letters()}/999999`, { headers: administrator })).toMatchObject({
        status: 404,
        body: { code: 'DEAD_LETTER_UNKNOWN' },
      });
    });
  });

  describe('metrics', () => {
    const read = (headers: Headers) => fetch(`${system.url}/api/metrics`, { headers });

    it('are for operations.read and for the collector', async () => {
      expect((await read({})).status).toBe(401);
      expect((await read({ authorization: 'Bearer wrong' })).status).toBe(401);
      expect((await read(inspector)).status).toBe(403);
      expect((await read(auditor)).status).toBe(200);
      expect((await read({ authorization: `Bearer ${COLLECTOR}` })).status).toBe(200);
    });

    it('are text that Prometheus reads, with what was committed, what waits, and each route', async () => {
      const response = await read(auditor);
      expect(response.headers.get('content-type')).toContain('text/plain');
      const samples = parseMetrics(await response.text());
      for (const name of samples.map((sample) => sample.name)) expect(name).toMatch(/^zhiheng_/);
      const value = (name: string) => samples.filter((one) => one.name === name).reduce((sum, one) => sum + one.value, 0);
      expect(value('zhiheng_events_accepted_total')).toBeGreaterThan(0);
      expect(value('zhiheng_commit_batch_events_count')).toBeGreaterThan(0);
      expect(value('zhiheng_database_connections')).toBeGreaterThan(0);
      for (const name of ['zhiheng_outbox_unsent', 'zhiheng_outbox_oldest_seconds', 'zhiheng_dead_letters_open'])
        expect(samples).toContainEqual(expect.objectContaining({ name, value: expect.any(Number) as number }));
      expect(samples.filter(({ name }) => name === 'zhiheng_queue_jobs').map(({ labels }) => labels)).toEqual(
        expect.arrayContaining([expect.stringContaining('context="enforcement"')]),
      );
      const routes = samples.filter(({ name }) => name === 'zhiheng_http_request_duration_seconds_count');
      expect(routes.map(({ labels }) => labels)).toEqual(
        expect.arrayContaining([expect.stringContaining('route="/api/dead-letters/:id"')]),
      );
    });
  });

  describe('health', () => {
    it.each(['', '/live', '/ready'])('api/health%s is public and tells nothing of the inside', async (part) => {
      const { status, body } = await call(`${system.url}/api/health${part}`);
      expect({ status, ok: body['status'] }).toEqual({ status: 200, ok: 'ok' });
      expect(JSON.stringify(body)).not.toMatch(/reason|detail|127\.0\.0\.1|postgres:\/\//);
    });
  });

  describe('the page of the operators', () => {
    const open = (headers: Headers) => fetch(`${system.url}/admin`, { headers });

    it('asks a browser to sign in, and refuses programs and whoever does not operate', async () => {
      const page = await open({ accept: 'text/html' });
      expect({ status: page.status, html: await page.text() }).toEqual({
        status: 401,
        html: expect.stringContaining('登录 Sign in') as string,
      });
      expect((await open({ accept: 'application/json' })).status).toBe(401);
      expect((await open(inspector)).status).toBe(403);
      for (const headers of [{}, inspector])
        expect((await call(`${system.url}/api/operations`, { headers })).status).toBe(headers === inspector ? 403 : 401);
    });

    it('shows the figures as they stand with what each means and what to do, by cookie or token, without a script', async () => {
      await aDeadLetter();
      const session = await fetch(`${system.url}/api/auth/board-session`, { method: 'POST', headers: administrator });
      const cookie = session.headers.get('set-cookie')!.split(';')[0]!;
      // Read at most every two seconds: what was just buried shows a moment later.
      const html = await waitFor(
        async () => {
          const page = await open({ cookie });
          expect(page.status).toBe(200);
          expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
          const text = await page.text();
          return /class="look"><th>死信/.test(text) ? text : undefined;
        },
        { what: 'the page shows the dead letter' },
      );
      expect(html).toMatch(/死信<small>Dead letters<\/small>.*无法处理、等待人工决定的消息。.*逐条查看原因/s);
      expect(html).toContain('<meta http-equiv="refresh"');
      expect(html).not.toMatch(/<script|<link|<img| on[a-z]+=/);
      expect(html).toContain('enforcement');
      expect((await open(auditor)).status).toBe(200);
    });

    it('is there as JSON, with the state of each figure', async () => {
      const { status, body } = await call(`${system.url}/api/operations`, { headers: auditor });
      expect(status).toBe(200);
      const figures = body['figures'] as readonly { readonly metric: string; readonly value: number; readonly state: string }[];
      expect(figures.length).toBeGreaterThan(15);
      const of = (metric: string) => figures.find((figure) => figure.metric === metric);
      expect(of('zhiheng_dead_letters_open')).toMatchObject({ state: 'look', normalUpTo: 0 });
      expect(of('zhiheng_events_accepted_total')?.value).toBeGreaterThan(0);
      expect(of('zhiheng_commit_batch_events')?.value).toBeGreaterThanOrEqual(1);
      expect(body['queues']).toHaveLength(5);
    });

    it('leaves the rest below /admin alone', async () => {
      expect((await fetch(`${system.url}/admin`, { method: 'POST', headers: administrator })).status).toBe(404);
      expect((await call(`${system.url}/admin/nothing`, { headers: administrator })).status).toBe(404);
    });
  });

  describe('the board of queues', () => {
    const board = (headers: Headers, request: RequestInit = {}) =>
      fetch(`${system.url}/admin/queues/${request.method === 'PUT' ? 'api/queues/pause' : ''}`, { ...request, headers });
    const cookieOf = async (headers: Headers): Promise<Headers> => {
      const response = await fetch(`${system.url}/api/auth/board-session`, { method: 'POST', headers });
      expect(response.status).toBe(204);
      const cookie = response.headers.get('set-cookie')!;
      for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/admin;', 'Max-Age=1800']) expect(cookie).toContain(part);
      return { cookie: cookie.split(';')[0]! };
    };

    it('asks a browser to sign in, and refuses others', async () => {
      const page = await board({ accept: 'text/html' });
      expect({ status: page.status, html: await page.text() }).toEqual({
        status: 401,
        html: expect.stringContaining('登录 Sign in') as string,
      });
      expect((await board(inspector)).status).toBe(403);
      expect((await fetch(`${system.url}/api/auth/board-session`, { method: 'POST', headers: inspector })).status).toBe(403);
    });

    it('loads for the administrator and shows the queue of each context', async () => {
      const cookie = await cookieOf(administrator);
      const page = await board(cookie);
      expect({ status: page.status, html: await page.text() }).toEqual({
        status: 200,
        html: expect.stringContaining('/admin/queues/') as string,
      });
      const answer = await fetch(`${system.url}/admin/queues/api/queues`, { headers: cookie });
      const { queues } = (await answer.json()) as { readonly queues: readonly { name: string; readOnlyMode: boolean }[] };
      expect(queues.map(({ name }) => name).sort()).toEqual(
        ['zh-enforcement', 'zh-inspection', 'zh-interview', 'zh-publicity', 'zh-recall'].sort(),
      );
      expect(queues.every(({ readOnlyMode }) => !readOnlyMode)).toBe(true);
    });

    it('lets an auditor look and nothing else', async () => {
      const cookie = await cookieOf(auditor);
      const answer = await fetch(`${system.url}/admin/queues/api/queues`, { headers: cookie });
      const { queues } = (await answer.json()) as { readonly queues: readonly { readOnlyMode: boolean }[] };
      expect(queues.map(({ readOnlyMode }) => readOnlyMode)).toEqual([true, true, true, true, true]);
      expect((await board({ ...cookie, origin: system.url }, { method: 'PUT' })).status).toBe(403);
    });

    it('takes a change with the cookie only from itself', async () => {
      const cookie = await cookieOf(administrator);
      const foreign = await board({ ...cookie, origin: 'https://elsewhere.example' }, { method: 'PUT' });
      expect({ status: foreign.status, body: await foreign.json() }).toMatchObject({
        status: 403,
        body: { code: 'CROSS_SITE_REQUEST' },
      });
      expect((await board(cookie, { method: 'PUT' })).status).toBe(403);
      expect((await board({ ...cookie, origin: system.url }, { method: 'PUT' })).status).toBe(200);
      const resumed = await fetch(`${system.url}/admin/queues/api/queues/resume`, {
        method: 'PUT',
        headers: { ...cookie, origin: system.url },
      });
      expect(resumed.status).toBe(200);
    });
  });

  async function aDeadLetter(): Promise<string> {
    const announcement = anAnnouncement();
    const client = new pg.Client({ connectionString: databaseUrlOf(home.directory) });
    await client.connect();
    try {
      const { rows } = await client.query<{ readonly id: string }>(
        `insert into zhiheng.dead_letter (consumer, message_id, topic, announcement, code, reason, attempts)
         values ('publicity', $1, $2, $3, 'RULE_FAILED', 'test', 1) returning id`,
        [announcement.messageId, announcement.topic, JSON.stringify(announcement)],
      );
      return rows[0]!.id;
    } finally {
      await client.end();
    }
  }
});

(redisIsExpected() ? describe : describe.skip)('the board of queues over Redis', () => {
  it(
    'shows the same queues',
    async () => {
      const redis = await startRedis();
      const home = makeHome({ ZHIHENG_SEED: 'demo', QUEUE_BACKEND: 'redis', REDIS_URL: redis.url });
      try {
        const system = await home.start();
        const headers = await signIn(system.url, 'admin');
        const { status, body } = await call(`${system.url}/admin/queues/api/queues`, { headers });
        expect({ status, queues: body['queues'] }).toEqual({
          status: 200,
          queues: expect.arrayContaining([expect.objectContaining({ name: 'zh-enforcement' })]) as unknown,
        });
        await system.stop();
      } finally {
        await home.dispose();
        await redis.stop();
      }
    },
    5 * MINUTES,
  );
});

function anAnnouncement() {
  return { messageId: randomUUID(), topic: 'none.of-ours', facts: {}, source: { instanceId: randomUUID() } };
}

type Sample = { readonly name: string; readonly labels: string; readonly value: number };

/** The text format of Prometheus, read strictly: every line is a comment or a sample. prom-client writes Nan, which Prometheus reads. */
function parseMetrics(text: string): readonly Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !/^# (HELP|TYPE) [a-z_:][a-z0-9_:]* .+$/i.test(line))
    .map((line) => {
      const match = /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\.)*",?)*)\})? (NaN|Nan|[+-]?Inf|[-+\d.eE]+)$/.exec(
        line,
      );
      if (match === null) throw new Error(`not a line of the text format: ${line}`);
      return { name: match[1]!, labels: match[2] ?? '', value: Number(match[3]) };
    });
}
