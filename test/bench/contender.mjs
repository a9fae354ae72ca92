// One contender of W1 in a process of its own, on a fresh database: warms up, then is measured. Prints one line of JSON.
// Usage: node contender.mjs NAME CASES POSTGRES_URL REDIS_PORT
import { Redis } from 'ioredis';
import { PostgresEngineStore } from '../../dist/libs/persistence/index.js';
import { STEPS } from './bench-workflow.mjs';
import { prepared, withHand } from './contenders/by-hand.mjs';
import { runAdvance, withEventPath } from './contenders/engine.mjs';
import { withNaive } from './contenders/naive.mjs';
import { measured } from './measure.mjs';
import { withDatabase } from './world.mjs';

const WARM_UP = 300;
const [name, count, url, redisPort] = process.argv.slice(2);
const cases = Number(count);
const server = { url };
const redis = new Redis({ port: Number(redisPort), host: '127.0.0.1' });
const names = (prefix, length) => Array.from({ length }, (_, index) => `${prefix}-${index}`);
const [warm, timed] = [names('warm', WARM_UP), names('case', cases)];

const CONTENDERS = {
  advance: () =>
    withDatabase(server, async ({ database }) => {
      await runAdvance(database, warm);
      return measured({ pool: database.pool, redis }, () => runAdvance(database, timed));
    }),
  'event path, Postgres': () => eventPath({ kind: 'postgres' }),
  'event path, Redis': () => eventPath({ kind: 'redis', url: `redis://127.0.0.1:${redisPort}` }),
  naive: () =>
    withDatabase(server, ({ database, url: own }) =>
      withNaive({ url: own, redis: { host: '127.0.0.1', port: Number(redisPort) } }, async (play) => {
        await play(warm);
        return measured({ pool: database.pool, redis }, () => play(timed));
      }),
    ),
  'by hand': async () => {
    const [warmRounds, rounds] = [await captured(warm), await captured(timed)];
    return withDatabase(server, ({ database, url: own }) =>
      withHand(own, async (write) => {
        await write(warmRounds);
        return measured({ pool: database.pool, redis }, () => write(rounds));
      }),
    );
  },
};

const run = CONTENDERS[name];
if (run === undefined) throw new Error(`expected one of ${Object.keys(CONTENDERS).join('; ')}, found ${name}`);
console.log(JSON.stringify({ name, transitions: cases * STEPS, ...(await run()) }));
redis.disconnect();

function eventPath(queue) {
  return withDatabase(server, (world) =>
    withEventPath(world, queue, async (play) => {
      await play(warm);
      const result = await measured({ pool: world.database.pool, redis }, () => play(timed));
      const { rows } = await world.database.pool.query('select count(*)::int as n from log');
      if (rows[0].n !== (cases + WARM_UP) * STEPS)
        throw new Error(`expected ${(cases + WARM_UP) * STEPS} entries, found ${rows[0].n}`);
      return result;
    }),
  );
}

/** What the engine writes for these cases, by place on the log. */
async function captured(these) {
  const byDepth = [];
  await withDatabase(server, async ({ database }) => {
    const store = new PostgresEngineStore(database.pool);
    const commit = (writes) => {
      for (const write of writes) (byDepth[write.seq] ??= []).push(serialised(write));
      return store.commit(writes);
    };
    await runAdvance(database, these, { store: Object.assign(Object.create(store), { commit }) });
  });
  return prepared(byDepth.filter(Boolean));
}

function serialised(write) {
  return {
    ...write,
    outbox: write.outbox.map(({ consumer, announcement }) => ({ consumer, text: JSON.stringify(announcement) })),
  };
}
