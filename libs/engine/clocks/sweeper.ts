import type { Envelope } from '@zhiheng/contracts';
import { SYSTEM } from '@zhiheng/contracts';
import { legalDateOf, messageId } from '@zhiheng/kernel';
import type { ClockPort, Instant } from '@zhiheng/kernel';
import { lapsedEvent } from '@zhiheng/workflow-kit';
import type { Engine } from '../advance/engine.js';
import type { ClockStore, DueClock } from '../ports.js';

export type SweeperPorts = {
  readonly clocks: ClockStore;
  readonly engine: Engine;
  readonly clock: ClockPort;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
};
export type SweeperTuning = { readonly limit?: number; readonly maxSleepMs?: number };

export interface Sweeper {
  /** Fires what is due now, until nothing is; answers how many lapses were delivered. */
  sweep(): Promise<number>;
  start(): void;
  /** Resolves when the sweep under way has ended. */
  stop(): Promise<void>;
  /** A clock due at this instant was armed: sleep no longer than that. */
  armed(dueAt: Instant): void;
}

/**
 * Delivers the lapses of due clocks as ordinary events. Any number of sweepers may run: the message id is derived from the run
 * of the clock, so the second delivery is a duplicate. Sleeps until the next clock is due; clocks that other processes arm, and
 * a clock that was moved, are found within `maxSleepMs`.
 */
export function createSweeper({ clocks, engine, clock, log }: SweeperPorts, { limit = 512, maxSleepMs = 1_000 }: SweeperTuning = {}): Sweeper {
  let timer: NodeJS.Timeout | undefined;
  let wakeAt = Number.POSITIVE_INFINITY;
  let running: Promise<unknown> | undefined;
  let stopped = true;

  async function sweep(): Promise<number> {
    let delivered = 0;
    for (;;) {
      const due = await clocks.due({ now: clock.now(), limit });
      const settled = await Promise.allSettled(due.map((one) => engine.advance(lapseOf(one))));
      const faults = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
      for (const fault of faults) log('clock.sweep.fault', { reason: fault.message });
      delivered += due.length - faults.length;
      // A full page with faults would be read again at once: leave it to the next sweep.
      if (due.length < limit || faults.length > 0) return delivered;
    }
  }

  async function tick(): Promise<void> {
    let next: Instant | undefined;
    try {
      const delivered = await sweep();
      if (delivered > 0) log('clock.swept', { delivered });
      next = await clocks.nextDueAt();
    } catch (fault) {
      log('clock.sweep.fault', { reason: (fault as Error).message });
    }
    sleepUntil(next);
  }

  function sleepUntil(next: Instant | undefined): void {
    if (stopped) return;
    const now = Date.parse(clock.now());
    const ms = Math.min(maxSleepMs, next === undefined ? maxSleepMs : Math.max(0, Date.parse(next) - now));
    if (timer !== undefined) clearTimeout(timer);
    wakeAt = now + ms;
    timer = setTimeout(() => {
      running = tick();
    }, ms);
  }

  return {
    sweep,
    start: () => {
      if (!stopped) return;
      stopped = false;
      running = tick();
    },
    stop: async () => {
      stopped = true;
      if (timer !== undefined) clearTimeout(timer);
      await running;
    },
    armed: (dueAt) => {
      if (!stopped && timer !== undefined && Date.parse(dueAt) < wakeAt) sleepUntil(dueAt);
    },
  };
}

/** The lapse of one run of a clock. Its legal date is the first day after the term. */
export function lapseOf({ instanceId, workflow, name, generation, dueAt }: DueClock): Envelope {
  return {
    messageId: messageId('lapse', instanceId, name, String(generation)),
    instanceId,
    workflow,
    event: { type: lapsedEvent(name), data: {} },
    on: legalDateOf(dueAt),
    actor: SYSTEM,
    cause: { clock: { name, generation } },
  };
}
