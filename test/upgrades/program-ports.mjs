// What a process of the release after needs to upgrade procedures: for the programs that tests start.
import { createEngine, createRegistry } from '../../dist/libs/engine/index.js';
import { configuredFrames } from '../../dist/libs/engine/testing/index.js';
import { PostgresEngineStore, PostgresUpgradeStore, openDatabase } from '../../dist/libs/persistence/index.js';
import { FakeClock, enforcementV1ToV2, enforcementV2, interviewV1ToV2, interviewV2 } from '../../dist/libs/testing/index.js';
import { allWorkflows } from '../../dist/libs/workflows/index.js';

/** Opens DATABASE_URL; the clock stands on UPGRADE_DAY. */
export async function openPorts() {
  const database = await openDatabase({ url: process.env.DATABASE_URL });
  const registry = createRegistry([...allWorkflows, interviewV2, enforcementV2], [interviewV1ToV2, enforcementV1ToV2]);
  const frames = configuredFrames();
  const clock = new FakeClock(process.env.UPGRADE_DAY);
  const store = new PostgresEngineStore(database.pool);
  const cases = new PostgresUpgradeStore(database.pool);
  const engine = createEngine({ registry, frames, store, clock, route: () => [] }, { maxBatch: 4 });
  return { ports: { registry, frames, store, cases, clock, engine }, close: () => database.close() };
}

export const OPERATOR = { id: 'operator-1', roles: ['administrator'] };
