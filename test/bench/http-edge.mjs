// A signed-in person's event over real HTTP, against the gateway with its guard and the shipped workflows: from the request to the committed
// transition. Client and server share this process, and so the clock by which both ends are timed.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { DEMO_PASSWORD } from '../../dist/libs/auth/index.js';
import { createAdmission, openSystem, readSettings } from '../../dist/libs/platform/index.js';
import { createProbe, openGateway, preparePeople, systemPlan } from '../../dist/libs/shapes/index.js';

const OPENING = {
  workflow: 'interview',
  jurisdiction: '442000',
  subject: { kind: 'enterprise', id: 'uscc:91442000618000000A', name: '中山市美味电器有限公司' },
  type: 'TRIGGERED',
  data: { trigger: 'rectification-failed', detail: '电磁灶复查不合格', level: 'city' },
};
const NOTICE = {
  type: 'NOTICE_SERVED',
  data: {
    meetingOn: '2099-03-09',
    place: '市局三楼约谈室',
    addressee: '李某',
    addresseeIsFirstResponsible: true,
    matters: ['复查不合格'],
  },
};

/** Times in milliseconds and statements until the commit, of events with and without an `Idempotency-Key`; procedures in memory. */
export async function httpLatency({ databaseUrl, cases, warmUp }) {
  return withEdge(databaseUrl, async ({ system, request, post }) => {
    countTrips(system.database.pool, request);
    let committed;
    system.runtime.onStoreTurn(({ kind }) => {
      if (kind === 'commit') committed = { at: performance.now(), trips: request.getStore()?.trips };
    });
    const { token } = await post('/api/auth/login', { account: 'handler-1', password: DEMO_PASSWORD });
    const sender = { authorization: `Bearer ${token}` };
    const figures = { plain: { times: [], trips: [] }, keyed: { times: [], trips: [] } };
    for (let index = -warmUp; index < cases; index++) {
      for (const [kind, headers] of [
        ['plain', sender],
        ['keyed', { ...sender, 'idempotency-key': randomUUID() }],
      ]) {
        const { instanceId } = await post('/api/procedures', OPENING, sender);
        await quiet(system.database.pool);
        const began = performance.now();
        await post(`/api/procedures/${instanceId}/events`, NOTICE, headers);
        if (index < 0) continue;
        figures[kind].times.push(committed.at - began);
        figures[kind].trips.push(committed.trips);
      }
    }
    return figures;
  });
}

async function withEdge(databaseUrl, run) {
  const log = () => undefined;
  const settings = readSettings({ DATABASE_URL: databaseUrl, ZHIHENG_SEED: 'accounts' });
  const system = await openSystem(systemPlan(settings, { log, schema: 'require' }));
  // Who asks a statement: work beside the requests (notices to open lists, webhooks) is not theirs.
  const request = new AsyncLocalStorage();
  let app;
  try {
    await preparePeople(system);
    app = await openGateway(system, { log, probe: createProbe(system, []), admission: createAdmission(settings.load) });
    app.use((_, __, next) => request.run({ trips: 0 }, next));
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    return await run({
      system,
      request,
      post: async (path, body, headers = {}) => {
        const sent = {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        };
        const response = await fetch(url + path, sent);
        if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
        return response.json();
      },
    });
  } finally {
    await app?.close();
    await system.close();
  }
}

function countTrips(pool, request) {
  const query = pool.query.bind(pool);
  pool.query = (...statement) => {
    const asking = request.getStore();
    if (asking !== undefined) asking.trips++;
    return query(...statement);
  };
}

/** What follows the commit before is over: it would be waited for. */
async function quiet(pool) {
  for (let calm = 0; calm < 5; calm = pool.idleCount === pool.totalCount ? calm + 1 : 0)
    await new Promise((resolve) => setTimeout(resolve, 1));
}
