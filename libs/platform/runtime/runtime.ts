import type { Announcement } from '@zhiheng/contracts';
import { createEngine, createReactor, createSweeper } from '@zhiheng/engine';
import type { Engine, Reactor, Route, Sweeper } from '@zhiheng/engine';
import { createConsumer, createDeadLetters, createQueueBackend, createRelay } from '@zhiheng/messaging';
import type { Consumer, DeadLetters, QueueBackend, Relay } from '@zhiheng/messaging';
import type { ClockPort } from '@zhiheng/kernel';
import { PostgresClockStore, PostgresEngineStore } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { MovableClock } from '../clock/movable-clock.js';
import type { Log } from '../log.js';
import type { Settings } from '../settings.js';
import type { Subscription } from './announcement-handler.js';
import { CONTEXT_NAMES, CONTEXTS } from './contexts.js';
import type { ContextName } from './contexts.js';
import type { Law } from './law.js';
import { createLiveNotifier } from './live-notifier.js';
import { createRootKeeper } from './root-keeper.js';
import { createRoute } from './route.js';

export type RuntimeParts = {
  readonly settings: Pick<Settings, 'queueBackend' | 'redisUrl'> & Partial<Pick<Settings, 'databaseLimits'>>;
  readonly databaseUrl: string;
  readonly database: Database;
  readonly clock: ClockPort;
  readonly law: Law;
  /** Of all contexts, those that other processes run included. */
  readonly subscriptions: readonly Subscription[];
  readonly log: Log;
};

/**
 * Whether a process sweeps the outbox for what was left behind, and whether it sweeps the clocks and makes the daily roots. What it
 * commits itself it relays at once.
 */
export type Duties = { readonly relay: boolean; readonly sweeper: boolean };

export type Runtime = {
  readonly engine: Engine;
  readonly store: PostgresEngineStore;
  readonly route: Route;
  readonly relay: Relay;
  readonly sweeper: Sweeper;
  readonly deadLetters: DeadLetters;
  readonly queues: QueueBackend;
  /** Draws the consequences of an announcement in the workflows of a context. */
  react(context: ContextName, announcement: Announcement): Promise<void>;
  /** A consumer of the queue of a context, not started yet. `stop` stops it. */
  consumer(context: ContextName, handle: (announcement: Announcement) => Promise<void>): Consumer;
  /** Contexts whose queues this process takes from at this moment. */
  consuming(): readonly ContextName[];
  start(duties: Duties): void;
  /** Stops taking work, finishes what is in hand, in the order in which work flows. */
  stop(): Promise<void>;
};

/** Puts the engine, the relay, the consumers and the sweeper together over one database. */
export async function createRuntime(parts: RuntimeParts): Promise<Runtime> {
  const { settings, databaseUrl, database, clock, law, subscriptions, log } = parts;
  const { pool } = database;
  const queues = await createQueueBackend(
    settings.queueBackend === 'redis'
      ? { kind: 'redis', url: settings.redisUrl!, log }
      : { kind: 'postgres', databaseUrl, log, ...(settings.databaseLimits && { limits: settings.databaseLimits }) },
  );
  const route = createRoute(law.rulebook, subscriptions);
  const store = new PostgresEngineStore(pool);
  const engine = createEngine({ registry: law.registry, frames: law.frames, store, clock, route });
  const relay = createRelay({ pool, queues, log });
  const sweeper = createSweeper({ clocks: new PostgresClockStore(pool), engine, clock, log });
  const consumers = new Map<ContextName, Consumer>();
  const reactors = Object.fromEntries(
    CONTEXT_NAMES.map((name) => [name, createReactor({ rulebook: law.rulebook, engine, workflows: CONTEXTS[name] })]),
  ) as Readonly<Record<ContextName, Reactor>>;
  const live = createLiveNotifier({ pool, log });
  const roots = createRootKeeper({ pool, clock, log });
  engine.onCommit(({ outbox, earliestDueAt, instanceIds }) => {
    live.moved(instanceIds);
    if (outbox > 0) relay.wake();
    if (earliestDueAt !== undefined) sweeper.armed(earliestDueAt);
  });
  if (clock instanceof MovableClock) clock.onMoved(() => sweeper.wake());
  return {
    engine,
    store,
    route,
    relay,
    sweeper,
    deadLetters: createDeadLetters(pool, { onRetried: () => relay.wake() }),
    queues,
    react: async (context, announcement) => void (await reactors[context](announcement)),
    consumer: (context, handle) => {
      const onTime = async (announcement: Announcement): Promise<void> => {
        if (clock instanceof MovableClock) await clock.reach(announcement.source.at);
        await handle(announcement);
      };
      const consumer = createConsumer({ name: context, pool, queues, handle: onTime, log });
      consumers.set(context, consumer);
      return consumer;
    },
    consuming: () => [...consumers].filter(([, consumer]) => consumer.isTaking()).map(([context]) => context),
    start: (duties) => {
      if (duties.relay) relay.start();
      if (duties.sweeper) {
        sweeper.start();
        roots.start();
      }
    },
    stop: async () => {
      await Promise.all([sweeper.stop(), roots.stop()]);
      await Promise.all([...consumers.values()].map((consumer) => consumer.stop()));
      await engine.drain();
      await live.stop();
      await relay.stop();
      await queues.close();
    },
  };
}
