// W1: an event-driven case of twelve durable transitions, one clock armed and cancelled, a snapshot that grows to about 1.5 kB.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { STEPS } from './bench-workflow.mjs';
import { median, table } from './measure.mjs';

const CONTENDER = fileURLToPath(new URL('contender.mjs', import.meta.url));
const TITLES = {
  naive: 'naive: a BullMQ job an event on Redis, a TypeORM transaction a step',
  'event path, Redis': '**whole event path, BullMQ on Redis**',
  'event path, Postgres': '**whole event path, BullMQ on Postgres**',
  advance: 'advance only (engine, chain, inbox, clocks, outbox)',
  'by hand': 'the same rows by hand-tuned batched SQL',
};
// Enough for several seconds each; the slow one gets fewer.
const SHARE = { naive: 0.25 };

/** Contenders take turns, each in a process of its own on a fresh database; medians over the rounds. */
export async function w1({ server, redis, cases = 2_000, rounds = 3, only }) {
  const runs = new Map(
    Object.keys(TITLES)
      .filter((name) => only === undefined || only.includes(name))
      .map((name) => [name, []]),
  );
  for (let round = 0; round < rounds; round++) {
    for (const [name, results] of runs)
      results.push(await runContender({ name, server, redis, cases: Math.round(cases * (SHARE[name] ?? 1)) }));
  }
  const rateOf = (name) => (runs.has(name) ? median(runs.get(name).map(rate)) : Number.NaN);
  const [naive, limit] = [rateOf('naive'), rateOf('by hand')];
  const rows = [...runs].map(([name, results]) => {
    const rates = results.map(rate);
    const per = (value) => median(results.map((result) => value(result) / result.transitions));
    return [
      TITLES[name],
      `${Math.round(median(rates))} (${Math.round(Math.min(...rates))}–${Math.round(Math.max(...rates))})`,
      (median(rates) / naive).toFixed(1),
      `${Math.round((median(rates) / limit) * 100)} %`,
      `${per(({ clientMs }) => clientMs).toFixed(3)} + ${per(({ serverMs }) => serverMs).toFixed(3)}`,
      Math.round(per(({ walBytes }) => walBytes)),
      Math.round(median(results.map(({ rssMb }) => rssMb))),
    ];
  });
  const heads = [
    'contender',
    'transitions/s (min–max)',
    '× naive',
    'of hand-tuned',
    'CPU s per 1,000: Node + servers',
    'WAL B a transition',
    'Node MB',
  ];
  return `### W1: ${cases} cases of ${STEPS} transitions (naive: a quarter), ${rounds} rounds in turn, medians\n\n${table(heads, rows)}\n`;
}

const rate = ({ transitions, seconds }) => transitions / seconds;

async function runContender({ name, server, redis, cases }) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...process.execArgv,
    CONTENDER,
    name,
    String(cases),
    server.url,
    String(redis.port),
  ]);
  const result = JSON.parse(stdout.trim().split('\n').at(-1));
  process.stderr.write(`${name}: ${Math.round(rate(result))} transitions/s\n`);
  return result;
}
