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
const config = parseConfig([...configFiles, ...shipped]);
if ('faults' in config) throw new Error(JSON.stringify(config.faults, null, 1));

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

export function engineOver(database, { route = () => [], store = new PostgresEngineStore(database.pool), tuning } = {}) {
  const calendar = config.calendars.get('cn');
  const frames = framesFromConfig({ book: config.book, calendarOf: () => calendar });
  return createEngine({ registry: createRegistry([benchWorkflow]), frames, store, clock: systemClock, route }, tuning);
}

/** The engine with relay, queue, consumer and reactor: each announced step is answered by the next through the queue. */
export async function withQueuedEngine({ database, url }, queue, run) {
  const queues = await createQueueBackend(queue.kind === 'redis' ? queue : { kind: 'postgres', databaseUrl: url });
  const store = new PostgresEngineStore(database.pool, { handOver: true });
  const engine = engineOver(database, { route: () => ['interview'], store });
  const relay = createRelay({ pool: database.pool, queues });
  engine.onCommit(({ handedOver }) => relay.carry(handedOver));
  const react = createReactor({ rulebook: config.rulebook, engine, workflows: ['interview'] });
  const consumer = createConsumer({
    name: 'interview',
    pool: database.pool,
    queues,
    handle: async (announcement) => void (await react(announcement)),
  });
  await consumer.start();
  relay.start();
  try {
    return await run(engine);
  } finally {
    await consumer.stop();
    await engine.drain();
    await relay.stop();
    await queues.close();
  }
}

const actor = { id: 'system', roles: ['system'] };
const on = legalDateOf(systemClock.now());

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
