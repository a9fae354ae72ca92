import type { Actor, Envelope, Outcome, Role } from '@zhiheng/contracts';
import { createEngine, createRegistry, createSweeper, replay, verifyChain } from '@zhiheng/engine';
import type {
  ClockStore,
  Engine,
  EngineStore,
  EngineTuning,
  Frames,
  Registry,
  Route,
  Sweeper,
  SweeperTuning,
} from '@zhiheng/engine';
import { DRILL_JURISDICTION, drill, drillFrames } from '@zhiheng/engine/testing';
import { instant, instanceId, legalDateOf, messageId } from '@zhiheng/kernel';
import type { ClockPort, Instant, InstanceId, JsonObject, LegalDate } from '@zhiheng/kernel';
import { PostgresClockStore, PostgresEngineStore, PostgresLogStore } from '@zhiheng/persistence';
import { withPostgres } from '@zhiheng/persistence/testing';
import type { TestDatabase } from '@zhiheng/persistence/testing';

/** Stands at ten in the morning, China time, until it is moved. */
class StillClock implements ClockPort {
  private at = '2026-03-02T02:00:00.000Z' as Instant;

  now(): Instant {
    return this.at;
  }
  moveTo(at: Instant): void {
    this.at = at;
  }
  moveToDay(day: string): void {
    this.at = instant(Date.parse(`${day}T02:00:00.000Z`));
  }
}

type EngineOptions = {
  readonly store?: EngineStore;
  readonly frames?: Frames;
  readonly tuning?: EngineTuning;
  readonly clock?: ClockPort;
};
type SweeperOptions = SweeperTuning & { readonly engine?: Engine; readonly clocks?: ClockStore };
export type Logged = { readonly event: string; readonly fields: Readonly<Record<string, unknown>> };

export type DrillWorld = {
  readonly database: TestDatabase;
  readonly store: PostgresEngineStore;
  readonly clocks: PostgresClockStore;
  readonly logs: PostgresLogStore;
  readonly registry: Registry;
  readonly clock: StillClock;
  readonly engine: Engine;
  /** What the sweepers told their log. */
  readonly logged: readonly Logged[];
  /** Another process: an engine with a cache of its own. */
  anotherEngine(options?: EngineOptions): Engine;
  sweeper(options?: SweeperOptions): Sweeper;
  open(name: string, data?: JsonObject, engine?: Engine): Promise<Outcome>;
  send(name: string, type: string, options?: SendOptions): Promise<Outcome>;
  rows<R extends object>(statement: string, values?: unknown[]): Promise<readonly R[]>;
};

export type SendOptions = {
  readonly data?: JsonObject;
  readonly message?: string;
  readonly on?: string;
  readonly by?: Role | Actor;
  readonly cause?: Envelope['cause'];
  readonly engine?: Engine;
};

export const drillId = (name: string): InstanceId => instanceId('drill', name);

let sent = 0;

