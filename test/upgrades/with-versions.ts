import type { Actor, Envelope } from '@zhiheng/contracts';
import { createEngine, createRegistry, foreseeUpgrade, replay, upgradeCases, verifyChain } from '@zhiheng/engine';
import type {
  CaseOutcome,
  CaseReport,
  ClockRecord,
  Engine,
  EngineStore,
  LogEntry,
  Registry,
  UpgradeOrder,
  UpgradePorts,
} from '@zhiheng/engine';
import { configuredFrames } from '@zhiheng/engine/testing';
import type { InstanceId } from '@zhiheng/kernel';
import { PostgresEngineStore, PostgresLogStore, PostgresUpgradeStore } from '@zhiheng/persistence';
import { withPostgres } from '@zhiheng/persistence/testing';
import type { TestDatabase } from '@zhiheng/persistence/testing';
import { FakeClock, enforcementV1ToV2, enforcementV2, interviewV1ToV2, interviewV2 } from '@zhiheng/testing';
import { pathsOfState, statesOf } from '@zhiheng/workflow-kit';
import { allWorkflows } from '@zhiheng/workflows';

export const OPERATOR: Actor = { id: 'operator-1', name: '陈工', roles: ['administrator'] };

/** What processes of the release before know, and those of the release after. */
export const before = createRegistry(allWorkflows);
export const after = createRegistry([...allWorkflows, interviewV2, enforcementV2], [interviewV1ToV2, enforcementV1ToV2]);
const frames = configuredFrames();

export type VersionsWorld = {
  readonly database: TestDatabase;
  readonly store: PostgresEngineStore;
  readonly clock: FakeClock;
  /** A process of one of the releases: an engine with a cache of its own. */
  process(registry: Registry, options?: { readonly store?: EngineStore }): Engine;
  ports(engine: Engine): UpgradePorts;
  foresee(order?: Partial<UpgradeOrder>): Promise<readonly CaseReport[]>;
  upgrade(order?: Partial<UpgradeOrder> & { readonly engine?: Engine }): Promise<readonly CaseOutcome[]>;
  entries(id: InstanceId): Promise<readonly LogEntry[]>;
  rows<R extends object>(statement: string, values?: unknown[]): Promise<readonly R[]>;
};

export const ORDER: UpgradeOrder = { workflow: 'interview', to: 2, actor: OPERATOR, batch: 16 };

/** Two releases over one database. Afterwards the chains are intact, every history replays byte for byte, and every term is where it belongs. */
export async function withVersions(run: (world: VersionsWorld) => Promise<void>): Promise<void> {
  await withPostgres(async (database) => {
    const clock = new FakeClock('2026-03-02');
    const store = new PostgresEngineStore(database.pool);
    const cases = new PostgresUpgradeStore(database.pool);
    const logs = new PostgresLogStore(database.pool);
    const engines: Engine[] = [];
    const process: VersionsWorld['process'] = (registry, options = {}) => {
      const engine = createEngine({ registry, frames, store: options.store ?? store, clock, route: () => [] });
      engines.push(engine);
      return engine;
    };
    const ports = (engine: Engine): UpgradePorts => ({ registry: after, frames, store, cases, clock, engine });
    const upgrading = process(after);
    const world: VersionsWorld = {
      database,
      store,
      clock,
      process,
      ports,
      foresee: (order = {}) => flat(foreseeUpgrade(ports(upgrading), { ...ORDER, ...order })),
      upgrade: ({ engine = upgrading, ...order } = {}) => flat(upgradeCases(ports(engine), { ...ORDER, ...order })),
      entries: async (id) => (await logs.entriesOf([id])).map(({ text }) => JSON.parse(text) as LogEntry),
      rows: async <R extends object>(statement: string, values: unknown[] = []) =>
        (await database.pool.query<R & Record<string, unknown>>(statement, values)).rows,
    };
    await run(world);
    await Promise.all(engines.map((engine) => engine.drain()));
    expect((await verifyChain(logs)).faults).toEqual([]);
    expect((await replay({ logs, frames: store, registry: after })).faults).toEqual([]);
    await expectTermsInPlace(world);
  });
}

export async function flat<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

type Row = {
  readonly id: InstanceId;
  readonly workflow: string;
  readonly version: number;
  readonly state: string;
  readonly done: boolean;
  readonly clocks: string;
};

/** Armed clocks are those of the procedures; each that runs is one of its version, and each state has the terms that it waits for. */
async function expectTermsInPlace({ rows }: VersionsWorld): Promise<void> {
  const procedures = await rows<Row>('select id, workflow, version, state, done, clocks from instance order by id');
  const armed = await rows('select instance_id as id, name, generation, state, due_at from clock order by 1, 2');
  const standing = procedures.flatMap(({ id, clocks }) =>
    running(clocks).map(({ name, generation, state, dueAt }) => ({ id, name, generation, state, due_at: new Date(dueAt) })),
  );
  expect(armed).toEqual(standing);
  for (const { workflow: name, version, state, done, clocks } of procedures) {
    const workflow = after.pinned(name, version);
    const known = JSON.parse(clocks) as Readonly<Record<string, ClockRecord>>;
    const around = new Set(pathsOfState(state));
    const awaited = done
      ? []
      : statesOf(workflow).flatMap(({ path, row }) => (around.has(path) ? (row.meta.clocks ?? []) : []));
    expect({
      state: `${name} v${version} ${state}`,
      foreign: running(clocks).filter((clock) => !(clock.name in workflow.clocks)),
      missing: awaited.filter((clock) => known[clock] === undefined || known[clock].state === 'stopped'),
    }).toEqual({ state: `${name} v${version} ${state}`, foreign: [], missing: [] });
  }
}

function running(clocks: string): readonly ClockRecord[] {
  return Object.values(JSON.parse(clocks) as Readonly<Record<string, ClockRecord>>)
    .filter(({ state }) => state === 'running' || state === 'suspended')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The envelope of an event for a procedure that is open already. */
export function envelopeOf(id: InstanceId, given: Pick<Envelope, 'messageId' | 'event' | 'on' | 'actor'>): Envelope {
  return { ...given, instanceId: id, workflow: '' };
}
