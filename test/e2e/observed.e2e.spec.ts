import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import pg from 'pg';
import { startCollector } from '../tracing/collector.js';
import type { CollectedSpan, Collector } from '../tracing/collector.js';
import { treeOf, wholeTree } from '../tracing/span-tree.js';
import type { SpanTree } from '../tracing/span-tree.js';
import { call, postJson, signIn, upload } from './api.js';
import type { Headers } from './api.js';
import { addDays } from './legal-days.js';
import { buildPrograms } from './program.js';
import { startSplit } from './split.js';
import type { Split } from './split.js';
import { waitFor } from './wait-for.js';

const MINUTES = 60_000;
const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

/** People and secrets that are put into the data: none of it may be in a span or on a line of a log. */
const PLANTED = {
  party: '刁小四五金店',
  address: '石岐区孙文中路七十七号',
  receiver: '辜签收',
  informant: '阚举报',
  phone: '13912345678',
  residentNumber: '11010519491231002X',
  password: 'Wrong-but-secret-9042',
};

const COLLECTORS_TOKEN = 'a-token-for-the-collector-of-metrics-0002';
const INDUSTRIAL = /^(建材|儿童用品|服装|家具|燃气具|照明产品|家用电器)/;

type Sent = { readonly headers: IncomingHttpHeaders; readonly event: Readonly<Record<string, unknown>> };

