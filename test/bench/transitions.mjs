// Durable transitions per second: through advance, through the whole event path, and the same rows by hand-tuned SQL; one server, one run,
// contenders interleaved, fsync and synchronous_commit on. Usage: node test/bench/transitions.mjs [cases] [rounds]
import { PostgresEngineStore } from '../../dist/libs/persistence/index.js';
import { STEPS } from './bench-workflow.mjs';
import { writeByHand } from './hand-tuned-sql.mjs';
import { engineOver, openingOf, startServer, stepOf, withDatabase, withQueuedEngine } from './world.mjs';

const cases = Number(process.argv[2] ?? 1_000);
const rounds = Number(process.argv[3] ?? 3);
const names = Array.from({ length: cases }, (_, index) => `case-${index}`);
const transitions = cases * STEPS;

const { server, stop } = await startServer();
try {
  const contenders = {
    'advance (engine, chain, inbox, clocks, outbox row)': (world) =>
      timed(world, (at) => runAdvance(at.database, () => ['interview'])),
    'whole event path, BullMQ on Postgres': (world) => timed(world, (at) => runQueued(at, { kind: 'postgres' })),
    ...(process.env.REDIS_URL && {
      'whole event path, BullMQ on Redis': (world) =>
        timed(world, (at) => runQueued(at, { kind: 'redis', url: process.env.REDIS_URL })),
    }),
    'the same rows by hand-tuned SQL': (world) => byHand(world),
  };
  const rates = new Map(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(contenders)) rates.get(name).push(await withDatabase(server, run));
  }
  report(rates);
} finally {
  await stop();
}

/** Every case by itself sends its next event when the last one is committed; all cases at the same time. */
async function runAdvance(database, route, store = new PostgresEngineStore(database.pool)) {
  const engine = engineOver(database, { route, store });
  await Promise.all(
    names.map(async (name) => {
      await engine.advance(openingOf(name));
      for (let step = 1; step < STEPS; step++) await expectAccepted(engine.advance(stepOf(name, step)));
    }),
  );
}

async function expectAccepted(outcome) {
  const { kind } = await outcome;
  if (kind !== 'accepted') throw new Error(`expected accepted, found ${kind}`);
}

/** Only the openings are sent; every further transition is driven by its own queued event. */
async function runQueued(world, queue) {
  await withQueuedEngine(world, queue, async (engine) => {
    await Promise.all(
      names.map((name) =>
        engine.advance({
          ...openingOf(name),
          opening: { jurisdiction: '442000', subject: { kind: 'enterprise', id: name, name } },
        }),
      ),
    );
    for (;;) {
      const { rows } = await world.database.pool.query('select count(*)::int as done from instance where done');
      if (rows[0].done === cases) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

async function byHand(world) {
  const writes = await withDatabase(server, async ({ database }) => {
    const captured = [];
    await runAdvance(database, () => ['interview'], capturing(new PostgresEngineStore(database.pool), captured));
    return captured;
  });
  const byDepth = [];
  for (const write of writes.flat()) (byDepth[write.seq] ??= []).push(serialised(write));
  return timed(world, ({ url }) => writeByHand(url, byDepth.filter(Boolean)));
}

function capturing(store, captured) {
  return {
    load: (request) => store.load(request),
    saveFrames: (frames) => store.saveFrames(frames),
    loadFrames: (hashes) => store.loadFrames(hashes),
    saveStrayRefusals: (refusals) => store.saveStrayRefusals(refusals),
    commit: (batch) => {
      captured.push(batch);
      return store.commit(batch);
    },
  };
}

function serialised(write) {
  return {
    ...write,
    outbox: write.outbox.map(({ consumer, announcement }) => ({ consumer, text: JSON.stringify(announcement) })),
    inbox: write.inbox.map(({ messageId, outcome }) => ({ messageId, text: JSON.stringify(outcome) })),
  };
}

async function timed(world, run) {
  const before = await walOf(world.database);
  const cpu = process.cpuUsage();
  const started = performance.now();
  await run(world);
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const { rows } = await world.database.pool.query('select count(*)::int as entries from log');
  if (rows[0].entries !== transitions) throw new Error(`expected ${transitions} log entries, found ${rows[0].entries}`);
  return {
    rate: transitions / seconds,
    cpu: (user + system) / 1_000 / transitions,
    wal: ((await walOf(world.database)) - before) / transitions,
  };
}

async function walOf({ pool }) {
  const { rows } = await pool.query(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as bytes`);
  return rows[0].bytes;
}

function report(rates) {
  const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
  const limit = median(rates.get('the same rows by hand-tuned SQL').map(({ rate }) => rate));
  console.log(`\n${cases} cases of ${STEPS} transitions, ${rounds} rounds interleaved; medians (min–max)\n`);
  console.log(
    '| contender | transitions/s | of the hand-tuned rate | Node CPU ms per transition | WAL bytes per transition |\n|---|---:|---:|---:|---:|',
  );
  for (const [name, runs] of rates) {
    const all = runs.map(({ rate }) => rate);
    const rate = median(all);
    const spread = `${Math.round(Math.min(...all))}–${Math.round(Math.max(...all))}`;
    console.log(
      `| ${name} | ${Math.round(rate)} (${spread}) | ${Math.round((rate / limit) * 100)} % | ${median(runs.map(({ cpu }) => cpu)).toFixed(3)} | ${Math.round(median(runs.map(({ wal }) => wal)))} |`,
    );
  }
}
