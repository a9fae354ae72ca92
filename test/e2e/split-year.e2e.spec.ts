import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPrograms, runCommand, runToEnd, startProgram } from './program.js';
import type { Program } from './program.js';
import { startSplit } from './split.js';
import type { Split } from './split.js';
import { startStranger } from './stranger.js';
import type { Stranger } from './stranger.js';

const LIMIT_MS = 15 * 60_000;
const YEAR = ['--exit', '--json', '--seed', 'split', '--enterprises', '40', '--samples', '60', '--days', '40'];
const PAUSE_MS = 1_500;

type Result = {
  readonly logHash: string;
  readonly requests: number;
  readonly played: { readonly deadLetters: number };
  readonly outcome: { readonly procedures: number; readonly entries: number };
};

describe('a year played on the split system while Redis is emptied and every service is killed, again and again', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'zhiheng-split-year-'));
  let split: Split;
  let stranger: Stranger | undefined;

  beforeAll(async () => {
    chmodSync(home, 0o755);
    buildPrograms();
    split = await startSplit({
      env: {
        ZHIHENG_SEED: 'accounts',
        ZHIHENG_CLOCK: 'standing',
        ZHIHENG_CLOCK_START: '2026-01-05T09:00:00+08:00',
        ZHIHENG_TOKEN_HOURS: '720',
        ZHIHENG_LOG: 'error',
      },
      replicas: { enforcement: 2, clock: 2 },
    });
  }, LIMIT_MS);
  afterAll(async () => {
    stranger?.kill();
    await split?.dispose();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }, LIMIT_MS);

  it(
    'is the same year, log for log, as on one process that nobody disturbs',
    async () => {
      const calm = await playedCalmly(home);
      stranger = startStranger(split.url, path.join(home, 'followed.json'));
      const playing = startProgram('simulator', {
        args: [...YEAR, '--url', split.url, '--dump', path.join(home, 'split.txt')],
        env: split.env,
      });
      const outages = await disturb(split, playing);
      const disturbed = resultOf(playing.stdout(), playing.stderr());
      process.stdout.write(`${outages.kills} kills and ${outages.flushes} flushes in ${disturbed.requests} requests\n`);

      expect(outages.kills).toBeGreaterThanOrEqual(split.replicas.length);
      expect(outages.flushes).toBeGreaterThanOrEqual(1);
      expect(disturbed.played.deadLetters).toBe(0);
      for (const command of ['verify-chain', 'replay'])
        expect(JSON.parse(await runCommand([command, '--json'], split.env))).toMatchObject({
          entries: calm.outcome.entries,
          faults: [],
        });
      expect(readFileSync(path.join(home, 'split.txt'), 'utf8')).toBe(readFileSync(path.join(home, 'calm.txt'), 'utf8'));
      expect(disturbed.logHash).toBe(calm.logHash);
    },
    LIMIT_MS,
  );

  it(
    'leaves a stranger, who followed the public changes all the while, with the same list as the database',
    async () => {
      const { followed, published } = await stranger!.caughtUp(split.databaseUrl);
      expect(Object.keys(published).length).toBeGreaterThan(10);
      expect(followed).toEqual(published);
    },
    LIMIT_MS,
  );
});

async function playedCalmly(home: string): Promise<Result> {
  const args = [...YEAR, '--data-directory', path.join(home, 'data'), '--dump', path.join(home, 'calm.txt')];
  const { stdout, stderr } = await runToEnd('simulator', { args, limitMs: LIMIT_MS });
  return resultOf(stdout, stderr);
}

/** While the year is played: one service after the other is killed and started again, and now and then Redis loses everything. */
async function disturb(split: Split, playing: Program): Promise<{ readonly kills: number; readonly flushes: number }> {
  let kills = 0;
  let flushes = 0;
  while (!playing.hasExited()) {
    const replica = split.replicas[kills % split.replicas.length]!;
    await split.kill(replica);
    kills++;
    if (kills % 3 === 0) {
      await split.flushRedis();
      flushes++;
    }
    await split.restart(replica);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return { kills, flushes };
}

function resultOf(stdout: string, stderr: string): Result {
  if (!stdout.startsWith('{')) throw new Error(`the year did not end well:\n${stdout}${stderr}`);
  return JSON.parse(stdout) as Result;
}
