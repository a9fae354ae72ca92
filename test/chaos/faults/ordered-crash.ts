import type { CrashPoint } from '@zhiheng/kernel';
import { waitFor } from '../../e2e/wait-for.js';
import { moveClock } from './moved-clock.js';
import type { Fault } from './fault.js';

const REACHES_WITHIN_MS = 20_000;

/** A process ends itself at a named place between two durable steps, the nth time that it comes there. */
export function orderedCrash(point: CrashPoint, name: string, nth: number): Fault {
  return {
    name: `crash of ${name} at ${point}:${nth}`,
    holdMs: 0,
    inflict: async (victim) => {
      const { services } = victim.cluster;
      await services.kill(name);
      services.startDoomed(name, { ZHIHENG_CRASH_AT: `${point}:${nth}` });
      if (point === 'before-lapse') await moveClock(victim, 10);
    },
    heal: async ({ cluster: { services } }) => {
      const reached = await waitFor(() => services.hasExited(name), { what: point, withinMs: REACHES_WITHIN_MS }).catch(
        () => false,
      );
      if (!reached) await services.kill(name);
      await services.start(name);
      if (!reached) throw new Error(`${point} was not passed ${nth} times within ${REACHES_WITHIN_MS / 1_000} s`);
    },
  };
}
