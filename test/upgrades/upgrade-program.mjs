// A process of the release after, for tests that kill it: carries an upgrade out and prints one line a batch. With UPGRADE_STEPWISE it waits
// for a line of its input before the next batch.
// Usage: DATABASE_URL=… node test/upgrades/upgrade-program.mjs <workflow> <version> <batch>
import { createInterface } from 'node:readline';
import { createEngine, createRegistry, upgradeCases } from '../../dist/libs/engine/index.js';
import { configuredFrames } from '../../dist/libs/engine/testing/index.js';
import { PostgresEngineStore, PostgresUpgradeStore, openDatabase } from '../../dist/libs/persistence/index.js';
import { FakeClock, enforcementV1ToV2, enforcementV2, interviewV1ToV2, interviewV2 } from '../../dist/libs/testing/index.js';
import { allWorkflows } from '../../dist/libs/workflows/index.js';

const [workflow, to, batch] = process.argv.slice(2);
const database = await openDatabase({ url: process.env.DATABASE_URL });
const registry = createRegistry([...allWorkflows, interviewV2, enforcementV2], [interviewV1ToV2, enforcementV1ToV2]);
const frames = configuredFrames();
const clock = new FakeClock(process.env.UPGRADE_DAY);
const store = new PostgresEngineStore(database.pool);
const cases = new PostgresUpgradeStore(database.pool);
const engine = createEngine({ registry, frames, store, clock, route: () => [] }, { maxBatch: 4 });
const actor = { id: 'operator-1', roles: ['administrator'] };

const order = { workflow, to: Number(to), batch: Number(batch), actor };
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
for await (const outcomes of upgradeCases({ registry, frames, store, cases, clock, engine }, order)) {
  process.stdout.write(`${JSON.stringify(outcomes.map(({ instanceId, result }) => ({ instanceId, result })))}\n`);
  if (process.env.UPGRADE_STEPWISE) await lines.next();
}
await database.close();
process.stdin.destroy();
