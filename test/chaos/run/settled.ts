import { Redis } from 'ioredis';
import { query } from '../world/postgres-server.js';
import type { Cluster } from '../world/cluster.js';
import { waitFor } from '../../e2e/wait-for.js';

const QUEUES = ['inspection', 'enforcement', 'interview', 'recall', 'publicity'];

/** Waits until nothing waits any more: outbox, due clocks, jobs in the queues. */
export async function settled({ postgres, redis }: Cluster, nowOfSystem: () => number): Promise<void> {
  const client = new Redis(redis.port, '127.0.0.1');
  let left = '';
  try {
    await query(postgres.url, (database) =>
      waitFor(
        async () => {
          const { rows } = await database.query<{ readonly outbox: number; readonly due: number }>(
            `select (select count(*)::int from outbox) as outbox, (select count(*)::int from clock where state = 'running' and due_at <= $1) as due`,
            [new Date(nowOfSystem())],
          );
          const lists = QUEUES.flatMap((name) => [`zhiheng:zh-${name}:wait`, `zhiheng:zh-${name}:active`]);
          const jobs = (await Promise.all(lists.map((key) => client.llen(key)))).reduce((sum, count) => sum + count, 0);
          const { outbox, due } = rows[0]!;
          left = `${outbox} in the outbox, ${due} clocks due, ${jobs} jobs`;
          return outbox + due + jobs === 0;
        },
        { what: 'nothing waits any more', withinMs: 240_000, everyMs: 250 },
      ),
    );
  } catch (fault) {
    throw new Error(`${(fault as Error).message}: ${left}`, { cause: fault });
  } finally {
    client.disconnect();
  }
}
