import type { Fault } from './fault.js';

/** A new process of the same service starts while the old one still works; then the old one is told to stop, and must do so well. */
export function rollingRestart(name: string): Fault {
  return {
    name: `rolling restart of ${name}`,
    holdMs: 0,
    inflict: async ({ cluster }) => {
      const { code, signal } = await cluster.services.replace(name);
      if (code !== 0) throw new Error(`the old ${name} did not stop well: ${signal ?? `exit ${code}`}`);
    },
    heal: () => Promise.resolve(),
  };
}
