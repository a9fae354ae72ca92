import type { Envelope, Outcome } from '@zhiheng/contracts';
import { SYSTEM } from '@zhiheng/contracts';
import { ZhihengError, crashPoint, legalDateOf, messageId } from '@zhiheng/kernel';
import type { ClockPort, Instant, InstanceId } from '@zhiheng/kernel';
import { lapsedEvent } from '@zhiheng/workflow-kit';
import type { Engine } from '../advance/engine.js';
import type { ClockStore, DueClock } from '../ports.js';
import { isOfLaterRelease } from '../registry/registry.js';

export type SweeperPorts = {
  readonly clocks: ClockStore;
  readonly engine: Engine;
  readonly clock: ClockPort;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
};
export type SweeperTuning = {
  /** Most lapses delivered at a time. */
  readonly limit?: number;
  /** Longest sleep: clocks that other processes arm, and a clock that was moved, are found within it. */
  readonly maxSleepMs?: number;
};

export interface Sweeper {
  /** Fires what is due now, until nothing is; answers how many lapses took effect. */
  sweep(): Promise<number>;
  start(): void;
  /** Resolves when the sweep under way has ended. */
  stop(): Promise<void>;
  /** A clock due at this instant was armed: sleep no longer than that. */
  armed(dueAt: Instant): void;
  /** Told how late (ms) each lapse took effect. */
  onDelivered(listener: (lateMs: number) => void): void;
  /** The time itself was set forward: look at once. */
  wake(): void;
}

/**
 * Delivers the lapses of due clocks as ordinary events. Any number of sweepers may run: the message id is derived from the run
 * of the clock, so the second delivery is a duplicate. Sleeps until the next clock is due.
 */
export function createSweeper(
  { clocks, engine, clock, log }: SweeperPorts,
  { limit = 512, maxSleepMs = 1_000 }: SweeperTuning = {},
): Sweeper {
  // Procedures whose lapse failed or changed nothing, and until when they are left alone: they neither spin nor stand before the others.
  // In time that really passes (ms, monotonic): a clock that stands still would leave them alone for ever.
  const listeners: ((lateMs: number) => void)[] = [];
  const setAside = new Map<InstanceId, number>();
  let timer: NodeJS.Timeout | undefined;
  let wakeAt = Number.POSITIVE_INFINITY;
  let running: Promise<void> | undefined;
  let stopped = true;
  let stopping = false;

  async function sweep(): Promise<number> {
    let fired = 0;
    for (;;) {
      const passed = performance.now();
      for (const [id, until] of setAside) if (until <= passed) setAside.delete(id);
      const due = await clocks.due({ now: clock.now(), limit, except: [...setAside.keys()] });
      if (due.length > 0) crashPoint('before-lapse');
      const settled = await Promise.allSettled(due.map((one) => engine.advance(lapseOf(one))));
      // As long as it kept the others waiting (a row that somebody holds), so long do they go before it.
      const ended = performance.now();
      const until = ended + Math.max(maxSleepMs, ended - passed);
      settled.forEach((result, index) => {
        if (tookEffect(result)) {
          fired++;
          for (const listener of listeners) listener(Date.parse(clock.now()) - Date.parse(due[index]!.dueAt));
        } else setAside.set(due[index]!.instanceId, until);
        if (result.status === 'rejected') log('clock.sweep.fault', { ...subjectOf(due[index]!), ...faultOf(result.reason) });
      });
      if (due.length < limit || stopping || settled.some(storeIsAway)) return fired;
    }
  }

  async function tick(): Promise<void> {
    const now = clock.now();
    wakeAt = Number.POSITIVE_INFINITY;
    let next: Instant | undefined;
    try {
      const fired = await sweep();
      if (fired > 0) log('clock.swept', { delivered: fired });
      next = await clocks.nextDueAt(now);
    } catch (fault) {
      log('clock.sweep.fault', faultOf(fault));
    }
    running = undefined;
    const longest = Date.parse(clock.now()) + maxSleepMs;
    // What was armed during the sweep has set wakeAt.
    sleepUntil(Math.min(longest, wakeAt, next === undefined ? longest : Date.parse(next)));
  }

  function sleepUntil(at: number): void {
    wakeAt = at;
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        running = tick();
      },
      Math.max(0, at - Date.parse(clock.now())),
    );
  }

  return {
    sweep,
    start: () => {
      if (!stopped || stopping) return;
      stopped = false;
      running = tick();
    },
    stop: async () => {
      stopped = true;
      stopping = true;
      clearTimeout(timer);
      await running;
      stopping = false;
    },
    armed: (dueAt) => {
      const at = Date.parse(dueAt);
      if (stopped || at >= wakeAt) return;
      if (running === undefined) sleepUntil(at);
      else wakeAt = at;
    },
    onDelivered: (listener) => void listeners.push(listener),
    wake: () => {
      if (stopped) return;
      const now = Date.parse(clock.now());
      if (running === undefined) sleepUntil(now);
      else wakeAt = now;
    },
  };
}

/** A lapse that is on the log, whatever the machine made of it, is done with; a stale or repeated one has changed nothing. */
function tookEffect(result: PromiseSettledResult<Outcome>): boolean {
  return result.status === 'fulfilled' && (result.value.kind === 'accepted' || result.value.kind === 'rejected');
}

/** Not for one procedure alone, as one whose row somebody holds. */
function storeIsAway(result: PromiseSettledResult<Outcome>): boolean {
  const { reason } = result.status === 'rejected' ? result : { reason: undefined };
  if (!(reason instanceof ZhihengError) || isOfLaterRelease(reason)) return false;
  return reason.retry === 'later' && reason.code !== 'STORE_LOCKED';
}

function faultOf(fault: unknown): Readonly<Record<string, unknown>> {
  const { code, name, message } = fault as { readonly code?: string; readonly name?: string; readonly message?: string };
  return { code: code ?? name, reason: message };
}

function subjectOf({ instanceId, name, generation }: DueClock): Readonly<Record<string, unknown>> {
  return { instanceId, clock: name, generation };
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
