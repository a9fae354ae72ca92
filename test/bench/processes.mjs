// Scale-up: the event path of W1 with one, two and four engine processes on one queue and one database. The openings come from a process
// that handles nothing itself. An event of a case goes to whichever process is free, so what one has in memory is mostly not the next one's.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { STEPS } from './bench-workflow.mjs';
import { median, table } from './measure.mjs';
import { openingOf, withDatabase, withQueuedEngine } from './world.mjs';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));
const WARM_UP = 300;

export async function processes({ server, redis, cases = 2_000, rounds = 3 }) {
  const rates = new Map([1, 2, 4].map((count) => [count, []]));
  for (let round = 0; round < rounds; round++)
    for (const [count, all] of rates) all.push(await withDatabase(server, (world) => rateOf(world, { redis, count, cases })));
  const one = median(rates.get(1));
  const rows = [...rates].map(([count, all]) => [
    count,
    `${Math.round(median(all))} (${Math.round(Math.min(...all))}–${Math.round(Math.max(...all))})`,
    (median(all) / one).toFixed(2),
  ]);
  return `### Scale-up: ${cases} cases of ${STEPS} transitions, ${rounds} rounds in turn\n\n${table(['engine processes', 'transitions/s (min–max)', '× one'], rows)}\n`;
}

async function rateOf(world, { redis, count, cases }) {
  const workers = Array.from({ length: count }, () => fork(WORKER, [world.url, String(redis.port)]));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  try {
    return await withQueuedEngine(world, { queue: { kind: 'redis', url: redis.url }, handled: [] }, async (engine) => {
      const play = async (prefix, length) => {
        const before = await closed(world);
        await Promise.all(Array.from({ length }, (_, place) => engine.advance(openingOf(`${prefix}-${place}`))));
        while ((await closed(world)) < before + length) await new Promise((resolve) => setTimeout(resolve, 50));
      };
      await play('warm', WARM_UP);
      const started = performance.now();
      await play('case', cases);
      return (cases * STEPS * 1_000) / (performance.now() - started);
    });
  } finally {
    for (const worker of workers) worker.send('stop');
    await Promise.all(workers.map((worker) => once(worker, 'exit')));
  }
}

async function closed({ database }) {
  const { rows } = await database.pool.query('select count(*)::int as n from instance where done');
  return rows[0].n;
}
