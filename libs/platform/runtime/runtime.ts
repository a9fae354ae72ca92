import type { Announcement } from '@zhiheng/contracts';
import { boundCommands, createEngine, createReactor, createSweeper, observeStore } from '@zhiheng/engine';
import type { Engine, Reactor, Route, StoreTurn, Sweeper } from '@zhiheng/engine';
import { createConsumer, createDeadLetters, createQueueBackend, createRelay } from '@zhiheng/messaging';
import type { Consumer, DeadLetters, DeliveryTimes, QueueBackend, Relay } from '@zhiheng/messaging';
import type { ClockPort } from '@zhiheng/kernel';
import type { HandledAnnouncement } from '@zhiheng/metrics';
import { PostgresClockStore, PostgresEngineStore } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { EngineTrace, outsideTraces, traceDelivery, traceLapses } from '@zhiheng/tracing';
import { MovableClock } from '../clock/movable-clock.js';
import type { Log } from '../log/log.js';
import type { Settings } from '../settings.js';
import type { Subscription } from './announcement-handler.js';
import { CONTEXT_NAMES, CONTEXTS } from './contexts.js';
import type { ContextName } from './contexts.js';
import type { Law } from './law.js';
import { createLiveNotifier } from './live-notifier.js';
import { createRootKeeper } from './root-keeper.js';
import { createRoute } from './route.js';

export type RuntimeParts = {
  readonly settings: Pick<Settings, 'queueBackend' | 'redisUrl' | 'tracing'> & {
    readonly load?: Settings['load'];
    readonly databaseLimits?: Settings['databaseLimits'];
  };
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
  /** For what comes from outside: refuses (ENGINE_OVERLOADED) what would wait behind too many. */
  readonly engine: Engine;
  /** Events from outside that wait for their outcome. */
  waitingEvents(): number;
  /** Told of every read and commit of the engine. */
  onStoreTurn(listener: (turn: StoreTurn) => void): void;
  /** Told of every announcement that a consumer of this process has handled. */
  onHandled(listener: (handled: HandledAnnouncement) => void): void;
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
  const store = new PostgresEngineStore(pool, { handOver: true });
  const traces = settings.tracing && new EngineTrace();
  const turns: ((turn: StoreTurn) => void)[] = [];
  const handled: ((announcement: HandledAnnouncement) => void)[] = [];
  const observed = observeStore(store, (turn) => turns.forEach((listener) => listener(turn)));
  const untraced = createEngine({
    registry: law.registry,
    frames: law.frames,
    store: traces?.store(observed) ?? observed,
    clock,
    route,
  });
  const engine = traces?.engine(untraced) ?? untraced;
  const ownRelay = createRelay({ pool, queues, log });
  const relay: Relay = { ...ownRelay, wake: () => outsideTraces(ownRelay.wake) };
  const lapses = { clocks: new PostgresClockStore(pool), engine, clock, log };
  const sweeper = createSweeper(traces === undefined ? lapses : traceLapses(lapses));
  const consumers = new Map<ContextName, Consumer>();
  const reactors = Object.fromEntries(
    CONTEXT_NAMES.map((name) => [name, createReactor({ rulebook: law.rulebook, engine, workflows: CONTEXTS[name] })]),
  ) as Readonly<Record<ContextName, Reactor>>;
  const live = createLiveNotifier({ pool, log });
  const roots = createRootKeeper({ pool, clock, log });
  engine.onCommit(({ handedOver, earliestDueAt, instanceIds }) => {
    outsideTraces(() => {
      live.moved(instanceIds);
      relay.carry(handedOver);
      if (earliestDueAt !== undefined) sweeper.armed(earliestDueAt);
    });
  });
  if (clock instanceof MovableClock) clock.onMoved(() => sweeper.wake());
  const commands = boundCommands(engine, { maxWaiting: settings.load?.maxWaitingEvents ?? Number.POSITIVE_INFINITY });
  return {
    engine: commands.engine,
    waitingEvents: commands.waiting,
    onStoreTurn: (listener) => void turns.push(listener),
    onHandled: (listener) => void handled.push(listener),
    store,
    route,
    relay,
    sweeper,
    deadLetters: createDeadLetters(pool, { onRetried: () => relay.wake() }),
    queues,
    react: async (context, announcement) => void (await reactors[context](announcement)),
    consumer: (context, handle) => {
      const onTime = async (announcement: Announcement, times?: DeliveryTimes): Promise<void> => {
        if (clock instanceof MovableClock) await clock.reach(announcement.source.at);
        await handle(announcement);
        if (times === undefined) return;
        const lags = lagsOf(context, times);
        for (const listener of handled) listener(lags);
      };
      const traced = (announcement: Announcement, times?: DeliveryTimes): Promise<void> =>
        traceDelivery({ consumer: context, announcement, times }, () => onTime(announcement, times));
      const consumer = createConsumer({ name: context, pool, queues, handle: traces === undefined ? onTime : traced, log });
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

// The times are those of the database, which are what all processes have in common; its clock and ours are a few milliseconds apart.
function lagsOf(context: ContextName, { writtenAt, sentAt }: DeliveryTimes): HandledAnnouncement {
  return {
    context,
    lagSeconds: (Date.now() - writtenAt) / 1_000,
    ...(sentAt !== undefined && { relayLagSeconds: (sentAt - writtenAt) / 1_000 }),
  };
}
