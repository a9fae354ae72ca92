// `npm run bench:scale -- [INSTANCES…]` (default 10000 100000 1000000): what grows when much is stored. Twelve log entries and twelve inbox rows
// a procedure, nine of ten closed. The stored ones are copies of a procedure that the engine made: right in size and shape, not chained.
import { instanceId, messageId } from '../../dist/libs/kernel/index.js';
import { readProcedure } from '../../dist/libs/features/procedures/read-models/read-procedure.js';
import { readWorkList } from '../../dist/libs/features/procedures/read-models/work-list.js';
import { PostgresClockStore, PostgresEngineStore } from '../../dist/libs/persistence/index.js';
import { systemClock } from '../../dist/libs/platform/index.js';
import { startPrivateRedis } from '../../tools/private-redis.mjs';
import { STEPS } from './bench-workflow.mjs';
import { withEventPath } from './contenders/engine.mjs';
import { measured, quantile, table } from './measure.mjs';
import { casePorts, engineOver, openingOf, startServer, stepOf, withDatabase } from './world.mjs';

const sizes = process.argv.slice(2).map(Number);
if (sizes.length === 0) sizes.push(10_000, 100_000, 1_000_000);
const FRESH = 1_500;
const OLD = 1_500;
const OPEN_AT = 5;

const ACTOR = { id: 'head-1', roles: ['head'], area: '440000' };
const READER = {
  principal: { actor: ACTOR, scope: { accountIds: ['head-1'], jurisdictionPrefixes: ['4420'], workflows: 'all' } },
  today: new Date().toISOString().slice(0, 10),
};

const redis = await startPrivateRedis({ durable: true });
const { server, stop } = await startServer();
try {
  await withDatabase(server, async (world) => {
    const { pool } = world.database;
    const template = await makeTemplate(world.database);
    const columns = [];
    let stored = 0;
    for (const size of sizes) {
      await store(pool, template, { from: stored, to: size });
      stored = size;
      columns.push(await measure(world, size));
      process.stderr.write(`${size} stored and measured\n`);
    }
    const names = Object.keys(columns[0]);
    console.log(
      table(
        ['stored procedures', ...sizes.map((size) => size.toLocaleString('en'))],
        names.map((name) => [name, ...columns.map((column) => column[name])]),
      ),
    );
  });
} finally {
  await stop();
  await redis.stop();
}

/** One procedure that has closed and one in the middle, made by the engine. */
async function makeTemplate(database) {
  const engine = engineOver(database);
  for (const [name, steps] of [
    ['closed', STEPS],
    ['open', OPEN_AT],
  ]) {
    await engine.advance(openingOf(name));
    for (let step = 1; step < steps; step++) await engine.advance(stepOf(name, step));
  }
  return { closed: instanceId('interview', 'closed'), open: instanceId('interview', 'open') };
}

async function store(pool, { closed, open }, { from, to }) {
  const client = await pool.connect();
  try {
    // Nobody waits for this: only what is measured afterwards runs with durable commits.
    await client.query('set synchronous_commit = off');
    for (let start = from; start < to; start += 10_000) {
      const end = Math.min(to, start + 10_000);
      await client.query(
        `create temp table fresh as
         select gen_random_uuid() as id, n, case when n % 10 = 0 then $3::uuid else $4::uuid end as of from generate_series($1::int, $2::int - 1) as n`,
        [start, end, open, closed],
      );
      await client.query(
        `insert into instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at)
         select f.id, t.workflow, t.version, t.jurisdiction, t.subject_kind, 'E' || f.n % 200000,
           translate(lpad((f.n::bigint * 7919 % 1000003)::text, 7, '0'), '0123456789', '中山市食品药业机电商') || '有限公司',
           t.seq, t.head_hash, t.state, t.done, t.snapshot, t.clocks, now() - f.n * interval '40 s'
         from fresh f join instance t on t.id = f.of`,
      );
      await client.query(
        `insert into log (instance_id, seq, kind, entry, hash, at)
         select f.id, l.seq, l.kind, l.entry, l.hash, now() - f.n * interval '40 s' from fresh f join log l on l.instance_id = f.of order by f.n, l.seq`,
      );
      await client.query(
        `insert into inbox (message_id, instance_id, seq, done) select gen_random_uuid(), f.id, l.seq, false from fresh f join log l on l.instance_id = f.of`,
      );
      await client.query(
        `insert into clock (instance_id, name, workflow, generation, state, due_at, due_on, provisional)
         select id, 'answerDue', 'interview', 1, 'running', date_trunc('day', now()) + (1 + n % 90) * interval '1 day', current_date + n % 90, false from fresh where n % 10 = 0`,
      );
      await client.query('drop table fresh');
    }
    await client.query('vacuum analyze instance, log, inbox, clock, outbox');
    await client.query('checkpoint');
  } finally {
    client.release(true);
  }
}

