import type { Log } from '../log.js';
import type { Pack } from '../pack.js';
import { createPostgresQueueBackend } from './postgres-backend.js';
import { createRedisQueueBackend } from './redis-backend.js';

/** The queue of one consumer. Every replica of the consumer takes from it; each job goes to one of them. */
export interface MessageQueue {
  /** Puts packs into the queue, in order, in one round trip. Throws when the queue is away. */
  addAll(packs: readonly Pack[], options?: { readonly delayMs?: number }): Promise<void>;
  /** When the oldest job was added that waits to be taken or is being worked on (milliseconds since 1970); undefined when there is none. */
  oldestJobAt(): Promise<number | undefined>;
  counts(): Promise<QueueCounts>;
}

export type QueueCounts = {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
};

/** Takes jobs from a queue until it is closed. */
export interface QueueWorker {
  isRunning(): boolean;
  /** Takes nothing more and waits for the jobs in hand. */
  close(): Promise<void>;
}

export type QueueHealth = { readonly kind: 'postgres' | 'redis'; readonly ok: boolean; readonly reason?: string };

/** BullMQ behind a narrow door: nobody else knows which store holds the jobs. */
export interface QueueBackend {
  readonly kind: 'postgres' | 'redis';
  queue(consumer: string): MessageQueue;
  /** `process` gets the payload as it was found in the queue; a job whose processing throws is set aside (a bounded number is kept). */
  worker(
    consumer: string,
    process: (payload: unknown) => Promise<void>,
    options: { readonly concurrency: number },
  ): QueueWorker;
  health(): Promise<QueueHealth>;
  close(): Promise<void>;
}

export type QueueBackendOptions =
  | {
      readonly kind: 'postgres';
      readonly databaseUrl: string;
      /** Of the queue's own tables, apart from ours. */ readonly schema?: string;
      readonly log?: Log;
    }
  | {
      readonly kind: 'redis';
      readonly url: string;
      /** Keeps several installations in one Redis apart. */ readonly prefix?: string;
      /** After how long without an answer a connection is made anew, in milliseconds. */ readonly silentForMs?: number;
      readonly log?: Log;
    };

/** Opens the queues. On PostgreSQL it creates the queue's schema if need be. Throws QUEUE_UNAVAILABLE when there is nothing to talk to. */
export async function createQueueBackend(options: QueueBackendOptions): Promise<QueueBackend> {
  return options.kind === 'postgres' ? createPostgresQueueBackend(options) : createRedisQueueBackend(options);
}
