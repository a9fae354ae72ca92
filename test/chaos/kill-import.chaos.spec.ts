import { ZHONGSHAN, generateCity, randomFrom, renderSpotChecksCsv } from '@zhiheng/sample-data';
import type { Random } from '@zhiheng/sample-data';
import { call, signIn, upload } from '../e2e/api.js';
import type { Answer } from '../e2e/api.js';
import { seedPeople } from '../e2e/people.js';
import type { Headers } from '../e2e/people.js';
import { databaseProcessesOf } from '../e2e/processes-of.js';
import { buildPrograms, runCommand } from '../e2e/program.js';
import { databaseUrlOf, makeHome } from '../e2e/standalone.js';
import type { Home, Standalone } from '../e2e/standalone.js';
import { waitFor } from '../e2e/wait-for.js';
import { openView } from './database-view.js';
import type { DatabaseView } from './database-view.js';

const MINUTES = 60_000;
const KILLS = Number(process.env['ZHIHENG_CHAOS_KILLS'] ?? 3);
const SEED = process.env['ZHIHENG_CHAOS_SEED'] ?? String(Date.now());
const FILE = '抽检结果.csv';

const city = generateCity({
  seed: `chaos-${SEED}`,
  enterprises: 300,
  samples: 2_600,
  failing: 0.2,
  jurisdiction: ZHONGSHAN,
  dirt: { repeatedRows: 60, reannouncements: 20, badCodes: 40, shiftedRows: 40, emptyRows: 20 },
});
const rows = city.spotCheckRows;
const bytes = Buffer.from(renderSpotChecksCsv(rows));
const { spotChecks, samples, nonConforming } = city.expected;
const total = spotChecks.rows + nonConforming;

describe(`an import of ${rows.length} rows, its system killed with -9 ${KILLS} times (ZHIHENG_CHAOS_SEED=${SEED})`, () => {
  const random = randomFrom(SEED);
  let home: Home;

  beforeAll(() => {
    process.stdout.write(`\nkill-import: ZHIHENG_CHAOS_SEED=${SEED} ZHIHENG_CHAOS_KILLS=${KILLS}\n`);
    buildPrograms();
    home = makeHome();
  }, 5 * MINUTES);
  afterAll(() => home?.dispose(), 3 * MINUTES);

  it.each(momentsOf(random, KILLS).map((moment, index) => [index + 1, moment] as const))(
    'kill %i: nothing is left running, whatever was under way',
    async (_number, moment) => {
      const system = await home.start();
      await strike(system, moment);
      expect(databaseProcessesOf(home.directory)).toEqual([]);
    },
    10 * MINUTES,
  );

  it(
    'at last everything is there once, and nothing else',
    async () => {
      const system = await home.start();
      const headers = await inspectorAt(system);
      const view = await openView(databaseUrlOf(home.directory));
      let instances: number;
      try {
        if (!(await isDone(view))) expect((await upload(system.url, { fileName: FILE, bytes, headers })).status).toBe(201);
        const [first] = await view.imports();
        expect((await call(`${system.url}/api/imports/${first?.id}`, { headers })).body).toMatchObject({
          ...spotChecks,
          added: samples,
          nonConforming,
        });
        await settled(system);
        await expectOnce(view);
        const before = await view.everything();
        instances = before.instances;
        // Food with a failed key item has its case at once: one each, opened by its own inspection.
        const cases = await view.cases();
        expect(cases.length).toBeGreaterThan(0);
        expect(new Set(cases.map(({ inspection }) => inspection)).size).toBe(cases.length);
        expect(instances).toBe(nonConforming + cases.length);

        const again = await upload(system.url, { fileName: '同一文件.csv', bytes, headers });
        expect(again.body).toMatchObject({
          rows: spotChecks.rows,
          accepted: 0,
          duplicate: spotChecks.accepted + spotChecks.duplicate,
          quarantined: spotChecks.quarantined,
          added: 0,
        });
        await settled(system);
        expect(await view.everything()).toEqual(before);
      } finally {
        await view.close();
      }
      for (const command of ['verify-chain', 'replay']) {
        expect(JSON.parse(await runCommand([command, '--json'], home.env))).toMatchObject({
          instances,
          faults: [],
        });
      }
      expect(JSON.parse(await runCommand(['dead-letters', 'list', '--all', '--json'], home.env))).toEqual([]);
      expect(await system.stop()).toEqual({ code: 0, signal: null });
      expect(databaseProcessesOf(home.directory)).toEqual([]);
    },
    10 * MINUTES,
  );

  /** Imports, waits until the work has come as far as the moment says, and kills. */
  async function strike(system: Standalone, { share, delayMs }: Moment): Promise<void> {
    const headers = await inspectorAt(system);
    const view = await openView(databaseUrlOf(home.directory));
    let answer: Answer | undefined;
    const importing = (await isDone(view))
      ? undefined // killed after its end, before everything that it opens was there: that must come about by itself
      : upload(system.url, { fileName: FILE, bytes, headers }).then(
          (given) => (answer = given),
          () => undefined, // the connection breaks with the process
        );
    let done = 0;
    await waitFor(
      async () => {
        done = await view.progress();
        return done >= share * total;
      },
      { what: `${Math.round(share * 100)} % of the import`, withinMs: 5 * MINUTES, everyMs: 2 },
    );
    // Not to wait for anything: the seed decides where in the next chunk the blow falls.
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const stage = importing !== undefined && answer === undefined ? 'in the import' : 'in the follow-up';
    await system.kill();
    await importing;
    await view.close();
    process.stdout.write(`  killed ${stage}: at least ${done} of ${total} recorded\n`);
  }

  async function inspectorAt({ url }: Standalone): Promise<Headers> {
    await seedPeople(databaseUrlOf(home.directory));
    return signIn(url, 'inspector-1');
  }

  async function settled({ url }: Standalone): Promise<void> {
    await waitFor(
      async () => {
        const { body } = await call(`${url}/api/health`);
        const { database } = body['checks'] as { database: { waiting: number; clocksDue: number } };
        return database.waiting === 0 && database.clocksDue === 0;
      },
      { what: 'nothing waits any more', withinMs: 5 * MINUTES },
    );
  }
});

