import type { Fault } from './fault.js';

/** kill -9 of the postmaster in the middle of its transactions; it recovers from its write-ahead log. */
export const killedPostgres: Fault = {
  name: 'kill -9 Postgres',
  holdMs: 2_000,
  inflict: ({ cluster }) => cluster.postgres.kill(),
  heal: ({ cluster }) => cluster.postgres.start(),
};

/** kill -9 of Redis; its file brings it back up to a second in the past: jobs that were done are there again. */
export const killedRedis: Fault = {
  name: 'kill -9 Redis',
  holdMs: 2_000,
  inflict: ({ cluster }) => cluster.redis.kill(),
  heal: ({ cluster }) => cluster.redis.start(),
};
