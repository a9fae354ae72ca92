// What a run cost: time, processor time of this process and of the servers, bytes of write-ahead log, memory.
import { readFileSync, readdirSync } from 'node:fs';

const TICK_MS = 10; // of /proc: USER_HZ is 100 on Linux

/** Runs and answers { seconds, clientMs, serverMs, walBytes, rssMb }. `serverMs` is NaN where there is no /proc. */
export async function measured({ pool, redis }, run) {
  const postmaster = await postmasterOf(pool);
  const before = { wal: await walOf(pool), server: serverMs(postmaster), redis: await redisMs(redis) };
  const cpu = process.cpuUsage();
  const started = performance.now();
  await run();
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds,
    clientMs: (user + system) / 1_000,
    serverMs: serverMs(postmaster) - before.server + (await redisMs(redis)) - before.redis,
    walBytes: (await walOf(pool)) - before.wal,
    rssMb: process.memoryUsage().rss / 2 ** 20,
  };
}

async function walOf(pool) {
  const { rows } = await pool.query(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as bytes`);
  return rows[0].bytes;
}

export async function postmasterOf(pool) {
  const { rows } = await pool.query(`select current_setting('data_directory') as home`);
  return Number(readFileSync(`${rows[0].home}/postmaster.pid`, 'utf8').split('\n')[0]);
}

/** Processor time of the server: what it has reaped of its children, and those that live. */
export function serverMs(postmaster) {
  const root = statOf(postmaster);
  if (root === undefined) return Number.NaN;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf);
  const living = children.filter((stat) => stat?.parent === postmaster).reduce((sum, { own }) => sum + own, 0);
  return (root.own + root.reaped + living) * TICK_MS;
}

function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: fields[1], own: fields[11] + fields[12], reaped: fields[13] + fields[14] };
  } catch {
    return undefined; // ended meanwhile, or no /proc
  }
}

async function redisMs(redis) {
  if (redis === undefined) return 0;
  const info = await redis.info('cpu');
  const seconds = (name) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1] ?? 0);
  return (seconds('used_cpu_user') + seconds('used_cpu_sys')) * 1_000;
}

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** The value at a share (0 to 1) of the sorted values. */
export const quantile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(heads), `|${heads.map((_, place) => (place === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(line)].join('\n');
}
