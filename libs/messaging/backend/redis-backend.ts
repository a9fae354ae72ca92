import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { faultFields, silent } from '../log.js';
import type { Log } from '../log.js';
import { answered, faultReporter, messageQueue, queueName, unavailable, WORKER_TIMING } from './bull-queues.js';
import type { MessageQueue, QueueBackend, QueueWorker } from './queue-backend.js';
import { revive } from './revive.js';

export type RedisQueueOptions = {
  readonly url: string;
  readonly prefix?: string;
  readonly log?: Log;
  /**
   * After how long without an answer a connection is given up and made anew, in milliseconds. One whose other end was lost without a word
   * says nothing for hours, and its worker would take nothing more. Longer than a worker waits for a job (10 s).
   */
  readonly silentForMs?: number;
};

/**
 * Queues in Redis. One connection for all producers, and for each worker one that asks and one that waits. The braces around the prefix
 * keep all keys of an installation in one slot: the scripts of BullMQ need that on a Redis Cluster.
 */
export async function createRedisQueueBackend({
  url,
  prefix = '{zhiheng}',
  log = silent,
  silentForMs = 20_000,
}: RedisQueueOptions): Promise<QueueBackend> {
  const retryStrategy = (times: number): number => Math.min(times * 100, 2_000);
  // Producers fail at once while Redis is away: the relay puts its rows back and tries again by itself.
  const producer = new Redis(url, {
    retryStrategy,
    socketTimeout: silentForMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    lazyConnect: true,
  });
  producer.on('error', faultReporter(log, '*'));
  try {
    await answered(producer.connect());
  } catch (cause) {
    producer.disconnect();
    throw unavailable(faultFields(cause).reason, cause);
  }
  const endWatch = revive(producer, { afterMs: silentForMs, consumer: '*', log });
  const queues = new Map<string, { readonly queue: MessageQueue; close(): Promise<void> }>();
  const workers = new Set<QueueWorker>();

  function open(consumer: string): { readonly queue: MessageQueue; close(): Promise<void> } {
    const queue = new Queue(queueName(consumer), { connection: producer, prefix, skipWaitingForReady: true });
    queue.on('error', faultReporter(log, consumer));
    return { queue: messageQueue(queue), close: () => queue.close() };
  }

  return {
    kind: 'redis',
    queue: (consumer) => {
      const known = queues.get(consumer) ?? open(consumer);
      queues.set(consumer, known);
      return known.queue;
    },
    worker: (consumer, process, { concurrency }) => {
      const connection = { url, retryStrategy, socketTimeout: silentForMs, maxRetriesPerRequest: null };
      const worker = new Worker(queueName(consumer), async ({ data }) => process(data), {
        connection,
        prefix,
        concurrency,
        ...WORKER_TIMING,
      });
      const report = faultReporter(log, consumer);
      worker.on('error', report);
      worker.on('failed', (_job, fault) => report(fault));
      let endWatch = (): void => undefined;
      const handle: QueueWorker = {
        isRunning: () => worker.isRunning(),
        close: async () => {
          if (!workers.delete(handle)) return;
          endWatch();
          await worker.close();
        },
      };
      workers.add(handle);
      // The connection that waits for jobs is looked after by BullMQ.
      worker.backend.client.then(
        (client) => {
          if (workers.has(handle)) endWatch = revive(client, { afterMs: silentForMs, consumer, log });
        },
        () => undefined,
      );
      return handle;
    },
    health: async () => {
      try {
        await answered(producer.ping());
        return { kind: 'redis', ok: true };
      } catch (fault) {
        return { kind: 'redis', ok: false, reason: faultFields(fault).reason };
      }
    },
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      endWatch();
      producer.disconnect();
    },
  };
}
