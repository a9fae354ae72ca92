import { createEngine, createRegistry, replay, verifyChain } from '@zhiheng/engine';
import type { Engine, EngineStore, EngineTuning, Frames, Registry, Route } from '@zhiheng/engine';
import { configuredFrames } from '@zhiheng/engine/testing';
import { PostgresEngineStore, PostgresLogStore } from '@zhiheng/persistence';
import { withPostgres } from '@zhiheng/persistence/testing';
import type { TestDatabase } from '@zhiheng/persistence/testing';
import { allUpgrades, allWorkflows } from '@zhiheng/workflows';
import { FakeClock } from './fake-clock.js';

export type World = {
  readonly database: TestDatabase;
  readonly engine: Engine;
  readonly store: PostgresEngineStore;
  readonly registry: Registry;
  readonly frames: Frames;
  readonly clock: FakeClock;
  /** Another engine over the same database, as another process would have: with its own cache. */
  anotherEngine(options?: { readonly tuning?: EngineTuning; readonly store?: EngineStore }): Engine;
};

export type WorldOptions = { readonly tuning?: EngineTuning; readonly route?: Route; readonly on?: string };

const registry = createRegistry(allWorkflows, allUpgrades);
const frames = configuredFrames();

/** A real engine with all workflows on a database of its own. Afterwards every chain must be intact and every history replay to the same end. */
export async function withEngine(options: WorldOptions, run: (world: World) => Promise<void>): Promise<void> {
  await withPostgres(async (database) => {
    const clock = new FakeClock(options.on);
    const store = new PostgresEngineStore(database.pool);
    const ports = { registry, frames, store, clock, route: options.route ?? (() => []) };
    const engine = createEngine(ports, options.tuning);
    const others: Engine[] = [];
    await run({
      database,
      engine,
      store,
      registry,
      frames,
      clock,
      anotherEngine: ({ tuning, store: otherStore } = {}) => {
        const other = createEngine({ ...ports, ...(otherStore && { store: otherStore }) }, tuning ?? options.tuning);
        others.push(other);
        return other;
      },
    });
    await Promise.all([engine, ...others].map((each) => each.drain()));
    await expectSoundHistory(database);
  });
}

/** The invariants of every test: chains intact, histories replay byte for byte. */
export async function expectSoundHistory(database: TestDatabase): Promise<void> {
  const logs = new PostgresLogStore(database.pool);
  expect((await verifyChain(logs)).faults).toEqual([]);
  expect((await replay({ logs, frames: new PostgresEngineStore(database.pool), registry })).faults).toEqual([]);
}
