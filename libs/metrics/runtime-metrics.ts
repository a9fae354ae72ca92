import type { Engine, Sweeper } from '@zhiheng/engine';
import type { ClockPort } from '@zhiheng/kernel';
import type { QueueBackend } from '@zhiheng/messaging';
import type { Pool } from 'pg';
import { Counter, Gauge, Histogram, collectDefaultMetrics } from 'prom-client';
import type { Registry } from 'prom-client';
import { registerWork } from './work-metrics.js';
import type { MeteredWork } from './work-metrics.js';
import { sampledOncePer } from './sampled-once.js';

/** What is measured of a process: any service has it. */
export type MeteredRuntime = MeteredWork & {
  readonly engine: Pick<Engine, 'onCommit'>;
  readonly sweeper: Pick<Sweeper, 'onDelivered'>;
  readonly queues: Pick<QueueBackend, 'queue'>;
  readonly pool: Pool;
  readonly clock: ClockPort;
  readonly contexts: readonly string[];
};

const SAMPLE_MS = 2_000;

// At most this many waiting rows are counted: a long backlog must not make its own watching slow.
const MOST_COUNTED = 10_000;
const BACKLOG = `
  select (select count(*) from (select from outbox where sent_at is null limit ${MOST_COUNTED}) as unsent) as unsent,
    (select count(*) from (select from outbox limit ${MOST_COUNTED}) as unhandled) as unhandled,
    (select extract(epoch from now() - created_at) from outbox order by id limit 1) as oldest,
    (select count(*) from (select from dead_letter where state = 'open' limit ${MOST_COUNTED}) as open) as dead,
    (select count(*) from (select from clock where state = 'running' and due_at <= $1 limit ${MOST_COUNTED}) as due) as due,
    (select count(*) from (select from clock where state = 'running' limit ${MOST_COUNTED}) as armed) as armed,
    (select count(*) from (select from webhook_delivery where state = 'pending' limit ${MOST_COUNTED}) as pending) as pending,
    (select extract(epoch from now() - min(made_at)) from (select made_at from webhook_delivery where state = 'pending' limit ${MOST_COUNTED}) as p) as hookage,
    (select count(*) from (select from webhook_delivery where state = 'dead' limit ${MOST_COUNTED}) as given) as given,
    (select extract(epoch from $1::timestamptz - max(until)) from public_daily) as daily`;

type Backlog = Readonly<
  Record<
    'unsent' | 'unhandled' | 'oldest' | 'dead' | 'due' | 'armed' | 'pending' | 'hookage' | 'given' | 'daily',
    string | null
  >
>;

/** Registers the metrics of a process: counters as things happen, gauges when they are asked for, at most every two seconds. */
export function registerRuntimeMetrics(registry: Registry, runtime: MeteredRuntime): void {
  collectDefaultMetrics({ register: registry, prefix: 'zhiheng_' });
  registerEngine(registry, runtime);
  registerWork(registry, runtime);
  registerBacklog(registry, runtime);
  registerQueues(registry, runtime);
  registerPool(registry, runtime.pool);
}

function registerEngine(registry: Registry, { engine, sweeper }: MeteredRuntime): void {
  const registers = [registry];
  const accepted = new Counter({ name: 'zhiheng_events_accepted_total', help: 'Events accepted and recorded', registers });
  const refused = new Counter({
    name: 'zhiheng_events_refused_total',
    help: 'Events refused and recorded, by code',
    labelNames: ['code'],
    registers,
  });
  const announced = new Counter({ name: 'zhiheng_outbox_written_total', help: 'Messages written to the outbox', registers });
  const batch = new Histogram({
    name: 'zhiheng_commit_batch_events',
    help: 'Events in one commit of the engine',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  });
  const lateness = new Histogram({
    name: 'zhiheng_clock_lateness_seconds',
    help: 'How long after its due instant a lapse took effect',
    buckets: [0.1, 0.5, 1, 2, 5, 10, 60, 600, 3_600, 86_400],
    registers,
  });
  engine.onCommit(({ events, refusals, outbox }) => {
    accepted.inc(events - refusals.length);
    for (const code of refusals) refused.inc({ code });
    announced.inc(outbox);
    batch.observe(events);
  });
  sweeper.onDelivered((lateMs) => lateness.observe(lateMs / 1_000));
}

function registerBacklog(registry: Registry, { pool, clock }: MeteredRuntime): void {
  const read = sampledOncePer(SAMPLE_MS, async () => (await pool.query<Backlog>(BACKLOG, [clock.now()])).rows[0]!);
  for (const [name, part, help] of [
    ['zhiheng_outbox_unsent', 'unsent', `Messages not yet in a queue (counted up to ${MOST_COUNTED})`],
    ['zhiheng_outbox_unhandled', 'unhandled', `Messages not yet handled by their consumer (counted up to ${MOST_COUNTED})`],
    ['zhiheng_outbox_oldest_seconds', 'oldest', 'Age of the oldest message that is not yet handled; 0 when there is none'],
    ['zhiheng_dead_letters_open', 'dead', `Dead letters that wait for an operator (counted up to ${MOST_COUNTED})`],
    ['zhiheng_clocks_armed', 'armed', `Clocks that run (counted up to ${MOST_COUNTED})`],
    ['zhiheng_webhook_pending', 'pending', `Webhook deliveries that wait (counted up to ${MOST_COUNTED})`],
    ['zhiheng_webhook_oldest_seconds', 'hookage', 'Age of the oldest webhook delivery that waits; 0 when there is none'],
    ['zhiheng_webhook_dead', 'given', `Webhook deliveries that were given up (counted up to ${MOST_COUNTED})`],
    [
      'zhiheng_daily_file_age_seconds',
      'daily',
      'Time since the end of the last day whose public records were closed; 0 before the first',
    ],
    ['zhiheng_clocks_due', 'due', `Clocks that are due and not yet carried out (counted up to ${MOST_COUNTED})`],
  ] as const)
    gauge(registry, { name, help, read: async () => Number((await read())[part] ?? 0) });
}

function registerQueues(registry: Registry, { queues, contexts }: MeteredRuntime): void {
  const depth = new Gauge({
    name: 'zhiheng_queue_jobs',
    help: 'Jobs in the queue of a context, by state',
    labelNames: ['context', 'state'],
    registers: [registry],
    collect: async () => {
      const sampled = await read().catch(() => []);
      // What cannot be read is not shown: an old number would look like a fresh one.
      depth.reset();
      for (const { context, counts } of sampled)
        for (const [state, count] of Object.entries(counts)) depth.set({ context, state }, count);
    },
  });
  const read = sampledOncePer(SAMPLE_MS, () =>
    Promise.all(contexts.map(async (context) => ({ context, counts: await queues.queue(context).counts() }))),
  );
}

function registerPool(registry: Registry, pool: Pool): void {
  const connections = new Gauge({
    name: 'zhiheng_database_connections',
    help: 'Connections of the pool of this process, and requests that wait for one',
    labelNames: ['state'],
    registers: [registry],
    collect: () => {
      connections.set({ state: 'open' }, pool.totalCount);
      connections.set({ state: 'idle' }, pool.idleCount);
      connections.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
}

function gauge(
  registry: Registry,
  { name, help, read }: { readonly name: string; readonly help: string; readonly read: () => Promise<number> },
): void {
  const own = new Gauge({
    name,
    help,
    registers: [registry],
    collect: async () => {
      // NaN is how Prometheus writes "not known": the metrics of a process must not fail with its database.
      own.set(await read().catch(() => Number.NaN));
    },
  });
}
