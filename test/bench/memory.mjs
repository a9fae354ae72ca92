// `npm run bench:memory -- [TRANSITIONS]` (default 1,000,000): whether memory stays flat while the whole event path works on, and what an idle
// system costs afterwards: processor time and write-ahead log over a quiet minute.
import { startPrivateRedis } from '../../tools/private-redis.mjs';
import { STEPS } from './bench-workflow.mjs';
import { withEventPath } from './contenders/engine.mjs';
import { measured, table } from './measure.mjs';
import { startServer, withDatabase } from './world.mjs';

const transitions = Number(process.argv[2] ?? 1_000_000);
const PARTS = 10;
const AT_A_TIME = 2_000;
const QUIET_SECONDS = 60;
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
      const quiet = await measured(
        { pool: world.database.pool },
        () => new Promise((resolve) => setTimeout(resolve, QUIET_SECONDS * 1_000)),
      );
      console.log(
        `\nidle for ${QUIET_SECONDS} s: ${((quiet.clientMs / QUIET_SECONDS / 1_000) * 100).toFixed(2)} % of a core in Node, ` +
          `${((quiet.serverMs / QUIET_SECONDS / 1_000) * 100).toFixed(2)} % in Postgres, ${Math.round(quiet.walBytes / 1_024)} kB of write-ahead log`,
      );
    }),
  );
} finally {
  await stop();
  await redis.stop();
}

async function playPart(play, part, cases) {
  for (let from = 0; from < cases; from += AT_A_TIME) {
    await play(Array.from({ length: Math.min(AT_A_TIME, cases - from) }, (_, place) => `case-${part}-${from + place}`));
  }
}
