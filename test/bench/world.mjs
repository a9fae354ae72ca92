// A durable Postgres of the benchmark's own, and the engine over a fresh database on it.
import { readFileSync, mkdtempSync, rmSync, chmodSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../tools/embedded-postgres.mjs';
import { createEngine, createReactor, createRegistry, framesFromConfig } from '../../dist/libs/engine/index.js';
import { instanceId, legalDateOf, messageId } from '../../dist/libs/kernel/index.js';
import { createConsumer, createQueueBackend, createRelay } from '../../dist/libs/messaging/index.js';
import { PostgresEngineStore, openDatabase } from '../../dist/libs/persistence/index.js';
import { systemClock } from '../../dist/libs/platform/index.js';
import { parseConfig } from '../../dist/libs/policy/index.js';
import { benchWorkflow, configFiles, data } from './bench-workflow.mjs';

const shipped = ['config/roles.yaml', 'config/calendar/cn/2025.yaml', 'config/calendar/cn/2026.yaml'].map((file) => ({
  path: file,
  text: readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'),
}));

/** The law of a benchmark: its own terms and rules, the shipped calendars and roles. */
export function lawOf(files) {
  const config = parseConfig([...files, ...shipped]);
  if ('faults' in config) throw new Error(JSON.stringify(config.faults, null, 1));
  return config;
}

const CASE = { workflows: [benchWorkflow], law: lawOf(configFiles), contexts: ['interview'] };

export async function startServer({ settings = {} } = {}) {
  const home = mkdtempSync(path.join(os.tmpdir(), 'zhiheng-bench-'));
  chmodSync(home, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: path.join(home, 'postgres'), port: 0, settings });
  return { server, stop: async () => (await server.stop(), rmSync(home, { recursive: true, force: true })) };
}

/** Opens a fresh database and runs with it. */
export async function withDatabase(server, run) {
  const name = `bench_${Math.random().toString(36).slice(2)}`;
  await administer(server.url, `create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href });
  try {
    await database.migrate();
    return await run({ database, url: url.href });
  } finally {
    await database.close();
    await administer(server.url, `drop database ${name} with (force)`);
  }
}

export function engineOver(
  database,
  { route = () => [], store = new PostgresEngineStore(database.pool), tuning, subject = CASE, clock = systemClock } = {},
) {
  const calendar = subject.law.calendars.get('cn');
  const frames = framesFromConfig({ book: subject.law.book, calendarOf: () => calendar });
  return createEngine({ registry: createRegistry(subject.workflows), frames, store, clock, route }, tuning);
}

/** What reading a procedure of the benchmark takes. */
export const casePorts = {
  registry: createRegistry(CASE.workflows),
  frames: framesFromConfig({ book: CASE.law.book, calendarOf: () => CASE.law.calendars.get('cn') }),
};

const ignore = () => undefined;

/**
 * The engine with relay, queue, consumer and reactor: each announced fact is answered by the rulebook through the queue of its context.
 * `handled`: the contexts whose queues this process takes from. `handle(announcement, engine)` sees each announcement first; one that answers true has dealt with it.
 */
export async function withQueuedEngine(
  { database, url },
  {
    queue,
    subject = CASE,
    handled = subject.contexts,
    route = () => subject.contexts,
    handle = ignore,
    onReaction = ignore,
    onClosed = ignore,
  },
  run,
) {
  const queues = await createQueueBackend(queue.kind === 'redis' ? queue : { kind: 'postgres', databaseUrl: url });
  const store = new PostgresEngineStore(database.pool, { handOver: true });
  const engine = engineOver(database, { route, store, subject });
  const relay = createRelay({ pool: database.pool, queues });
  engine.onCommit(({ handedOver }) => relay.carry(handedOver));
  const react = createReactor({ rulebook: subject.law.rulebook, engine, workflows: subject.workflows.map(({ name }) => name) });
  const consumers = handled.map((name) =>
    createConsumer({
      name,
      pool: database.pool,
      queues,
      handle: async (announcement) => {
        if (await handle(announcement, engine)) return;
        for (const outcome of await react(announcement)) {
          if (outcome.kind !== 'accepted') throw new Error(`expected accepted, found ${outcome.kind}`);
          onReaction(outcome);
          if (outcome.done) onClosed(outcome);
        }
      },
    }),
  );
  for (const consumer of consumers) await consumer.start();
  relay.start();
  try {
    return await run(engine);
  } finally {
    for (const consumer of consumers) await consumer.stop();
    await engine.drain();
    await relay.stop();
    await queues.close();
  }
}

const actor = { id: 'system', roles: ['system'] };
const on = legalDateOf(systemClock.now());

/** The event that opens a procedure; `id` is that of its subject, from which the id of the procedure is derived. */
export function openingEnvelope({ workflow, id, name, type, message }) {
  return {
    messageId: message,
    instanceId: instanceId(workflow, id),
    workflow,
    event: { type, data },
    on,
    actor,
    opening: { jurisdiction: '442000', subject: { kind: 'enterprise', id, name } },
  };
}

export function openingOf(name) {
  const opening = { jurisdiction: '442000', subject: { kind: 'enterprise', id: name, name: `企业${name}` } };
  return { ...envelope(name, 'open', 'OPENED'), opening };
}
export function stepOf(name, step) {
  return envelope(name, `step-${step}`, 'STEPPED');
}
function envelope(name, message, type) {
  return {
    messageId: messageId(name, message),
    instanceId: instanceId('interview', name),
    workflow: 'interview',
    event: { type, data },
    on,
    actor,
  };
}

export async function administer(url, statement) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}
