// `npm run bench -- [w1] [latency] [w2] [w3] [memory] [--cases N] [--rounds N]`: all of them without a name. Starts its own Postgres (durable
// defaults: fsync, synchronous_commit and full_page_writes on) and its own Redis (append-only file, every second), and prints tables.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { startPrivateRedis } from '../../tools/private-redis.mjs';
import { w2 } from './fan-out.mjs';
import { latency } from './latency.mjs';
import { w3 } from './timers.mjs';
import { processes } from './processes.mjs';
import { w1 } from './w1.mjs';
import { startServer } from './world.mjs';

const BENCHES = { w1, latency, w2, w3, processes };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: 'string' }, rounds: { type: 'string' }, only: { type: 'string', multiple: true } },
});
const chosen = positionals.length === 0 ? Object.keys(BENCHES) : positionals;
const unknown = chosen.filter((name) => !(name in BENCHES));
if (unknown.length > 0) throw new Error(`expected ${Object.keys(BENCHES).join(', ')}, found ${unknown.join(', ')}`);
const number = (text) => (text === undefined ? undefined : Number(text));

const redis = await startPrivateRedis({ durable: true });
if (redis === undefined) throw new Error('redis-server is not installed: apt-get install redis-server');
const { server, stop } = await startServer();
try {
  console.log(
    `Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}, load ${os.loadavg()[0].toFixed(1)} before\n`,
  );
  for (const name of chosen) {
    console.log(
      await BENCHES[name]({ server, redis, cases: number(values.cases), rounds: number(values.rounds), only: values.only }),
    );
  }
} finally {
  await stop();
  await redis.stop();
}
