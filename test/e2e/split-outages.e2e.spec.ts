import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import { openView } from '../chaos/database-view.js';
import type { DatabaseView } from '../chaos/database-view.js';
import { signIn } from './api.js';
import { buildPrograms, runCommand } from './program.js';
import { startSplit } from './split.js';
import type { Split } from './split.js';
import { waitFor } from './wait-for.js';

const MINUTES = 60_000;
const city = generateCity({ seed: 'split-outages', enterprises: 120, samples: 300, failing: 0.5, jurisdiction: ZHONGSHAN });
const file = Buffer.from(renderSpotChecksCsv(city.spotCheckRows));
const { samples, nonConforming } = city.expected;

describe('an import into the split system, two replicas of some, while Redis is emptied and every service is killed once', () => {
  let calm: Counts;
  let split: Split;
  let view: DatabaseView;

  beforeAll(async () => {
    buildPrograms();
    calm = await undisturbed();
    split = await startSplit({ env: { ZHIHENG_SEED: 'demo' }, replicas: { enforcement: 2, inspection: 2, clock: 2 } });
    view = await openView(split.databaseUrl);
  }, 10 * MINUTES);
  afterAll(async () => {
    await view?.close();
    await split?.dispose();
  }, 5 * MINUTES);

  it(
    'the gateway is killed in the middle of the file; the same file a second time completes it',
    async () => {
      const importing = importInto(split.url).catch(() => undefined);
      await waitFor(async () => (await view.samples()).length > 0 || (await view.progress()) > 0, {
        what: 'rows are being recorded',
        everyMs: 2,
      });
      await split.kill('gateway-1');
      await importing;
      await split.restart('gateway-1');
      await importInto(split.url);
      expect(await view.samples()).toHaveLength(samples);
    },
    5 * MINUTES,
  );

  it(
    'in the follow-up Redis loses everything and each of the others is killed and comes back',
    async () => {
      await split.flushRedis();
      for (const replica of split.replicas.filter((one) => one !== 'gateway-1')) {
        await split.kill(replica);
        await split.restart(replica);
      }
      await split.flushRedis();
      await settled(view);
    },
    10 * MINUTES,
  );

  it('everything is there, and nothing twice: as many as in a system that nobody disturbed', async () => {
    const inspections = await view.inspections();
    expect(new Set(inspections.map(({ sampleId }) => sampleId)).size).toBe(inspections.length);
    expect(inspections).toHaveLength(nonConforming);
    const cases = await view.cases();
    expect(new Set(cases.map(({ inspection }) => inspection)).size).toBe(cases.length);
    expect(await countsOf(view)).toEqual(calm);
    expect(await view.waiting()).toEqual({ outbox: 0, deadLetters: 0, dueClocks: 0 });
  });

  it(
    'every chain is intact and every history decides the same again',
    async () => {
      for (const command of ['verify-chain', 'replay'])
        expect(JSON.parse(await runCommand([command, '--json'], split.env))).toMatchObject({
          instances: calm.instances,
          faults: [],
        });
    },
    3 * MINUTES,
  );

  it('told to stop, every process ends by itself', async () => {
    expect(await split.stop()).toEqual({ code: 0, signal: null });
  });
});

type Counts = { readonly instances: number; readonly entries: number; readonly inspections: number; readonly cases: number };

async function countsOf(view: DatabaseView): Promise<Counts> {
  const { instances, entries } = await view.everything();
  return { instances, entries, inspections: (await view.inspections()).length, cases: (await view.cases()).length };
}

/** The same file in an undisturbed system. */
async function undisturbed(): Promise<Counts> {
  const quiet = await startSplit({ env: { ZHIHENG_SEED: 'demo' } });
  const view = await openView(quiet.databaseUrl);
  try {
    await importInto(quiet.url);
    await settled(view);
    return await countsOf(view);
  } finally {
    await view.close();
    await quiet.dispose();
  }
}

/** Nothing waits any more, and nobody opens anything. */
async function settled(view: DatabaseView): Promise<void> {
  await waitFor(
    async () => {
      const { outbox, dueClocks } = await view.waiting();
      return outbox === 0 && dueClocks === 0;
    },
    { what: 'nothing waits any more', withinMs: 240_000 },
  );
}

async function importInto(url: string): Promise<void> {
  const form = new FormData();
  form.set('kind', 'spot-checks');
  form.set('jurisdiction', ZHONGSHAN.code);
  form.set('file', new Blob([new Uint8Array(file)]), '抽检结果.csv');
  const answer = await fetch(`${url}/api/imports`, { method: 'POST', headers: await signIn(url, 'inspector-1'), body: form });
  if (!answer.ok) throw new Error(`the import was refused: ${answer.status} ${await answer.text()}`);
}