/** The engine with the drill workflow on a database of its own. Afterwards histories are sound and armed clocks are those of the procedures, unless the test tampers. */
export async function withDrill(
  {
    route = () => [],
    tampers = false,
    tuning,
  }: { readonly route?: Route; readonly tampers?: boolean; readonly tuning?: EngineTuning },
  run: (world: DrillWorld) => Promise<void>,
): Promise<void> {
  await withPostgres(async (database) => {
    const store = new PostgresEngineStore(database.pool);
    const clocks = new PostgresClockStore(database.pool);
    const logs = new PostgresLogStore(database.pool);
    const registry = createRegistry([drill]);
    const clock = new StillClock();
    const frames = drillFrames();
    const logged: Logged[] = [];
    const sweepers: Sweeper[] = [];
    const engines: Engine[] = [];
    const anotherEngine = (options: EngineOptions = {}): Engine => {
      const engine = createEngine({ registry, frames, store, clock, route, ...options }, options.tuning ?? tuning);
      engines.push(engine);
      return engine;
    };
    const engine = anotherEngine();
    const world: DrillWorld = {
      database,
      store,
      clocks,
      logs,
      registry,
      clock,
      engine,
      logged,
      anotherEngine,
      sweeper: ({ engine: by = engine, clocks: from = clocks, ...rest } = {}) => {
        const sweeper = createSweeper(
          { clocks: from, engine: by, clock, log: (event, fields) => void logged.push({ event, fields }) },
          rest,
        );
        sweepers.push(sweeper);
        return sweeper;
      },
      open: (name, data, by = engine) => by.advance(opening(name, data, legalDateOf(clock.now()))),
      send: (name, type, options = {}) =>
        (options.engine ?? engine).advance(event(name, type, { on: legalDateOf(clock.now()), ...options })),
      rows: async <R extends object>(statement: string, values: unknown[] = []) =>
        (await database.pool.query<R & Record<string, unknown>>(statement, values)).rows,
    };
    try {
      await run(world);
    } finally {
      await Promise.all(sweepers.map((sweeper) => sweeper.stop()));
      await Promise.all(engines.map((each) => each.drain()));
    }
    if (!tampers) await expectSound(world);
  });
}

/** One drill world for all tests of a block: for those that leave it as it was. */
export function sharedDrill(prepare: (world: DrillWorld) => Promise<void>): () => DrillWorld {
  let world: DrillWorld | undefined;
  let release: () => void = () => undefined;
  let ended: Promise<void> | undefined;
  beforeAll(
    () =>
      new Promise<void>((ready, fail) => {
        ended = withDrill({}, async (opened) => {
          await prepare(opened);
          world = opened;
          ready();
          await new Promise<void>((resolve) => (release = resolve));
        });
        ended.catch(fail);
      }),
  );
  afterAll(async () => {
    release();
    await ended;
  });
  return () => world!;
}

export async function expectSound({
  database,
  logs,
  store,
  registry,
}: Pick<DrillWorld, 'database' | 'logs' | 'store' | 'registry'>): Promise<void> {
  expect((await verifyChain(logs)).faults).toEqual([]);
  expect((await replay({ logs, frames: store, registry })).faults).toEqual([]);
  const { rows: armed } = await database.pool.query(
    'select instance_id as id, name, generation, state, due_at from clock order by 1, 2',
  );
  const { rows } = await database.pool.query<{ readonly id: string; readonly clocks: string }>(
    'select id, clocks from instance order by id',
  );
  const standing = rows.flatMap(({ id, clocks }) =>
    Object.values(JSON.parse(clocks) as Record<string, { name: string; generation: number; state: string; dueAt: string }>)
      .filter(({ state }) => state === 'running' || state === 'suspended')
      .map(({ name, generation, state, dueAt }) => ({ id, name, generation, state, due_at: new Date(dueAt) })),
  );
  expect(armed).toEqual(standing);
}

export function opening(
  name: string,
  data: JsonObject = { size: 1, answerable: true },
  on: LegalDate = '2026-03-02' as LegalDate,
): Envelope {
  return {
    messageId: messageId('open', name),
    instanceId: drillId(name),
    workflow: 'drill',
    event: { type: 'OPENED', data },
    on,
    actor: { id: 'i-1', roles: ['inspector'] },
    opening: { jurisdiction: DRILL_JURISDICTION, subject: { kind: 'enterprise', id: name, name: `企业${name}` } },
  };
}

export function event(
  name: string,
  type: string,
  { data = {}, message, on = '2026-03-02', by = 'inspector', cause }: SendOptions = {},
): Envelope {
  return {
    messageId: messageId('drill', message ?? String(sent++)),
    instanceId: drillId(name),
    workflow: 'drill',
    event: { type, data },
    on: on as LegalDate,
    actor: typeof by === 'string' ? { id: `${by}-1`, roles: [by] } : by,
    ...(cause && { cause }),
  };
}
