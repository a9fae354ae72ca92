import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import { call } from './api.js';
import { journey } from './journey/journey.js';
import { buildPrograms, runCommand } from './program.js';
import { seedPeople } from './people.js';
import { databaseUrlOf, makeHome } from './standalone.js';
import type { Home, Standalone } from './standalone.js';
import { createWalker, titleOf } from './journey/walk.js';
import type { Ground, Walker } from './journey/walk.js';
import { waitFor } from './wait-for.js';

const MINUTES = 60_000;

describe('the journey of one sample, from its line in a file to the blacklist and off it, in a standalone system', () => {
  let home: Home;
  let system: Standalone;
  let walk: Walker;
  let stuckAt: string | undefined;

  beforeAll(async () => {
    buildPrograms();
    home = makeHome({ ZHIHENG_CLOCK: 'movable' });
    system = await home.start();
    const sample = oneKeyFailure();
    await seedPeople(databaseUrlOf(home.directory), sample.subjectId);
    walk = createWalker({ url: system.url, sample, moveClockTo });
  }, 5 * MINUTES);
  afterAll(async () => {
    await system?.stop();
    await home?.dispose();
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
      for (const command of ['verify-chain', 'replay']) {
        expect(JSON.parse(await runCommand([command, '--json'], home.env))).toMatchObject({ instances: 4, faults: [] });
      }
      const { body } = await call(`${system.url}/api/health`);
      expect(body).toMatchObject({ status: 'ok', checks: { database: { waiting: 0, deadLetters: 0, clocksDue: 0 } } });
    },
    3 * MINUTES,
  );

  /** By the command line beside the running system, which sees the new time within a second. */
  async function moveClockTo(day: string): Promise<void> {
    await runCommand(['clock', day], home.env);
    const now = async (): Promise<number> => Date.parse(String((await call(`${system.url}/api/health`)).body['now']));
    await waitFor(async () => (await now()) >= Date.parse(`${day}T00:00:00+08:00`), { what: `the system takes over ${day}` });
  }
});

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
