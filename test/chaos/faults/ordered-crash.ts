import type { CrashPoint } from '@zhiheng/kernel';
import { moveClock } from './moved-clock.js';
import type { Fault, Victim } from './fault.js';

const REACHES_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 400;
// Passed only when something else goes wrong: an announcement that must be tried again, and those that wait behind it.
const RARE: readonly CrashPoint[] = ['after-postpone', 'after-park', 'after-unpark'];
// Passed once a sweep that finds something: the first time must do.
const SELDOM: readonly CrashPoint[] = [...RARE, 'before-lapse'];

/** A process ends itself at a named place between two durable steps, the nth time that it comes there. */
export function orderedCrash(point: CrashPoint, name: string, nth: number): Fault {
  const rare = RARE.includes(point);
  const times = SELDOM.includes(point) ? 1 : nth;
  return {
    name: `crash of ${name} at ${point}:${times}`,
    holdMs: 0,
    inflict: async (victim) => {
      const { services } = victim.cluster;
      await services.kill(name);
      services.startDoomed(name, { ZHIHENG_CRASH_AT: `${point}:${times}` });
      for (const deadline = Date.now() + REACHES_WITHIN_MS; !services.hasExited(name) && Date.now() < deadline;) {
        if (rare) await victim.cluster.postgres.terminateBackends();
        if (point === 'before-lapse') await moveClockAgain(victim);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
    heal: async ({ cluster: { services } }) => {
      const reached = services.hasExited(name);
      if (!reached) await services.kill(name);
      await services.start(name);
      if (!reached && !rare) throw new Error(`${point} was not passed ${times} times within ${REACHES_WITHIN_MS / 1_000} s`);
      if (!reached) return 'not passed';
    },
  };
}

/** The doomed process may go while the others are asked whether they have taken the new time over. */
async function moveClockAgain(victim: Victim): Promise<void> {
  await moveClock(victim, 3).catch(() => undefined);
}
