import type { Fault } from './fault.js';

/** A process stands still longer than its lock (10 s) or lease (30 s) and wakes with what it held, which others have taken over meanwhile. */
export function frozenService(name: string, forMs: number): Fault {
  return {
    name: `SIGSTOP ${name} for ${forMs / 1_000} s`,
    holdMs: forMs,
    inflict: async ({ cluster }) => cluster.services.signal(name, 'SIGSTOP'),
    heal: async ({ cluster }) => cluster.services.signal(name, 'SIGCONT'),
  };
}
