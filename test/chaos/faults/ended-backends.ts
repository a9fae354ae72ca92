import type { Fault } from './fault.js';

/** pg_terminate_backend on every connection there is: listeners, idle ones, and those in the middle of a statement. */
export const endedBackends: Fault = {
  name: 'pg_terminate_backend of all',
  holdMs: 0,
  inflict: async ({ cluster }) => void (await cluster.postgres.terminateBackends()),
  heal: () => Promise.resolve(),
};
