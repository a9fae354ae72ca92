import { DEFAULT_LIMITS, limitOptions, surviveLostConnections } from '@zhiheng/persistence';
import type { DatabaseLimits } from '@zhiheng/persistence';
import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import pg from 'pg';
import type { Pool } from 'pg';
import { isPassing } from '../failure.js';
import { faultFields, silent } from '../log.js';
import type { Log } from '../log.js';
import { answered, faultReporter, messageQueue, queueName, unavailable, WORKER_TIMING } from './bull-queues.js';
import type { MessageQueue, QueueBackend, QueueWorker } from './queue-backend.js';

export type PostgresQueueOptions = {
  readonly databaseUrl: string;
  readonly schema?: string;
  readonly limits?: DatabaseLimits;
  readonly log?: Log;
};

// Queries of all queues and workers of the process; each worker adds one connection that it holds to be notified.
const POOL_SIZE = 8;
// A connection whose other end was lost without a word would be waited for without end.
const ANSWER_WITHIN_MS = 30_000;
// BullMQ asks again at once after most faults: without a pause a restarting server would be asked thousands of times a second.
const PAUSE_AFTER_FAULT_MS = 250;
// Schema, table or function gone: somebody dropped the queue's tables under us.
const SCHEMA_LOST = new Set(['3F000', '42P01', '42883']);

/** Queues in PostgreSQL tables of their own schema, over one pool of the process. */
export async function createPostgresQueueBackend({
  databaseUrl,
  schema = 'bullmq',
  limits = DEFAULT_LIMITS,
  log = silent,
}: PostgresQueueOptions): Promise<QueueBackend> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: ANSWER_WITHIN_MS,
    application_name: 'zhiheng-queues',
    options: `-c search_path=${schema} ${limitOptions(limits)}`,
  });
  // BullMQ adds a listener for each queue and worker of the pool.
  pool.setMaxListeners(0);
  surviveLostConnections(pool);
  pool.on('error', faultReporter(log, '*'));
  const migrate = migrator(pool, schema);
  try {
    await migrate();
  } catch (cause) {
    await pool.end();
    throw unavailable(faultFields(cause).reason, cause);
  }
  const connection = selfHealing(pool, { migrate, log });
  const queues = new Map<string, { readonly queue: MessageQueue; close(): Promise<void> }>();
  const workers = new Set<QueueWorker>();

  function open(consumer: string): { readonly queue: MessageQueue; close(): Promise<void> } {
    const queue = new Queue(queueName(consumer), { connection }, createPostgresBackend);
    queue.on('error', faultReporter(log, consumer));
    return { queue: messageQueue(queue), close: () => queue.close() };
  }

  return {
    kind: 'postgres',
    queue: (consumer) => {
      const known = queues.get(consumer) ?? open(consumer);
      queues.set(consumer, known);
      return known.queue;
    },
    worker: (consumer, process, { concurrency }) => {
      pool.options.max += 1;
      const worker = new Worker(
        queueName(consumer),
        async ({ data }) => process(data),
        { connection, concurrency, ...WORKER_TIMING },
        createPostgresBackend,
      );
      const told = faultReporter(log, consumer);
      // A worker that closes cuts its own waiting connection: that is no fault.
      const report = (fault: unknown): void => (workers.has(handle) ? told(fault) : undefined);
      worker.on('error', report);
      worker.on('failed', (_job, fault) => report(fault));
      const handle: QueueWorker = {
        isRunning: () => worker.isRunning(),
        close: async () => {
          if (!workers.delete(handle)) return;
          await worker.close();
          pool.options.max -= 1;
        },
      };
      workers.add(handle);
      return handle;
    },
    health: async () => {
      try {
        await answered(pool.query('select 1'));
        return { kind: 'postgres', ok: true };
      } catch (fault) {
        return { kind: 'postgres', ok: false, reason: faultFields(fault).reason };
      }
    },
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await pool.end();
    },
  };
}

/** Creates or updates the queue's tables; concurrent calls share one run. BullMQ takes an advisory lock against other processes. */
function migrator(pool: Pool, schema: string): () => Promise<void> {
  let running: Promise<void> | undefined;
  return async () => {
    running ??= (async () => {
      const client = await pool.connect();
      try {
        // As long as they need: they run before anybody works.
        await client.query('set statement_timeout = 0; set lock_timeout = 0');
        await runMigrations(client, schema);
      } finally {
        await client.query('reset statement_timeout; reset lock_timeout').catch(() => undefined);
        client.release();
      }
    })().finally(() => {
      running = undefined;
    });
    await running;
  };
}

/** The pool as BullMQ sees it: tables that were dropped come back, and an outage is met with a pause before the fault is passed on. */
function selfHealing(pool: Pool, { migrate, log }: { readonly migrate: () => Promise<void>; readonly log: Log }): Pool {
  async function query(...request: unknown[]): Promise<unknown> {
    const ask = pool.query.bind(pool) as (...request: unknown[]) => Promise<unknown>;
    try {
      return await ask(...request);
    } catch (fault) {
      const { code } = faultFields(fault);
      if (SCHEMA_LOST.has(code)) {
        log('queue.tables-lost', { code });
        await migrate();
        return await ask(...request);
      }
      if (isPassing(fault)) await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_FAULT_MS));
      throw fault;
    }
  }
  return new Proxy(pool, {
    get: (target, property) => {
      if (property === 'query') return query;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
