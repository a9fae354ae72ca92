import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPrograms } from '../e2e/program.js';
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
});