async function measure(world, size) {
  const { pool } = world.database;
  const fresh = await eventPath(world, size);
  const old = await oldOnes(world.database, OLD);
  const before = new Date().toISOString();
  await oldOnes(world.database, 50);
  const list = (request) =>
    readWorkList({ database: world.database, registry: casePorts.registry }, READER, { sort: 'due', limit: 50, ...request });
  const ids = await someIds(pool, 200);
  const ports = { store: new PostgresEngineStore(pool), ...casePorts, clock: systemClock };
  const clocks = new PostgresClockStore(pool);
  return {
    'log entries': (await count(pool, 'log')).toLocaleString('en'),
    'event path, new cases: transitions/s': Math.round((FRESH * STEPS) / fresh.seconds),
    '… CPU ms a transition: Node + servers': perTransition(fresh, FRESH * STEPS),
    '… WAL B a transition': Math.round(fresh.walBytes / (FRESH * STEPS)),
    'old cases, read from their rows: transitions/s': Math.round(old.transitions / old.seconds),
    '… CPU ms a transition: Node + servers ': perTransition(old, old.transitions),
    'work list by due day: p50, p95 ms': await times(30, () => list({ done: false })),
    'work list by state, newest first: p50, p95 ms': await times(30, () => list({ state: 's5', sort: '-opened' })),
    'work list by part of a name: p50, p95 ms': await times(30, (turn) =>
      list({ q: ['食品药', '机电商', '市中品'][turn % 3], sort: '-opened' }),
    ),
    'work list of what has just changed: p50, p95 ms': await times(30, () => list({ changedSince: before, sort: '-opened' })),
    'one procedure with its explanation: p50, p95 ms': await times(200, (turn) => readProcedure(ports, ids[turn], ACTOR)),
    'look for due clocks: p50, p95 ms': await times(100, () => clocks.due({ now: systemClock.now(), limit: 512, except: [] })),
    'tables, GB': await gigabytes(pool, 'pg_table_size'),
    'indexes, GB': await gigabytes(pool, 'pg_indexes_size'),
  };
}

function eventPath(world, size) {
  const queue = { kind: 'redis', url: redis.url };
  const names = (prefix, length) => Array.from({ length }, (_, place) => `${prefix}-${size}-${place}`);
  return withEventPath(world, queue, async (play) => {
    await play(names('warm', 300));
    return measured({ pool: world.database.pool }, () => play(names('fresh', FRESH)));
  });
}

/** The next steps of open procedures that nobody has in memory, to their ends. */
async function oldOnes(database, limit) {
  const { rows } = await database.pool.query(
    `select id from instance where not done and state = 's5' and subject_id <> 'open' order by md5(id::text) limit $1`,
    [limit],
  );
  const engine = engineOver(database);
  const transitions = rows.length * (STEPS - OPEN_AT);
  const result = await measured({ pool: database.pool }, () =>
    Promise.all(
      rows.map(async ({ id }) => {
        for (let step = OPEN_AT; step < STEPS; step++) {
          const { kind } = await engine.advance({
            ...stepOf(id, step),
            instanceId: id,
            messageId: messageId(id, String(step)),
          });
          if (kind !== 'accepted') throw new Error(`expected accepted, found ${kind}`);
        }
      }),
    ),
  );
  return { ...result, transitions };
}

async function someIds(pool, length) {
  const { rows } = await pool.query('select id from instance order by md5(id::text) limit $1', [length]);
  return rows.map(({ id }) => id);
}

async function times(turns, run) {
  const all = [];
  for (let turn = 0; turn < turns; turn++) {
    const started = performance.now();
    await run(turn);
    all.push(performance.now() - started);
  }
  return `${quantile(all, 0.5).toFixed(1)}, ${quantile(all, 0.95).toFixed(1)}`;
}

function perTransition({ clientMs, serverMs }, count) {
  return `${(clientMs / count).toFixed(3)} + ${(serverMs / count).toFixed(3)}`;
}

async function count(pool, name) {
  return Number((await pool.query(`select count(*) as n from ${name}`)).rows[0].n);
}

async function gigabytes(pool, of) {
  const { rows } = await pool.query(
    `select sum(${of}(c.oid))::float8 / 2 ^ 30 as n from pg_class c where relnamespace = 'zhiheng'::regnamespace and relkind = 'r'`,
  );
  return rows[0].n.toFixed(2);
}
