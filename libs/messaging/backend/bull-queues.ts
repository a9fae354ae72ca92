import { ZhihengError } from '@zhiheng/kernel';
import type { Job, JobsOptions, JobType } from 'bullmq';
import { faultFields } from '../log.js';
import type { Log } from '../log.js';
import type { MessageQueue, QueueCounts } from './queue-backend.js';

/** What is used of a BullMQ Queue: the same on both backends. */
export interface BullQueue {
  add(name: string, data: unknown, opts?: JobsOptions): Promise<unknown>;
  addBulk(jobs: { name: string; data: unknown; opts?: JobsOptions }[]): Promise<unknown>;
  getJobs(types: JobType[], start: number, end: number, ascending: boolean): Promise<readonly Pick<Job, 'timestamp'>[]>;
  getJobCounts(...types: JobType[]): Promise<Record<string, number>>;
  close(): Promise<void>;
  on(event: 'error', listener: (fault: Error) => void): unknown;
}

const KEEP: JobsOptions = { removeOnComplete: true, removeOnFail: { count: 100 }, attempts: 1 };

/** Worker settings of both backends, in milliseconds: what a killed process held is taken up by another after about 10 s. */
export const WORKER_TIMING = {
  lockDuration: 10_000,
  stalledInterval: 5_000,
  maxStalledCount: 1_000,
  runRetryDelay: 1_000,
  drainDelay: 5,
} as const;

// A client that waits for its server to return would hold a relay that is told to stop.
const ANSWER_WITHIN_MS = 10_000;

export function queueName(consumer: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(consumer)) {
    throw new ZhihengError('CONSUMER_NAME_INVALID', {
      expected: '小写字母、数字和连字符 lower-case letters, digits and hyphens',
      found: consumer,
    });
  }
  return `zh-${consumer}`;
}

// The board alone looks behind a MessageQueue; nobody else can.
const behind = new WeakMap<MessageQueue, BullQueue>();

export function bullQueueOf(queue: MessageQueue): BullQueue | undefined {
  return behind.get(queue);
}

export function messageQueue(queue: BullQueue): MessageQueue {
  const handle: MessageQueue = {
    addAll: async (packs, { delayMs = 0 } = {}) => {
      if (packs.length === 0) return;
      const opts = delayMs > 0 ? { ...KEEP, delay: delayMs } : KEEP;
      const [only, ...others] = packs;
      // One job is added without the temporary tables that a bulk of them takes on PostgreSQL.
      if (only !== undefined && others.length === 0) await answered(queue.add('pack', only, opts));
      else await answered(queue.addBulk(packs.map((pack) => ({ name: 'pack', data: pack, opts }))));
    },
    oldestJobAt: async () => {
      const [waiting, active] = await answered(
        Promise.all([queue.getJobs(['wait'], 0, 0, true), queue.getJobs(['active'], 0, 99, true)]),
      );
      const times = [...waiting, ...active].map(({ timestamp }) => timestamp);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    counts: async () => {
      const found = await answered(queue.getJobCounts('wait', 'active', 'delayed', 'failed'));
      const of = (type: string): number => found[type] ?? 0;
      return {
        waiting: of('wait') + of('waiting'),
        active: of('active'),
        delayed: of('delayed'),
        failed: of('failed'),
      } satisfies QueueCounts;
    },
  };
  behind.set(handle, queue);
  return handle;
}

/** Reports a fault of a queue at most once a second for each code: an outage is one thing to say, not thousands. */
export function faultReporter(log: Log, consumer: string): (fault: unknown) => void {
  const lastAt = new Map<string, number>();
  return (fault) => {
    const fields = faultFields(fault);
    const now = Date.now();
    if (now - (lastAt.get(fields.code) ?? 0) < 1_000) return;
    lastAt.set(fields.code, now);
    log('queue.fault', { consumer, ...fields });
  };
}

/** Bounds the wait for a queue server. Throws QUEUE_UNAVAILABLE. */
export async function answered<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable(`no answer within ${ANSWER_WITHIN_MS} ms`)), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (cause) {
    throw cause instanceof ZhihengError ? cause : unavailable(faultFields(cause).reason, cause);
  } finally {
    clearTimeout(timer);
  }
}

export function unavailable(found: string, cause?: unknown): ZhihengError {
  return new ZhihengError('QUEUE_UNAVAILABLE', {
    expected: '可用的消息队列 a queue server that answers',
    found,
    retry: 'later',
    cause,
  });
}
