// One event at a time on an idle system: from `advance`, or a request over HTTP, to the committed transition, and on to the reaction of a consumer in another
// procedure, through outbox and queue. Round trips to the database are counted on the wire.
import { messageId } from '../../dist/libs/kernel/index.js';
import { httpLatency } from './http-edge.mjs';
import { quantile, table } from './measure.mjs';
import { engineOver, openingOf, stepOf, withDatabase, withQueuedEngine } from './world.mjs';

const WARM_UP = 200;

export async function latency({ server, redis, cases = 300 }) {
  const rows = [];
  const committed = await withDatabase(server, ({ database }) => commitLatency(database, cases));
  rows.push(['`advance` to commit, procedure in memory', ...figures(committed.warm), committed.warmTrips]);
  rows.push(['`advance` to commit, procedure read from its row', ...figures(committed.cold), committed.coldTrips]);
  const http = await withDatabase(server, ({ url }) => httpLatency({ databaseUrl: url, cases, warmUp: WARM_UP }));
  for (const [title, { times, trips }] of [
    ['HTTP request to committed transition', http.plain],
    ['HTTP request to committed transition, with an `Idempotency-Key`', http.keyed],
  ])
    rows.push([title, ...figures(times), Math.max(...trips)]);
  for (const [title, queue] of [
    ['Redis', { kind: 'redis', url: redis.url }],
    ['Postgres', { kind: 'postgres' }],
  ]) {
    const times = await withDatabase(server, (world) => reactionLatency(world, queue, cases));
    rows.push([`\`advance\` to the committed reaction, BullMQ on ${title}`, ...figures(times), '']);
  }
  const heads = ['one event at low load', 'p50 ms', 'p99 ms', 'database round trips'];
  return `### Low load: ${cases} events, one at a time\n\n${table(heads, rows)}\n`;
}

const figures = (times) => [quantile(times, 0.5).toFixed(2), quantile(times, 0.99).toFixed(2)];

async function commitLatency(database, cases) {
  const trips = countTrips(database.pool);
  const engine = engineOver(database, { route: () => ['interview'] });
  const forgetful = engineOver(database, { route: () => ['interview'], tuning: { cacheSize: 0 } });
  const [warm, cold] = [[], []];
  let [warmTrips, coldTrips] = [0, 0];
  for (let index = -WARM_UP; index < cases; index++) {
    const name = `case-${index}`;
    await engine.advance(openingOf(name));
    const before = trips();
    const first = await timed(() => engine.advance(stepOf(name, 1)));
    const between = trips();
    const second = await timed(() => forgetful.advance(stepOf(name, 2)));
    if (index < 0) continue;
    warm.push(first);
    cold.push(second);
    warmTrips = Math.max(warmTrips, between - before);
    coldTrips = Math.max(coldTrips, trips() - between);
  }
  return { warm, cold, warmTrips, coldTrips };
}

/** From the opening of a procedure to the commit of the event with which the rulebook answers its announcement. */
async function reactionLatency(world, queue, cases) {
  let reacted;
  return withQueuedEngine(world, { queue, onReaction: () => reacted?.() }, async (engine) => {
    const times = [];
    for (let index = -WARM_UP / 4; index < cases; index++) {
      const name = `case-${index}`;
      const reaction = new Promise((resolve) => (reacted = resolve));
      const time = await timed(async () => {
        await engine.advance(openingOf(name));
        await reaction;
      });
      if (index >= 0) times.push(time);
      // The rest of the case runs on by itself: wait for its end, so that the next one finds an idle system.
      await closed(world.database.pool, name);
    }
    return times;
  });
}

async function closed(pool, name) {
  for (;;) {
    const { rows } = await pool.query(`select count(*)::int as n from inbox where message_id = $1`, [messageId(name, 'open')]);
    const { rows: open } = await pool.query('select count(*)::int as n from instance where not done');
    if (rows[0].n === 1 && open[0].n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function timed(run) {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

function countTrips(pool) {
  let count = 0;
  const query = pool.query.bind(pool);
  pool.query = (...request) => {
    count++;
    return query(...request);
  };
  return () => count;
}