const isDone = async (view: DatabaseView): Promise<boolean> => (await view.imports()).some(({ status }) => status === 'done');

/** When to kill: once so much of the rows and procedures is recorded, and a few milliseconds more. Ascending, for each run goes on where the last was killed. */
type Moment = { readonly share: number; readonly delayMs: number };

function momentsOf(random: Random, count: number): readonly Moment[] {
  const shares = Array.from({ length: count }, () => random.between(0, 980) / 1_000).sort((a, b) => a - b);
  return shares.map((share) => ({ share, delayMs: random.between(0, 60) }));
}

/** Against the record of the generator, which the system has never seen: every sample, row and procedure once. */
async function expectOnce(view: DatabaseView): Promise<void> {
  // The dirt stands behind the clean rows; line 1 of the file is its header.
  const clean = rows.slice(0, spotChecks.accepted);
  const numberAt = (line: number): string => rows[line - 2]!.sampleNumber;
  const all = [...new Set(clean.map(({ sampleNumber }) => sampleNumber))].sort();
  const failed = [
    ...new Set(clean.filter(({ verdict }) => verdict === '不合格').map(({ sampleNumber }) => sampleNumber)),
  ].sort();
  expect([all.length, failed.length]).toEqual([samples, nonConforming]);

  const stored = await view.samples();
  expect(stored.map(({ line }) => numberAt(line)).sort()).toEqual(all);

  expect(await view.imports()).toEqual([{ id: expect.any(String) as string, status: 'done', rows: spotChecks.rows }]);
  const report = await view.report();
  expect(report.map(({ line }) => line)).toEqual(rows.map((_row, index) => index + 2));
  const counted = (outcome: string): number => report.filter((row) => row.outcome === outcome).length;
  expect({ accepted: counted('accepted'), duplicate: counted('duplicate'), quarantined: counted('quarantined') }).toEqual({
    accepted: spotChecks.accepted,
    duplicate: spotChecks.duplicate,
    quarantined: spotChecks.quarantined,
  });

  const lineOf = new Map(stored.map(({ fingerprint, line }) => [fingerprint, line]));
  const inspections = await view.inspections();
  expect(inspections.map(({ sampleId }) => numberAt(lineOf.get(sampleId)!)).sort()).toEqual(failed);
  expect(await view.waiting()).toEqual({ outbox: 0, deadLetters: 0, dueClocks: 0 });
}
