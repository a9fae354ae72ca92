import { SingleBar } from 'cli-progress';
import { mkdtempSync, chmodSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readBehaviour } from './behaviour/read-behaviour.js';
import type { DemoOptions } from './options.js';
import { startOwnSystem } from './own-system.js';
import type { SystemUnderPlay } from './own-system.js';
import { prove } from './report/prove.js';
import { readOutcome } from './report/read-outcome.js';
import { holds, makeReport, printable, words } from './report/report.js';
import { HttpClient } from './session/http-client.js';
import { Sessions } from './session/sessions.js';
import { SystemClock } from './year/clock.js';
import { addDays, dayOf, morningOf } from './year/days.js';
import { Desk } from './year/desk.js';
import { cityBatches, fileBatches } from './year/intake.js';
import { planOpenings } from './year/openings.js';
import { playYear } from './year/play-year.js';
import { Tally } from './year/tally.js';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Plays a year on a system of its own or on one that runs. Answers the exit status. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const behaviour = await readBehaviour(options.behaviour);
  const system = options.url === undefined ? await ownSystem(options, behaviour.start) : running(options.url);
  const stopped = stopOnSignal(system);
  const http = new HttpClient(system.url, options.concurrency);
  try {
    const began = performance.now();
    const sessions = new Sessions(http, () => options.password);
    const clock = new SystemClock(sessions, behaviour.administers);
    const start = startDay(behaviour.start, await clock.read());
    const tally = new Tally();
    const ports = { sessions, behaviour, seed: options.seed, tally, atOnce: options.concurrency };
    const city = cityBatches(options, { start, days: options.days });
    const register = city.batches.filter(({ kind }) => kind === 'enterprises');
    const batches =
      options.files.length === 0
        ? city.batches
        : [...register, ...(await fileBatches(options.files, { start, days: options.days }))];
    const openings = planOpenings(
      { seed: options.seed, behaviour },
      { start, days: options.days, enterprises: city.enterprises },
    );
    const desk = new Desk(ports);
    const bar = progressBar(options);
    const played = await playYear({ desk, clock, ports }, { start, days: options.days, batches, openings }, bar.update);
    bar.stop();
    const wallMs = performance.now() - began;
    const requests = http.requests;
    const outcome = await readOutcome(sessions, { reader: behaviour.reads, atOnce: options.concurrency });
    const chain = system.env && (await prove('verify-chain', system.env));
    const replay = system.env && (await prove('replay', system.env));
    const report = makeReport({ seed: options.seed, played, wallMs, requests, tally, outcome, chain, replay });
    if (options.dump !== undefined)
      writeFileSync(options.dump, `${outcome.heads.map(({ id, workflow, hash }) => `${id} ${workflow} ${hash}`).join('\n')}\n`);
    process.stdout.write(`${options.json ? JSON.stringify(printable(report), null, 2) : words(report)}\n`);
    if (!options.exit && options.url === undefined) {
      say(
        [
          '',
          '系统继续运行，可供查看 The system runs on:',
          `  ${system.url}/api/docs`,
          `  ${system.url}/api/public/blacklist`,
          `  账号 accounts ${Object.values(behaviour.accounts).flat().join(' ')} ${behaviour.administers}，密码 password ${options.password}`,
          '  按 Ctrl-C 停止 Ctrl-C stops.',
        ].join('\n'),
      );
      await stopped;
    }
    return holds(report) ? 0 : 1;
  } finally {
    http.close();
    await system.stop();
  }
}

function ownSystem({ dataDirectory, port }: DemoOptions, start: string): Promise<SystemUnderPlay> {
  say('正在启动系统 Starting a system …');
  return startOwnSystem({ dataDirectory: dataDirectory ?? newDirectory(), start: morningOf(start), port });
}

function newDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'zhiheng-demo-'));
  chmodSync(directory, 0o755); // started by root, the database runs under an account of its own
  say(`  ${directory}`);
  return directory;
}

/** A system that runs already: its proofs are made where DATABASE_URL or ZHIHENG_DATA_DIR says where its database is. */
function running(url: string): SystemUnderPlay {
  const known = process.env['DATABASE_URL'] !== undefined || process.env['ZHIHENG_DATA_DIR'] !== undefined;
  return { url, ...(known && { env: process.env }), stop: async () => undefined };
}

/** On a system that has been played before, the next year begins on the day after. */
function startDay(wanted: string, { now }: { readonly now: string }): string {
  const today = dayOf(now);
  return today <= wanted ? wanted : addDays(today, 1);
}

function stopOnSignal(system: SystemUnderPlay): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => {
        say('\n正在停止 Stopping …');
        void system.stop().then(() => {
          resolve();
          process.exit(process.exitCode ?? 0);
        });
      });
  });
}

function progressBar({ json }: DemoOptions): { update: Parameters<typeof playYear>[2]; stop(): void } {
  if (json || !process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({ format: '{bar} {percentage}% {day} 在办 open {open}', hideCursor: true });
  let started = false;
  return {
    update: ({ day, done, total, open }) => {
      if (!started) bar.start(total, 0, { day, open });
      started = true;
      bar.update(done, { day, open });
    },
    stop: () => bar.stop(),
  };
}
