import type { ClockPort, Instant } from '@zhiheng/kernel';
import { makeDailyRoots } from '@zhiheng/persistence';
import type { Pool } from 'pg';
import type { Log } from '../log/log.js';

export type RootKeeper = { start(): void; stop(): Promise<void> };

const EVERY_MS = 30_000;

/** Makes the daily roots as days end, those missed while no process ran too. */
export function createRootKeeper({
  pool,
  clock,
  log,
}: {
  readonly pool: Pool;
  readonly clock: ClockPort;
  readonly log: Log;
}): RootKeeper {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let seen: Instant | undefined;

  // The time of the turn before: a clock that was just set forward may be unknown yet to another process, which still decides at the old time.
  async function turn(): Promise<void> {
    const at = seen;
    seen = clock.now();
    if (at === undefined) return;
    try {
      const { made, waiting } = await makeDailyRoots(pool, at);
      for (const { day, hash } of made) log('root.made', { day, hash });
      if (waiting) log('root.waiting', { reason: 'a transaction that began before is still open' });
    } catch (fault) {
      // A database that is away is away for everybody; the next turn makes the root.
      log('root.fault', { reason: (fault as Error).message });
    }
  }

  return {
    start: () => {
      if (timer !== undefined) return;
      const tick = (): void => {
        running ??= turn().finally(() => (running = undefined));
      };
      timer = setInterval(tick, EVERY_MS);
      timer.unref();
      tick();
    },
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
