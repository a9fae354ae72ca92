import { crashPoint } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import type { MessageQueue, QueueBackend } from './backend/queue-backend.js';
import { backoffMs } from './failure.js';
import { faultFields, silent } from './log.js';
import type { Log } from './log.js';
import { Outbox } from './outbox.js';
import { packByConsumer } from './pack.js';
import type { Pack, UnsentRow } from './pack.js';
import { Pause } from './pause.js';

export type RelayOptions = {
  readonly pool: Pool;
  readonly queues: QueueBackend;
  readonly log?: Log;
  /** How long a sent row may stay unhandled, in milliseconds, before it is looked for in its queue and sent again if it is not there. */
  readonly leaseMs?: number;
  /** Most envelopes in one queue job. */
  readonly pack?: number;
  /** How often, in milliseconds, the outbox is looked through for what nobody announced by `wake` or what was lost. */
  readonly sweepEveryMs?: number;
};

/** Carries outbox rows to the queues of their consumers. Any number of relays may serve one database. */
export interface Relay {
  start(): void;
  /**
   * Brings rows to their queues that this process has just committed as handed over: nobody has to find and claim them. Never waits.
   * Should the process die first, their lease runs out and another relay sends them.
   */
  carry(rows: readonly UnsentRow[]): void;
  /** Call after a commit that wrote unsent outbox rows. Never waits; calls that come while the relay works are answered together. */
  wake(): void;
  /** Sends again what was sent longer than a lease ago, is still unhandled and is in no queue. Answers how many rows. */
  sweep(): Promise<number>;
  /** Stops claiming and waits for what is in hand. */
  stop(): Promise<void>;
}

// A claim takes several packs, so that one round trip to the queue carries them all.
const PACKS_A_CLAIM = 8;
// Bounds one sweep's reading where much is sent and unhandled; the next sweep goes on from there.
const SWEEP_PAGE = 5_000;

export function createRelay({
  pool,
  queues,
  log = silent,
  leaseMs = 30_000,
  pack = 256,
  sweepEveryMs = 5_000,
}: RelayOptions): Relay {
  const outbox = new Outbox(pool);
  const pause = new Pause();
  let timer: ReturnType<typeof setInterval> | undefined;
  let pumping: Promise<void> | undefined;
  let sweeping: Promise<number> | undefined;
  let handedOver: UnsentRow[] = [];
  let wanted = false;
  let stopped = false;
  let sweptUpTo = '0';

  function wake(): void {
    wanted = true;
    run();
  }

  function carry(rows: readonly UnsentRow[]): void {
    if (rows.length === 0) return;
    handedOver.push(...rows);
    if (stopped) void giveBack();
    else run();
  }

  function run(): void {
    if (stopped) return;
    pumping ??= pump().finally(() => {
      pumping = undefined;
      if (wanted || handedOver.length > 0) run();
    });
  }

  async function pump(): Promise<void> {
    let failures = 0;
    while ((wanted || handedOver.length > 0) && !stopped) {
      const claim = wanted;
      wanted = false;
      try {
        await sendAll(takeHandedOver());
        if (claim && (await sendUnsent()) > 0) wanted = true;
        failures = 0;
      } catch (fault) {
        failures += 1;
        wanted = true;
        const delayMs = Math.min(5_000, backoffMs(failures, Math.random()));
        log('relay.held-up', { ...faultFields(fault), failures, delayMs });
        await pause.wait(delayMs);
      }
    }
  }

  function takeHandedOver(): readonly UnsentRow[] {
    const rows = handedOver;
    handedOver = [];
    return rows;
  }

  /** Others may send at once what a stopped relay cannot any more. */
  async function giveBack(): Promise<void> {
    const rows = takeHandedOver();
    if (rows.length > 0) await release(rows.map(({ outboxId }) => outboxId));
  }

  async function sendUnsent(): Promise<number> {
    const rows = await outbox.claimUnsent(pack * PACKS_A_CLAIM);
    await sendAll(rows);
    return rows.length;
  }

  async function sendAll(rows: readonly UnsentRow[]): Promise<void> {
    if (rows.length === 0) return;
    crashPoint('before-add');
    const sent = await Promise.allSettled([...packByConsumer(rows, pack)].map(([consumer, packs]) => send(consumer, packs)));
    const failed = sent.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  async function send(consumer: string, packs: readonly Pack[]): Promise<void> {
    try {
      await queues.queue(consumer).addAll(packs);
      crashPoint('after-add');
    } catch (fault) {
      await release(packs.flatMap(({ envelopes }) => envelopes.map(({ outboxId }) => outboxId)));
      throw fault;
    }
  }

  /** If this fails too (database away), the rows stay marked as sent and the sweep finds them after the lease. */
  async function release(outboxIds: readonly string[]): Promise<void> {
    await outbox.release(outboxIds).catch((fault: unknown) => log('relay.release-failed', faultFields(fault)));
  }

  async function sweep(): Promise<number> {
    sweeping ??= sweepPages().finally(() => {
      sweeping = undefined;
    });
    return sweeping;
  }

  async function sweepPages(): Promise<number> {
    let total = 0;
    for (;;) {
      const page = await outbox.sentPage({ after: sweptUpTo, limit: SWEEP_PAGE, leaseMs });
      let recovered =
        page.parked > 0 && page.lastId !== undefined ? await outbox.unparkOrphans({ after: sweptUpTo, upTo: page.lastId }) : 0;
      for (const { consumer } of page.expired)
        recovered += await recover(queues.queue(consumer), { consumer, upTo: page.lastId ?? sweptUpTo });
      sweptUpTo = page.full && page.lastId !== undefined ? page.lastId : '0';
      total += recovered;
      if (recovered > 0) wake();
      // A lost queue is refilled at once, page by page; an outbox that is merely long is read at leisure.
      if (recovered === 0 || !page.full || stopped) return total;
    }
  }

  async function recover(
    queue: MessageQueue,
    { consumer, upTo }: { readonly consumer: string; readonly upTo: string },
  ): Promise<number> {
    const oldestJobAt = await queue.oldestJobAt();
    const count = await outbox.recover({ consumer, after: sweptUpTo, upTo, oldestJobAt, leaseMs });
    if (count > 0) log('relay.sent-again', { consumer, count, leaseMs });
    return count;
  }

  function tick(): void {
    wake();
    sweep().catch((fault: unknown) => log('relay.sweep-failed', faultFields(fault)));
  }

  return {
    start: () => {
      if (timer !== undefined || stopped) return;
      timer = setInterval(tick, sweepEveryMs);
      tick();
    },
    carry,
    wake,
    sweep,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      pause.end();
      await Promise.allSettled([pumping, sweeping]);
      await giveBack();
    },
  };
}
