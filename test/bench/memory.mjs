// `npm run bench:memory -- [TRANSITIONS]` (default 1,000,000): whether memory stays flat while the whole event path works on, and what an idle
// system costs afterwards: processor time and write-ahead log in the first quiet minute and in one when autovacuum is done.
import { setTimeout as pause } from 'node:timers/promises';
import { startPrivateRedis } from '../../tools/private-redis.mjs';
import { STEPS } from './bench-workflow.mjs';
import { withEventPath } from './contenders/engine.mjs';
import { measured, table } from './measure.mjs';
import { startServer, withDatabase } from './world.mjs';

const transitions = Number(process.argv[2] ?? 1_000_000);
const PARTS = 10;
const AT_A_TIME = 2_000;
const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 2_000;
const MOST_VACUUM_MS = 10 * MINUTE_MS;
const MB = 2 ** 20;

const redis = await startPrivateRedis({ durable: true });
const { server, stop } = await startServer();
try {
  await withDatabase(server, (world) =>
    withEventPath(world, { kind: 'redis', url: redis.url }, async (play) => {
      const rows = [];
      const casesAPart = Math.ceil(transitions / STEPS / PARTS);
      for (let part = 0; part < PARTS; part++) {
        const cost = await measured({ pool: world.database.pool }, () => playPart(play, part, casesAPart));
        globalThis.gc?.();
        const { heapUsed, rss, external } = process.memoryUsage();
        const done = (part + 1) * casesAPart * STEPS;
        rows.push([
          done.toLocaleString('en'),
          Math.round((casesAPart * STEPS) / cost.seconds),
          ...[heapUsed, external, rss].map((bytes) => Math.round(bytes / MB)),
        ]);
        process.stderr.write(`${rows.at(-1).join('  ')}\n`);
      }
      console.log(table(['transitions so far', 'transitions/s', 'heap in use MB', 'outside the heap MB', 'resident MB'], rows));
      console.log(`\nidle, the first minute: ${await idleMinute(world.database)}`);
      await vacuumed(world.database);
      console.log(`idle, a minute when autovacuum was done: ${await idleMinute(world.database)}`);
    }),
  );
} finally {
  await stop();
  await redis.stop();
}

async function idleMinute({ pool }) {
  const cost = await measured({ pool }, () => pause(MINUTE_MS));
  const share = (ms) => `${((ms / MINUTE_MS) * 100).toFixed(2)} % of a core`;
  return `${share(cost.clientMs)} in Node, ${share(cost.serverMs)} in Postgres, ${Math.round(cost.walBytes / 1_024)} kB of write-ahead log`;
}

/** Waits until no autovacuum worker was seen for a while: what the load has left to clear up is no part of being idle. */
async function vacuumed({ pool }) {
  const end = performance.now() + MOST_VACUUM_MS;
  for (let calm = 0; calm < MINUTE_MS && performance.now() < end;) {
    await pause(LOOK_EVERY_MS);
    const { rows } = await pool.query(
      `select count(*)::int as n from pg_stat_activity where backend_type = 'autovacuum worker'`,
    );
    calm = rows[0].n === 0 ? calm + LOOK_EVERY_MS : 0;
  }
}

async function playPart(play, part, cases) {
  for (let from = 0; from < cases; from += AT_A_TIME) {
    await play(Array.from({ length: Math.min(AT_A_TIME, cases - from) }, (_, place) => `case-${part}-${from + place}`));
  }
}
