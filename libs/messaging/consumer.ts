import type { Announcement } from '@zhiheng/contracts';
import { ZhihengError, crashPoint } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import type { QueueBackend, QueueWorker } from './backend/queue-backend.js';
import { backoffMs, isPassing } from './failure.js';
import { handlePack, openEnvelopes, packPostponed } from './handle-pack.js';
import type { PackOutcome, Postponed } from './handle-pack.js';
import { Inbox } from './inbox.js';
import type { DeliveryTimes } from './inbox.js';
import { faultFields, silent } from './log.js';
import type { Log } from './log.js';
import { readPack } from './pack.js';
import type { Pack, PackedEnvelope } from './pack.js';
import { Pause } from './pause.js';

export type ConsumerOptions = {
  /** Lower-case letters, digits and hyphens; the queue is `zh-<name>`. */
  readonly name: string;
  readonly pool: Pool;
  readonly queues: QueueBackend;
  /** Must be idempotent: after a crash the same announcement comes again. */
  readonly handle: (announcement: Announcement, times?: DeliveryTimes) => Promise<void>;
  /** Packs in hand at the same time. */
  readonly concurrency?: number;
  /** Failures of one announcement, outages not counted, after which it goes to the dead-letter store. */
  readonly maxAttempts?: number;
  readonly log?: Log;
};

/** Takes packs from the queue of one consumer and hands their announcements on. Any number of replicas share a queue. */
export interface Consumer {
  start(): Promise<void>;
  /** Whether it takes from its queue: started, not told to stop, and its worker alive. */
  isTaking(): boolean;
  /** Takes nothing more and waits for what is in hand. */
  stop(): Promise<void>;
}

const LONGEST_WAIT_FOR_STORE_MS = 5_000;

export function createConsumer({
  name,
  pool,
  queues,
  handle,
  concurrency = 4,
  maxAttempts = 5,
  log = silent,
}: ConsumerOptions): Consumer {
  const inbox = new Inbox(pool, name);
  const pause = new Pause();
  const rules = { maxAttempts, random: Math.random };
  let worker: QueueWorker | undefined;
  let stopped = false;

  async function receive(payload: unknown): Promise<void> {
    let { envelopes } = open(payload);
    // What is held back is parked behind an earlier announcement of its procedure; where that one was settled meanwhile, it is our turn.
    while (envelopes.length > 0) {
      const outcome = await take(envelopes);
      crashPoint('after-handle');
      await settle(outcome);
      await postpone(outcome.postponed);
      envelopes = await park(outcome.heldBack);
    }
  }

  async function settle({ handled, buried }: PackOutcome): Promise<void> {
    for (const { outboxId, messageId, topic, code, attempts } of buried)
      log('consumer.buried', { consumer: name, outboxId, messageId, topic, code, attempts });
    if (handled.length + buried.length === 0) return;
    const waiting = await throughOutages('settle', () => inbox.settle({ handled, buried }));
    crashPoint('after-settle');
    if (waiting.length === 0) return;
    const unparked = await throughOutages('unpark', () => inbox.unpark(waiting));
    if (unparked.length === 0) return;
    crashPoint('after-unpark');
    await queues.queue(name).addAll([{ envelopes: unparked.map((outboxId) => ({ outboxId })) }]);
  }

  async function park(heldBack: readonly PackedEnvelope[]): Promise<readonly PackedEnvelope[]> {
    if (heldBack.length === 0) return [];
    const parked = new Set(await throughOutages('park', () => inbox.park(heldBack.map(({ outboxId }) => outboxId))));
    crashPoint('after-park');
    return heldBack.filter(({ outboxId }) => !parked.has(outboxId));
  }

  function open(payload: unknown): Pack {
    try {
      return readPack(payload);
    } catch (fault) {
      log('consumer.pack-unreadable', { consumer: name, ...faultFields(fault) });
      throw fault;
    }
  }

  async function take(envelopes: readonly PackedEnvelope[]): Promise<PackOutcome> {
    const rows = await throughOutages('take', () => inbox.take(envelopes.map(({ outboxId }) => outboxId)));
    crashPoint('after-take');
    const { open, buried } = openEnvelopes(envelopes, rows);
    if (open.length === 0) return { handled: [], buried, postponed: [], heldBack: [] };
    const outcome = await handlePack({ handle, rules }, open);
    return { ...outcome, buried: [...buried, ...outcome.buried] };
  }

  async function postpone(postponed: readonly Postponed[]): Promise<void> {
    for (const { envelope, delayMs, fault } of postponed) {
      log('consumer.try-again', { consumer: name, ...envelope, delayMs, ...faultFields(fault) });
    }
    for (const { delayMs, envelopes } of packPostponed(postponed)) {
      await throughOutages('postpone', () =>
        inbox.postpone(
          envelopes.map(({ outboxId }) => outboxId),
          delayMs,
        ),
      );
      crashPoint('after-postpone');
      // Should the queue be away now, the rows are sent again after their lease.
      await queues.queue(name).addAll([{ envelopes }], { delayMs });
    }
  }

  /** The store being away is nobody's fault: the pack stays in hand until it answers, or until we are told to stop. */
  async function throughOutages<T>(step: string, ask: () => Promise<T>): Promise<T> {
    for (let turn = 1; ; turn += 1) {
      try {
        return await ask();
      } catch (fault) {
        if (!isPassing(fault)) log('consumer.store-refused', { consumer: name, step, ...faultFields(fault) });
        if (stopped || !isPassing(fault)) throw fault;
        const delayMs = Math.min(LONGEST_WAIT_FOR_STORE_MS, backoffMs(turn, Math.random()));
        log('consumer.store-away', { consumer: name, step, turn, delayMs, ...faultFields(fault) });
        await pause.wait(delayMs);
      }
    }
  }

  return {
    start: async () => {
      if (stopped)
        throw new ZhihengError('CONSUMER_STOPPED', {
          expected: '尚未停止的消费者 a consumer that was not stopped',
          found: name,
        });
      worker ??= queues.worker(name, receive, { concurrency });
    },
    isTaking: () => !stopped && worker?.isRunning() === true,
    stop: async () => {
      stopped = true;
      pause.end();
      await worker?.close();
    },
  };
}
