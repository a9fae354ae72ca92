import type { Fault } from './fault.js';

/** Redis loses everything that it holds. Nothing is put back: the outbox fills it again. */
export const emptiedRedis: Fault = {
  name: 'FLUSHALL Redis',
  holdMs: 0,
  inflict: ({ cluster }) => cluster.redis.flush(),
  heal: () => Promise.resolve(),
};
