import type { Announcement } from '@zhiheng/contracts';
import { createEngine, createReactor, createSweeper } from '@zhiheng/engine';
import type { Engine, Route, Sweeper } from '@zhiheng/engine';
import { createConsumer, createDeadLetters, createQueueBackend, createRelay } from '@zhiheng/messaging';
import type { Consumer, DeadLetters, QueueBackend, Relay } from '@zhiheng/messaging';
import type { ClockPort } from '@zhiheng/kernel';
import { PostgresClockStore, PostgresEngineStore } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { MovableClock } from '../clock/movable-clock.js';
import type { Log } from '../log.js';
import type { Settings } from '../settings.js';
import type { AnnouncementHandler } from './announcement-handler.js';
import { CONTEXTS } from './contexts.js';
import type { ContextName } from './contexts.js';
import type { Law } from './law.js';
import { createLiveNotifier } from './live-notifier.js';
import { createRoute } from './route.js';

export type RuntimeParts = {
  readonly settings: Pick<Settings, 'queueBackend' | 'redisUrl'>;
  readonly databaseUrl: string;
  readonly database: Database;
  readonly clock: ClockPort;
  readonly law: Law;
  readonly handlers: readonly AnnouncementHandler[];
  readonly log: Log;
};

/** What a process runs: contexts whose queues it consumes, and whether it relays the outbox and sweeps the clocks. */
export type Duties = { readonly contexts: readonly ContextName[]; readonly relay: boolean; readonly sweeper: boolean };

export type Runtime = {
  readonly engine: Engine;
  readonly store: PostgresEngineStore;
  readonly route: Route;
  readonly relay: Relay;
  readonly sweeper: Sweeper;
  readonly deadLetters: DeadLetters;
  readonly queues: QueueBackend;
  start(duties: Duties): Promise<void>;
  /** Stops taking work, finishes what is in hand, in the order in which work flows. */
  stop(): Promise<void>;
};

/** Puts the engine, the relay, the consumers and the sweeper together over one database. */
export async function createRuntime(parts: RuntimeParts): Promise<Runtime> {
  const { settings, databaseUrl, database, clock, law, handlers, log } = parts;
  const { pool } = database;
  const queues = await createQueueBackend(
    settings.queueBackend === 'redis'
      ? { kind: 'redis', url: settings.redisUrl!, log }
      : { kind: 'postgres', databaseUrl, log },
  );
  const route = createRoute(law.rulebook, handlers);
  const store = new PostgresEngineStore(pool);
  const engine = createEngine({ registry: law.registry, frames: law.frames, store, clock, route });
  const relay = createRelay({ pool, queues, log });
  const sweeper = createSweeper({ clocks: new PostgresClockStore(pool), engine, clock, log });
  const consumers: Consumer[] = [];
  const live = createLiveNotifier({ pool, log });
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
    start: async (duties) => {
      for (const context of duties.contexts) {
        const consumer = createConsumer({ name: context, pool, queues, handle: handlerOf(context, parts, engine), log });
        consumers.push(consumer);
        await consumer.start();
      }
      if (duties.relay) relay.start();
      if (duties.sweeper) sweeper.start();
    },
    stop: async () => {
      await sweeper.stop();
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await engine.drain();
      await live.stop();
      await relay.stop();
      await queues.close();
    },
  };
}

function handlerOf(
  context: ContextName,
  { law, handlers, clock }: RuntimeParts,
  engine: Engine,
): (announcement: Announcement) => Promise<void> {
  const react = createReactor({ rulebook: law.rulebook, engine, workflows: CONTEXTS[context] });
  const own = handlers.filter((handler) => handler.context === context);
  return async (announcement) => {
    if (clock instanceof MovableClock) await clock.reach(announcement.source.at);
    const mine = own.filter(({ topics }) => topics.includes(announcement.topic));
    const settled = await Promise.allSettled([react(announcement), ...mine.map((handler) => handler.handle(announcement))]);
    for (const result of settled) if (result.status === 'rejected') throw result.reason;
  };
}
