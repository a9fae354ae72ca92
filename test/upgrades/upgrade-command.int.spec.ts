import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPrograms, runToEnd } from '../e2e/program.js';
import { anInterview, interviewId, missed } from './an-interview.js';
import { before, withVersions } from './with-versions.js';
import type { VersionsWorld } from './with-versions.js';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const MINUTES = 60_000;
const LIMIT = 3 * MINUTES;

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

function command({ database }: VersionsWorld, ...args: readonly string[]): Ended {
  const { PATH, HOME } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['test/upgrades/command-program.mjs', ...args], {
    cwd: ROOT,
    env: { PATH, HOME, DATABASE_URL: database.url, UPGRADE_DAY: '2026-03-23' },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

async function threeInterviews(world: VersionsWorld): Promise<void> {
  const place = { engine: world.process(before), clock: world.clock };
  await anInterview(place, 'fulfilling', 'fulfilling');
  await anInterview(place, 'following', 'followingUp');
  await anInterview(place, 'absent', 'notified');
  await missed(place, 'absent');
  await anInterview(place, 'closed', 'closed');
  world.clock.moveToDay('2026-03-23');
}

/** The command line of the project, which has no upgrade yet. */
const zhiheng = (databaseUrl: string, ...args: readonly string[]) =>
  runToEnd('cli', { args: [...args, '--json'], env: { DATABASE_URL: databaseUrl } });

describe('the command that upgrades', () => {
  beforeAll(() => buildPrograms(), 5 * MINUTES);

  it(
    'lists in a dry run what changes in each case, sums it up, and leaves 3 to the shell where a person has to decide',
    () =>
      withVersions(async (world) => {
        await threeInterviews(world);
        const { code, stdout, stderr } = command(world, 'interview', '2', '2', '--dry-run');

        expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
        expect(stdout).toContain(`${interviewId('fulfilling')}\t将升级 would upgrade\tv1 → v2\t企业fulfilling`);
        expect(stdout).toContain(
          '= 履行整改承诺期限（非法定） Term of the commitments (not statutory) [commitmentDue] 2026-04-10 → 2026-03-25 提前16天 16 days earlier（',
        );
        expect(stdout).toContain(
          '环节 state: 回访 → 书面核查 / Follow-up check → Papers being verified [followingUp → verifying]',
        );
        expect(stdout).toMatch(/− 回访期限（非法定）.* 先行书面核查 the papers are verified first（/);
        expect(stdout).toMatch(/\+ 书面核查期限（非法定）.* 2026-03-25（/);
        expect(stdout).toContain('事由 reason [absentBefore]: 当事人已有无正当理由缺席');
        expect(stdout).toContain('程序 procedures 3 · ');
        expect(stdout).toContain(
          '期限 clocks: 新增 gained 1 · 取消 lost 1 · 变动 moved 1（共延后 later 0 天 days，共提前 earlier 16 天 days）· 即届满 lapse at once 0',
        );
        expect(stdout).toContain('事由 reason [absentBefore] 1\n运行前 before: v1 在办 open 3，已办结 closed 1');
        expect(await world.rows('select distinct version from instance')).toEqual([{ version: 1 }]);
      }),
    LIMIT,
  );

  it(
    'says in JSON what the dry run foresees and the run does: the same, but for the result',
    () =>
      withVersions(async (world) => {
        await threeInterviews(world);
        type Report = {
          readonly summary: { readonly results: object };
          readonly cases: readonly { readonly result: string }[];
        };
        const dry = command(world, 'interview', '2', '2', '--dry-run', '--json');
        const run = command(world, 'interview', '2', '2', '--json');
        const [foreseen, done] = [dry, run].map(({ stdout }) => JSON.parse(stdout) as Report);

        expect([dry.code, run.code]).toEqual([3, 3]);
        expect(foreseen!.summary.results).toEqual({ 'would-upgrade': 2, 'held-back': 1 });
        expect(done!.summary.results).toEqual({ upgraded: 2, 'held-back': 1 });
        const plain = ({ cases }: Report) => cases.map(({ result: _, ...rest }) => rest);
        expect(plain(done!)).toEqual(plain(foreseen!));
        expect(JSON.parse(command(world, 'interview', '2', '2', '--json').stdout)).toMatchObject({
          summary: {
            cases: 1,
            results: { 'held-back': 1 },
            standing: [
              { version: 1, open: 1, closed: 1 },
              { version: 2, open: 2, closed: 0 },
            ],
          },
        });
      }),
    LIMIT,
  );

  it(
    'reports batch by batch, and leaves 0 where nothing holds a case back',
    () =>
      withVersions(async (world) => {
        await threeInterviews(world);
        const { code, stdout } = command(world, 'interview', '2', '1', '--only', interviewId('fulfilling'));
        expect(code).toBe(0);
        expect(stdout.split('\n').slice(0, 2)).toEqual([
          '第1批 batch 1: 程序 procedures 1 · 已升级 upgraded 1',
          '程序 procedures 1 · 已升级 upgraded 1',
        ]);
      }),
    LIMIT,
  );

  it(
    'says that it is used wrongly: 2',
    () =>
      withVersions(async ({ database: { url } }) => {
        for (const [args, code] of [
          [['--to', '2'], 'UPGRADE_UNKNOWN'],
          [['--to', 'two'], 'OPTION_INVALID'],
          [['--to', '2', '--batch', '0'], 'OPTION_INVALID'],
          [['--to', '2', '--despite', 'absentBefore', '--why', '批示'], 'OPTION_INVALID'],
          [['--to', '2', '--only', interviewId('a'), '--despite', 'absentBefore'], 'OPTION_INVALID'],
          [['--to', '2', '--only', 'a'], 'OPTION_INVALID'],
          [[], 'USAGE'],
        ] as const) {
          const ended = await zhiheng(url, 'upgrade', 'interview', ...args);
          expect({ args, ...ended, stderr: JSON.parse(ended.stderr) as unknown }).toMatchObject({
            args,
            code: 2,
            stdout: '',
            stderr: { code },
          });
        }
      }),
    LIMIT,
  );

  it(
    'leaves a database alone that is not migrated',
    () =>
      withVersions(async ({ database, rows }) => {
        const name = `${new URL(database.url).pathname.slice(1)}_blank`;
        await rows(`create database ${name}`);
        const blank = new URL(database.url);
        blank.pathname = `/${name}`;
        try {
          const { code, stderr } = await zhiheng(blank.href, 'upgrade', 'interview', '--to', '2', '--dry-run');
          expect({ code, problem: JSON.parse(stderr) as unknown }).toMatchObject({
            code: 1,
            problem: { code: 'DATABASE_OLDER' },
          });
          expect(JSON.parse((await zhiheng(blank.href, 'migrate', 'status')).stdout)).toMatchObject({ applied: [] });
        } finally {
          await rows(`drop database ${name} with (force)`);
        }
      }),
    LIMIT,
  );
});
