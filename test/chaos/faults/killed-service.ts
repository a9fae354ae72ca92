import type { Fault } from './fault.js';

/** kill -9 of one process; somebody starts it again. */
export function killedService(name: string, { holdMs = 500 }: { readonly holdMs?: number } = {}): Fault {
  return {
    name: `kill -9 ${name}`,
    holdMs,
    inflict: ({ cluster }) => cluster.services.kill(name),
    heal: ({ cluster }) => cluster.services.start(name),
  };
}
