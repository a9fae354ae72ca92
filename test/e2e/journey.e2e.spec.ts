import { parseLegalDate, startOfLegalDay } from '@zhiheng/kernel';
import { openDatabase } from '@zhiheng/persistence';
import { MovableClock } from '@zhiheng/platform';
import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import { call } from './api.js';
import { journey } from './journey/journey.js';
import { buildPrograms, runCommand } from './program.js';
import { SHAPES, startShape } from './ground.js';
import type { RunningSystem } from './ground.js';
import { seedPeople } from './people.js';
import { createWalker, titleOf } from './journey/walk.js';
import type { Ground, Walker } from './journey/walk.js';
import { waitFor } from './wait-for.js';

const MINUTES = 60_000;

describe.each(SHAPES)('the journey of one sample, from its line in a file to the blacklist and off it, %s', (shape) => {
  let system: RunningSystem;
  let walk: Walker;
  let stuckAt: string | undefined;

  beforeAll(async () => {
    buildPrograms();
    system = await startShape(shape, { ZHIHENG_CLOCK: 'movable' });
    const sample = oneKeyFailure();
    await seedPeople(system.databaseUrl, sample.subjectId);
    walk = createWalker({ url: system.url, sample, moveClockTo });
  }, 5 * MINUTES);
  afterAll(async () => {
    await system?.dispose();
  }, 3 * MINUTES);

  it.each(journey.map((step) => [titleOf(step), step] as const))(
    '%s',
    async (title, step) => {
      if (stuckAt !== undefined) throw new Error(`not reached: the journey got stuck at "${stuckAt}"`);
      stuckAt = title;
      await walk(step);
      stuckAt = undefined;
    },
    5 * MINUTES,
  );

  it(
    'leaves an unbroken chain, a history that decides the same again, and nothing undone',
    async () => {
      const health = async () => (await call(`${system.url}/api/health`)).body;
      await waitFor(
        async () => {
          const { database } = (await health())['checks'] as { database: { waiting: number; clocksDue: number } };
          return database.waiting === 0 && database.clocksDue === 0;
        },
        { what: 'nothing waits any more' },
      );
      for (const command of ['verify-chain', 'replay']) {
        expect(JSON.parse(await runCommand([command, '--json'], system.env))).toMatchObject({ instances: 4, faults: [] });
      }
      expect(await health()).toMatchObject({
        status: 'ok',
        checks: { database: { waiting: 0, deadLetters: 0, clocksDue: 0 } },
      });
    },
    5 * MINUTES,
  );

  /** By the command line beside the one process; in the split by a bystander, so that only the services carry out what falls due. */
  async function moveClockTo(day: string): Promise<void> {
    if (shape === 'standalone') await runCommand(['clock', day], system.env);
    else await setClock(system.databaseUrl, day);
    const now = async (): Promise<number> => Date.parse(String((await call(`${system.url}/api/health`)).body['now']));
    await waitFor(async () => (await now()) >= Date.parse(`${day}T00:00:00+08:00`), { what: `the system takes over ${day}` });
  }
});

async function setClock(databaseUrl: string, day: string): Promise<void> {
  const database = await openDatabase({ url: databaseUrl, poolSize: 2 });
  const clock = await MovableClock.open(database.pool);
  await clock.advanceTo(startOfLegalDay(parseLegalDate(day)));
  await clock.close();
  await database.close();
}

/** The first small city whose only sample fails in a key item. */
function oneKeyFailure(): Ground['sample'] {
  for (let attempt = 0; ; attempt++) {
    const city = generateCity({ seed: `journey-${attempt}`, enterprises: 4, samples: 1, failing: 1, jurisdiction: ZHONGSHAN });
    const [row] = city.spotCheckRows;
    if (city.expected.keyFailures !== 1 || row?.publisher !== ZHONGSHAN.bureau) continue;
    return {
      csv: renderSpotChecksCsv(city.spotCheckRows),
      rows: city.spotCheckRows.length,
      subjectId: `uscc:${row.producerUscc}`,
      subjectName: row.producer,
    };
  }
}
