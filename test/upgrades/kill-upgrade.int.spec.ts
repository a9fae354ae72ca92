import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPrograms } from '../e2e/program.js';
import { anInterview, missed } from './an-interview.js';
import { before, withVersions } from './with-versions.js';
import type { VersionsWorld } from './with-versions.js';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const MINUTES = 60_000;
const CASES = 96;
// More than are held back: every batch has something to upgrade, however often a run begins anew.
const BATCH = 6;
const STAGES = ['proposed', 'notified', 'recording', 'fulfilling', 'followingUp'] as const;

type Ended = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly batches: number;
  readonly stderr: string;
};

describe('an upgrade whose process is killed with -9', () => {
  beforeAll(() => buildPrograms(), 5 * MINUTES);

  it(
    'again and again, goes on where it stood, and ends as one that ran through',
    () =>
      withVersions(async (world) => {
        await manyInterviews(world);
        const foreseen = await world.foresee();
        let upgraded = 0;
        for (const delayMs of [0, 5, 15, 40]) {
          const ended = await runProgram(world, { afterBatches: 1, delayMs });
          expect(ended).toMatchObject({ signal: 'SIGKILL', stderr: '' });
          const now = await countUpgraded(world);
          // Each run got further, and none to the end.
          expect(now).toBeGreaterThan(upgraded);
          expect(now).toBeLessThan(foreseen.filter(({ verdict }) => verdict === 'upgrades').length);
          upgraded = now;
        }
        expect(await runProgram(world)).toMatchObject({ code: 0, signal: null, stderr: '' });

        const expected = foreseen.map(({ instanceId, verdict, state, version }) =>
          verdict === 'upgrades'
            ? { id: instanceId, version: version.to, state: state.after!.name, upgrades: 1, refusals: 0 }
            : { id: instanceId, version: version.from, state: state.before.name, upgrades: 0, refusals: 1 },
        );
        expect(
          await world.rows(
            `select i.id, i.version, i.state,
               (count(*) filter (where l.kind = 'accepted' and l.entry::jsonb ? 'upgraded'))::int as upgrades,
               (count(*) filter (where l.kind = 'refused'))::int as refusals
             from instance i join log l on l.instance_id = i.id group by i.id order by i.id`,
          ),
        ).toEqual(expected);
      }),
    5 * MINUTES,
  );
});

/** In all states, four of them held back. */
async function manyInterviews(world: VersionsWorld): Promise<void> {
  const place = { engine: world.process(before), clock: world.clock };
  for (let index = 0; index < CASES; index++) {
    const name = `case-${index}`;
    const isAbsent = index % 24 === 23;
    await anInterview(place, name, isAbsent ? 'notified' : STAGES[index % STAGES.length]!);
    if (isAbsent) await missed(place, name);
  }
  world.clock.moveToDay('2026-03-23');
}

/** Runs the upgrade in a process of its own; kills it so many milliseconds after it has begun the batch after those. */
function runProgram(
  { database }: VersionsWorld,
  kill?: { readonly afterBatches: number; readonly delayMs: number },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, ['test/upgrades/upgrade-program.mjs', 'interview', '2', String(BATCH)], {
      cwd: ROOT,
      env: {
        ...{ PATH, HOME, DATABASE_URL: database.url, UPGRADE_DAY: '2026-03-23' },
        ...(kill !== undefined && { UPGRADE_STEPWISE: 'yes' }),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    const batches = (): number => stdout.split('\n').length - 1;
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (kill === undefined || batches() > kill.afterBatches) return;
      child.stdin.write('on\n');
      if (batches() === kill.afterBatches) setTimeout(() => child.kill('SIGKILL'), kill.delayMs);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, batches: batches(), stderr }));
  });
}

async function countUpgraded({ rows }: VersionsWorld): Promise<number> {
  const [row] = await rows<{ readonly n: number }>('select count(*)::int as n from instance where version = 2');
  return row!.n;
}