describe('what the split system lets operators see of one event: traces and logs, and nobody in them', () => {
  let collector: Collector;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let split: Split;
  let database: pg.Client;
  let inspector: Headers;
  let administrator: Headers;
  let inspection: string;
  let second: string;
  const tokens: string[] = [];

  beforeAll(async () => {
    buildPrograms();
    [collector, receiver] = await Promise.all([startCollector(), startReceiver()]);
    split = await startSplit({
      env: {
        ZHIHENG_SEED: 'demo',
        ZHIHENG_LOG: 'info',
        ZHIHENG_CLOCK: 'movable',
        ZHIHENG_WEBHOOK_ALLOW_LOOPBACK: 'true',
        ZHIHENG_METRICS_TOKEN: COLLECTORS_TOKEN,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      },
    });
    database = new pg.Client({ connectionString: split.databaseUrl, options: '-c search_path=zhiheng' });
    // The database ends before its client: that is no fault of the test.
    database.on('error', () => undefined);
    await database.connect();
    [inspector, administrator] = await Promise.all([signIn(split.url, 'inspector-1'), signIn(split.url, 'admin')]);
    tokens.push(...[inspector, administrator].map(({ authorization }) => authorization!.slice('Bearer '.length)));
    const hook = { url: receiver.url, topics: ['inspection.nonconformityConfirmed'] };
    expect(await postJson(`${split.url}/api/webhooks`, hook, await signIn(split.url, 'publisher-1'))).toMatchObject({
      status: 201,
      body: {},
    });
  }, 5 * MINUTES);
  afterAll(async () => {
    await database?.end();
    await split?.dispose();
    await Promise.all([collector?.close(), receiver?.close()]);
  }, 3 * MINUTES);

  it(
    'a sample of an imported file and what the rulebook makes of it are one trace over two services, linked with that of the file',
    async () => {
      const answer = await upload(split.url, {
        fileName: `${PLANTED.informant}.csv`,
        bytes: Buffer.from(csv()),
        headers: inspector,
      });
      expect(answer).toMatchObject({ status: 201, body: { nonConforming: 1 } });
      inspection = await waitFor(
        async () => {
          const { body } = await call(`${split.url}/api/procedures?workflow=inspection`, { headers: inspector });
          return (body['items'] as readonly { readonly id: string }[])[0]?.id;
        },
        { what: 'the inspection is opened' },
      );
      const opened = await collected(({ name }) => name === 'advance NONCONFORMITY_REPORTED');
      const { pathOf, roots } = await wholeTree(collector.spans, opened.traceId);
      expect(pathOf(opened)).toEqual([
        'zhiheng-inspection: advance NONCONFORMITY_REPORTED',
        'zhiheng-inspection: handle spot-check.recorded',
        'zhiheng-gateway: record spot-check.recorded',
      ]);
      const request = await collected(({ name }) => name === 'POST /api/imports');
      const [record] = roots;
      expect(record!.links).toMatchObject([{ traceId: request.traceId, spanId: request.spanId }]);
    },
    5 * MINUTES,
  );

  describe('one command that a caller sends with a trace of its own', () => {
    let tree: SpanTree;

    beforeAll(async () => {
      expect(
        await send('CONCLUSION_SERVED', { method: 'direct', receivedBy: PLANTED.receiver, producerTold: true }),
      ).toMatchObject({ status: 200, body: {} });
      const traceparent = `00-${CALLER.traceId}-${CALLER.spanId}-01`;
      expect(await send('OBJECTION_WAIVED', { statement: `${PLANTED.party} ${PLANTED.phone}` }, { traceparent })).toMatchObject(
        { status: 200, body: { kind: 'accepted' } },
      );
      await collected(({ name, traceId }) => name === 'advance CLUE_REGISTERED' && traceId === CALLER.traceId);
      await collected(({ name, traceId }) => name === 'advance TRIGGERED' && traceId === CALLER.traceId);
      await collected(({ name, traceId }) => name === 'POST webhook' && traceId === CALLER.traceId);
      await collected(({ service, traceId }) => service === 'zhiheng-publicity' && traceId === CALLER.traceId);
      await collected(({ name, traceId }) => name === 'POST /api/procedures/:id/events' && traceId === CALLER.traceId);
      tree = await wholeTree(collector.spans, CALLER.traceId, CALLER.spanId);
    }, 10 * MINUTES);

    it('is one tree under the caller’s span, over the gateway, the contexts that it has consequences in, and the webhook', () => {
      expect(tree.roots.map(({ service, name }) => `${service}: ${name}`)).toEqual([
        'zhiheng-gateway: POST /api/procedures/:id/events',
      ]);
      expect(tree.services).toEqual(
        expect.arrayContaining(['zhiheng-enforcement', 'zhiheng-gateway', 'zhiheng-interview', 'zhiheng-publicity']),
      );
      const clue = tree.spans.find(({ name }) => name === 'advance CLUE_REGISTERED')!;
      expect(tree.pathOf(clue)).toEqual([
        'zhiheng-enforcement: advance CLUE_REGISTERED',
        'zhiheng-enforcement: handle inspection.nonconformityConfirmed',
        'zhiheng-gateway: advance OBJECTION_WAIVED',
        'zhiheng-gateway: POST /api/procedures/:id/events',
      ]);
      expect(clue.attributes).toMatchObject({
        'zhiheng.workflow': 'enforcement',
        'zhiheng.rule': 'key-item-failure-opens-case',
        'zhiheng.outcome': 'accepted',
      });
    });

    it('shows each commit with its batch, and the way of the outbox row through relay and queue', () => {
      const advance = tree.spans.find(({ name }) => name === 'advance OBJECTION_WAIVED')!;
      const below = tree.childrenOf(advance);
      expect(below.find(({ name }) => name === 'commit')?.attributes).toMatchObject({
        'zhiheng.batch.events': expect.any(Number) as number,
        'zhiheng.batch.fenced': 0,
      });
      for (const consumer of ['enforcement', 'interview']) {
        const relay = below.find(({ name, attributes }) => name === 'relay' && attributes['zhiheng.consumer'] === consumer)!;
        const queue = below.find(({ name }) => name === `queue ${consumer}`)!;
        expect(relay.endTimeUnixNano).toBe(queue.startTimeUnixNano);
      }
    });

    it('reaches the receiver of the webhook as a header and in the event', async () => {
      const { headers, event } = await waitFor(() => receiver.received[0], { what: 'the webhook was delivered' });
      expect(headers['traceparent']).toMatch(new RegExp(`^00-${CALLER.traceId}-[0-9a-f]{16}-01$`));
      expect(event['traceparent']).toMatch(new RegExp(`^00-${CALLER.traceId}-`));
    });

    it('leaves no trace of itself in what is hashed', async () => {
      const { rows } = await database.query<{ readonly n: string }>(
        `select count(*) as n from log where entry like '%traceparent%' or entry like '%' || $1 || '%'`,
        [CALLER.traceId],
      );
      expect(rows).toEqual([{ n: '0' }]);
    });
  });

  it(
    'a lapse starts a trace of its own, with the clock and how late it was',
    async () => {
      const auditor = await signIn(split.url, 'auditor-1');
      const cases = await call(`${split.url}/api/procedures?workflow=enforcement`, { headers: auditor });
      const [{ id }] = cases.body['items'] as readonly [{ readonly id: string }];
      const view = await call(`${split.url}/api/procedures/${id}`, { headers: auditor });
      const [clock] = view.body['clocks'] as readonly { readonly name: string; readonly dueOn: string }[];
      expect(await postJson(`${split.url}/api/clock`, { to: addDays(clock!.dueOn, 1) }, administrator)).toMatchObject({
        status: 200,
      });
      const lapse = await collected(({ name }) => name === `lapse ${clock!.name}`);
      const { roots, spans } = treeOf(collector.spans, lapse.traceId);
      expect(roots).toEqual([lapse]);
      expect(lapse).toMatchObject({
        service: 'zhiheng-clock',
        attributes: { 'zhiheng.clock': clock!.name, 'zhiheng.clock.late_ms': expect.any(Number) as number },
      });
      expect(lapse.attributes['zhiheng.clock.late_ms']).toBeGreaterThanOrEqual(0);
      expect(spans.some(({ name }) => name.startsWith('advance '))).toBe(true);
    },
    3 * MINUTES,
  );

  it(
    'the trace goes on although the queue lost everything on the way',
    async () => {
      await split.kill('inspection-1');
      const answer = await upload(split.url, { fileName: '第三批.csv', bytes: Buffer.from(csv('third')), headers: inspector });
      expect(answer.status).toBe(201);
      const recorded = collector.spans.length;
      await waitFor(
        async () => {
          const { rows } = await database.query<{ readonly n: string }>(
            'select count(*) as n from outbox where sent_at is not null',
          );
          return Number(rows[0]!.n) > 0;
        },
        { what: 'the relay has sent it' },
      );
      await split.flushRedis();
      await split.restart('inspection-1');
      const opened = await collected(
        (span) => span.name === 'advance NONCONFORMITY_REPORTED' && collector.spans.indexOf(span) >= recorded,
      );
      second = String(opened.attributes['zhiheng.procedure']);
      expect((await wholeTree(collector.spans, opened.traceId)).pathOf(opened).at(-1)).toBe(
        'zhiheng-gateway: record spot-check.recorded',
      );
    },
    10 * MINUTES,
  );

  it(
    'faults of every kind are on the log as events: bad input, a row that the database refuses, a reaction that cannot be carried out',
    async () => {
      const events = `${split.url}/api/procedures/${inspection}/events`;
      const json = { 'content-type': 'application/json', ...inspector };
      expect(
        (await call(events, { method: 'POST', headers: json, body: `{"type":"X","data":{"who":"${PLANTED.informant}"` }))
          .status,
      ).toBe(400);
      expect((await postJson(events, { type: PLANTED.receiver, data: {} }, inspector)).status).toBe(400);
      expect((await send('NO_SUCH_EVENT', { who: PLANTED.residentNumber })).status).toBe(422);
      expect((await send('RECHECK_PASSED', { reportNo: PLANTED.phone })).status).toBeGreaterThanOrEqual(403);
      expect(
        (await postJson(`${split.url}/api/auth/login`, { account: PLANTED.informant, password: PLANTED.password })).status,
      ).toBe(401);

      // One by one: two tables locked in one transaction would be in the way of a commit that has one of them.
      for (const definition of [
        `function refuse_planted() returns trigger language plpgsql as $$ begin raise exception 'no room for %', new; end $$`,
        `trigger refuse_planted before insert on log for each row when (new.entry like '%${PLANTED.informant}%') execute function refuse_planted()`,
        `trigger refuse_recall before insert on instance for each row when (new.workflow = 'enforcement') execute function refuse_planted()`,
      ])
        await database.query(`create ${definition}`);
      const refused = await postJson(
        `${split.url}/api/procedures`,
        {
          workflow: 'enforcement',
          jurisdiction: '442000',
          subject: { kind: 'person', id: PLANTED.residentNumber, name: PLANTED.informant },
          type: 'CLUE_REGISTERED',
          data: { source: 'complaint', grounds: [`${PLANTED.informant} ${PLANTED.phone} ${PLANTED.address}`] },
        },
        inspector,
      );
      expect(refused).toMatchObject({ status: 500, body: { code: 'STORE_REFUSED' } });
      expect(JSON.stringify(refused.body)).not.toContain(PLANTED.informant);
      for (const [type, data] of [
        ['CONCLUSION_SERVED', { method: 'direct', receivedBy: PLANTED.receiver, producerTold: true }],
        ['OBJECTION_WAIVED', { statement: PLANTED.party }],
      ] as const)
        expect(await postJson(`${split.url}/api/procedures/${second}/events`, { type, data }, inspector)).toMatchObject({
          status: 200,
        });
      const lines = await waitFor(
        () => {
          const found = logLines(split.output());
          return ['http.fault', 'consumer.buried'].every((event) => found.some((line) => line['event'] === event))
            ? found
            : undefined;
        },
        { what: 'the faults are on the log' },
      );

      const fault = lines.find(({ event }) => event === 'http.fault')!;
      expect(fault).toMatchObject({ service: 'gateway', code: 'STORE_REFUSED', status: 500, level: 50 });
      await collected(({ traceId, name }) => traceId === fault['trace_id'] && name === 'POST /api/procedures');
    },
    5 * MINUTES,
  );

  it('every process exports its own part, to the collector alone', async () => {
    const read = async (replica: string) => {
      const address = `${split.addressOf(replica)}/api/metrics`;
      expect((await fetch(address)).status).toBe(401);
      const answer = await fetch(address, { headers: { authorization: `Bearer ${COLLECTORS_TOKEN}` } });
      expect(answer.status).toBe(200);
      const lines = (await answer.text()).split('\n');
      return (name: string): number =>
        lines.filter((line) => line.startsWith(name)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    };
    const of = new Map(await Promise.all(split.replicas.map(async (replica) => [replica, await read(replica)] as const)));
    const value = (replica: string, name: string): number => of.get(`${replica}-1`)!(name);
    for (const committing of ['gateway', 'inspection', 'enforcement', 'interview', 'clock'])
      expect([committing, value(committing, 'zhiheng_events_accepted_total ') > 0]).toEqual([committing, true]);
    for (const context of ['inspection', 'interview', 'publicity']) {
      expect(value(context, `zhiheng_announcement_lag_seconds_count{context="${context}"}`)).toBeGreaterThan(0);
      expect(value(context, `zhiheng_relay_lag_seconds_count{context="${context}"}`)).toBeGreaterThan(0);
    }
    expect(value('clock', 'zhiheng_clock_lateness_seconds_count')).toBeGreaterThan(0);
    expect(value('gateway', 'zhiheng_clock_lateness_seconds_count')).toBe(0);
    expect(value('gateway', 'zhiheng_commit_duration_seconds_count')).toBeGreaterThan(0);
    expect(value('enforcement', 'zhiheng_store_faults_total{code="STORE_REFUSED"}')).toBeGreaterThan(0);
    expect(value('enforcement', 'zhiheng_http_request_duration_seconds_count')).toBe(0);
    for (const replica of split.replicas) {
      expect(of.get(replica)!('zhiheng_dead_letters_open ')).toBeGreaterThanOrEqual(1);
      expect(of.get(replica)!('zhiheng_clocks_armed ')).toBeGreaterThanOrEqual(1);
    }
  });

  it(
    'no span and no line of any process names a person, a number, an address, a password or a token',
    async () => {
      expect(await split.stop()).toEqual({ code: 0, signal: null });
      const output = split.output();
      const lines = logLines(output);
      expect(new Set(lines.map(({ service }) => service)).size).toBe(7);
      for (const line of lines) expect(typeof line['event']).toBe('string');
      const spans = collector.bodies.join('\n');
      expect(collector.spans.length).toBeGreaterThan(30);
      for (const secret of [...Object.values(PLANTED), ...tokens, COLLECTORS_TOKEN, split.databaseUrl]) {
        expect(output.includes(secret) ? `in the output: ${secret}` : 'nowhere').toBe('nowhere');
        expect(spans.includes(secret) ? `in a span: ${secret}` : 'nowhere').toBe('nowhere');
      }
    },
    3 * MINUTES,
  );

  function send(type: string, data: object, more: Headers = {}) {
    return postJson(`${split.url}/api/procedures/${inspection}/events`, { type, data }, { ...inspector, ...more });
  }

  function collected(wanted: (span: CollectedSpan) => boolean): Promise<CollectedSpan> {
    return waitFor(() => collector.spans.find(wanted), { what: `a span ${String(wanted)} is collected`, withinMs: 90_000 });
  }
});

function logLines(output: string): readonly Readonly<Record<string, unknown>>[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

/** One sample that fails in a key item, of a maker who is a person. */
function csv(which = 'first'): string {
  for (let attempt = 0; ; attempt++) {
    const city = generateCity({
      seed: `observed-${which}-${attempt}`,
      enterprises: 4,
      samples: 1,
      failing: 1,
      jurisdiction: ZHONGSHAN,
    });
    const [row] = city.spotCheckRows;
    // An industrial product: its party may say that it does not object, and the next step follows at once.
    if (city.expected.keyFailures !== 1 || row?.publisher !== ZHONGSHAN.bureau || !INDUSTRIAL.test(row.category)) continue;
    return renderSpotChecksCsv(
      city.spotCheckRows.map((one) => ({
        ...one,
        producer: PLANTED.party,
        producerAddress: PLANTED.address,
        remarks: PLANTED.phone,
      })),
    );
  }
}

/** Another system that takes webhooks. */
async function startReceiver() {
  const received: Sent[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, event: JSON.parse(text) as Sent['event'] });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
