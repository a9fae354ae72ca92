import { randomUUID } from 'node:crypto';
import type { QueueBackendOptions } from '@zhiheng/messaging';
import { Redis } from 'ioredis';
import { withWorld } from './messaging-world.js';
import type { Delivery, World } from './messaging-world.js';
import { redisIsExpected, startRedis } from './redis-server.js';
import type { RedisServer } from './redis-server.js';

const DEADLOCK = '40P01';

/** One of the two stores for queues, as a suite sees it. */
export type Backend = {
  readonly options: (databaseUrl: string) => QueueBackendOptions;
  /** Destroys all queues of the world. */
  readonly lose: (world: World) => Promise<void>;
  /** Address of the Redis server. */
  readonly server: () => string;
  readonly newPrefix: () => string;
};

export type Stage = {
  readonly kind: 'postgres' | 'redis';
  readonly backend: Backend;
  readonly test: (name: string, run: () => Promise<void>, timeoutMs?: number) => void;
  readonly world: (run: (world: World) => Promise<void>) => Promise<void>;
};

/** Defines the same suite on PostgreSQL and on Redis: the same promises. */
export function onBothBackends(title: string, define: (stage: Stage) => void, delivery?: Delivery): void {
  const prefix = `t-${randomUUID()}`;
  let redis: RedisServer | undefined;
  const server = (): string => {
    if (redis === undefined) throw new Error('Redis is not running: set REDIS_URL or install redis-server');
    return redis.url;
  };
  const newPrefix = (): string => `${prefix}-${randomUUID()}`;
  const backends: Record<'postgres' | 'redis', Backend> = {
    postgres: {
      options: (databaseUrl) => ({ kind: 'postgres', databaseUrl }),
      lose: dropTables,
      server,
      newPrefix,
    },
    redis: {
      options: () => ({ kind: 'redis', url: server(), prefix: newPrefix() }),
      lose: () => forgetKeys(server(), prefix),
      server,
      newPrefix,
    },
  };
  // Half a suite that silently did not run would pass for a whole one: in CI it fails.
  const redisRuns = redisIsExpected();
  if (!redisRuns)
    process.stderr.write(`\nNOT RUN: ${title} on Redis. Neither REDIS_URL nor a redis-server binary was found.\n\n`);

  describe.each(['postgres', 'redis'] as const)(`${title} on %s`, (kind) => {
    const backend = backends[kind];
    const test = kind === 'postgres' || redisRuns ? it : it.skip;

    if (kind === 'redis' && redisRuns) {
      beforeAll(async () => {
        redis = await startRedis();
      });
      afterAll(async () => {
        if (redis === undefined) return;
        await forgetKeys(redis.url, prefix);
        await redis.stop();
      });
    }

    define({
      kind,
      backend,
      test: (name, run, timeoutMs = 60_000) => test(name, run, timeoutMs),
      world: (run) => {
        // Every process of a world reaches the same queues.
        let options: QueueBackendOptions | undefined;
        return withWorld(
          { backend: (databaseUrl) => (options ??= backend.options(databaseUrl)), ...(delivery && { delivery }) },
          run,
        );
      },
    });
  });
}

/** The tables are locked one after the other, against whoever works on them: where the two deadlock, the server may end either. */
async function dropTables({ pool }: World): Promise<void> {
  for (;;) {
    try {
      await pool.query('drop schema bullmq cascade');
      return;
    } catch (fault) {
      if ((fault as { readonly code?: string }).code !== DEADLOCK) throw fault;
    }
  }
}

/** Ours only: REDIS_URL may name a server that others use. */
async function forgetKeys(url: string, prefix: string): Promise<void> {
  const client = new Redis(url);
  const keys = await client.keys(`${prefix}*`);
  if (keys.length > 0) await client.del(keys);
  client.disconnect();
}
