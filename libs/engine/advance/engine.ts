import type { Envelope, Outcome, RefusalCode } from '@zhiheng/contracts';
import { ZhihengError, crashPoint, sha256 } from '@zhiheng/kernel';
import type { ClockPort, Instant, InstanceId, MessageId } from '@zhiheng/kernel';
import { FrameCache, loadFrame } from '../frames/legal-frame.js';
import type { Frames } from '../frames/legal-frame.js';
import type { CommitResult, EngineStore, HandedOver, Route, StoredInstance } from '../ports.js';
import { isOfLaterRelease } from '../registry/registry.js';
import type { Registry } from '../registry/registry.js';
import type { Live } from './apply-event.js';
import { BatchQueue } from './batch-queue.js';
import type { Lane } from './batch-queue.js';
import { CacheTrust } from './cache-trust.js';
import { LiveCache } from './live-cache.js';
import { runLane } from './run-lane.js';
import type { LaneResult } from './run-lane.js';

export type EnginePorts = {
  readonly registry: Registry;
  readonly frames: Frames;
  readonly store: EngineStore;
  readonly clock: ClockPort;
  readonly route: Route;
};

export type EngineTuning = {
  /** Most events in one transaction. */
  readonly maxBatch?: number;
  /** Batches committing at the same time: while one commits, the next is decided. */
  readonly maxInFlight?: number;
  /** Procedures kept in memory. */
  readonly cacheSize?: number;
};

/** Told after every commit: what the relay and the sweeper need to wake up for, and which procedures have a new entry on their log. */
export type Committed = {
  /** Entries written to logs, accepted and refused. */
  readonly events: number;
  /** Codes of the refusals among them. */
  readonly refusals: readonly RefusalCode[];
  readonly outbox: number;
  /** Outbox rows that this process is to bring to their queues. */
  readonly handedOver: readonly HandedOver[];
  readonly earliestDueAt?: Instant;
  readonly instanceIds: readonly InstanceId[];
};

export interface Engine {
  /** Decides and records one event. Resolves after the commit; rejects (ZhihengError) only for faults, never for refusals. */
  advance(envelope: Envelope): Promise<Outcome>;
  /** Resolves when nothing waits and nothing is in flight. */
  drain(): Promise<void>;
  onCommit(listener: (committed: Committed) => void): void;
}

type Decided = LaneResult & { readonly lane: Lane };

// Fence lost this often in a row: other processes move the same procedure all the time; the caller's queue should retry.
const MAX_ATTEMPTS = 8;

/** The engine: group commit over a pure decision. See docs/adr for why a batch needs no lock of its own. */
export function createEngine(ports: EnginePorts, tuning: EngineTuning = {}): Engine {
  const { maxBatch = 256, maxInFlight = 3, cacheSize = 8_192 } = tuning;
  const queue = new BatchQueue();
  const cache = new LiveCache(cacheSize);
  const trust = new CacheTrust();
  const frameCache = new FrameCache();
  const savedFrames = new Set<string>();
  const listeners: ((committed: Committed) => void)[] = [];
  const idle: (() => void)[] = [];
  let inFlight = 0;
  let scheduled = false;

  /** Calls of the same tick join one batch; nothing waits for more to come. */
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      while (inFlight < maxInFlight && queue.hasReady) void runBatch(queue.take(maxBatch));
    });
  }

  async function runBatch(lanes: readonly Lane[]): Promise<void> {
    inFlight++;
    try {
      await commitLanes(lanes, 1);
    } finally {
      inFlight--;
      queue.release(lanes);
      schedule();
      if (inFlight === 0 && queue.size === 0) for (const resolve of idle.splice(0)) resolve();
    }
  }

  /** Settles every event of the lanes. A database fault is narrowed down by halving, so that the culprit alone fails. */
  async function commitLanes(lanes: readonly Lane[], attempt: number): Promise<void> {
    let fenced: readonly Lane[];
    try {
      fenced = await tryCommit(lanes, attempt > 1);
    } catch (fault) {
      for (const lane of lanes) cache.evict(lane.instanceId);
      // A procedure of a later release waits for a process of that release; its neighbours in the batch do not.
      if (await commitUnlocked(lanes, attempt, fault)) return;
      const passing = fault instanceof ZhihengError && fault.retry === 'later' && !isOfLaterRelease(fault);
      const parts = passing ? [lanes] : halves(lanes);
      // A single event gets a second chance on what is stored now: its fault may come of a message that another process has handled meanwhile.
      if (parts.length === 1 && (passing || attempt > 1)) {
        for (const lane of lanes) for (const event of lane.events) event.fail(fault);
        return;
      }
      for (const part of parts) await commitLanes(part, Math.max(2, attempt));
      return;
    }
    if (fenced.length === 0) return;
    for (const lane of fenced) cache.evict(lane.instanceId);
    if (attempt >= MAX_ATTEMPTS) {
      const fault = new ZhihengError('INSTANCE_CONTENDED', {
        expected: 'an unmoved version 版本未变',
        found: `${MAX_ATTEMPTS} attempts`,
        retry: 'later',
      });
      for (const lane of fenced) for (const event of lane.events) event.fail(fault);
      return;
    }
    await commitLanes(fenced, attempt + 1);
  }

  /** Where somebody holds rows of the batch, those procedures alone are told to try later. Answers whether that was it. */
  async function commitUnlocked(lanes: readonly Lane[], attempt: number, fault: unknown): Promise<boolean> {
    if (!(fault instanceof ZhihengError) || fault.code !== 'STORE_LOCKED' || attempt >= MAX_ATTEMPTS) return false;
    const locked = await ports.store.locked(lanes.map(({ instanceId }) => instanceId)).catch(() => NONE);
    if (locked.size === 0) return false;
    const free: Lane[] = [];
    for (const lane of lanes) {
      if (locked.has(lane.instanceId)) for (const event of lane.events) event.fail(fault);
      else free.push(lane);
    }
    if (free.length > 0) await commitLanes(free, attempt + 1);
    return true;
  }

  /** One read (unless all is cached), one write. Answers the lanes that were decided on what is no longer so; all others are settled. */
  async function tryCommit(lanes: readonly Lane[], reload: boolean): Promise<readonly Lane[]> {
    const known = new Map<InstanceId, Live>();
    const unknown: Lane[] = [];
    const fromMemory = !reload && trust.holds();
    for (const lane of lanes) {
      const live = fromMemory ? cache.get(lane.instanceId) : undefined;
      if (live === undefined) unknown.push(lane);
      else known.set(lane.instanceId, live);
    }
    const loaded = unknown.length === 0 ? NOTHING : await load(unknown);
    for (const stored of loaded.instances.values()) known.set(stored.instanceId, revive(ports.registry, stored));

    const context = { ...ports, frameCache, handled: loaded.handled, at: ports.clock.now() };
    const results: readonly Decided[] = lanes.map((lane) => ({ lane, ...runLane(lane, known.get(lane.instanceId), context) }));
    await saveFrames(results);
    const writes = results.flatMap(({ write }) => write ?? []);
    crashPoint('before-commit');
    const { fenced, handedOver } = writes.length === 0 ? NOTHING_WRITTEN : await ports.store.commit(writes);
    crashPoint('after-commit');

    // Nothing written means that no fence was asked: what a cached procedure says may be long past.
    const holds = ({ lane, write }: Decided): boolean =>
      write === undefined ? reload || unknown.includes(lane) : !fenced.has(write.instanceId);
    const held = results.filter(holds);
    if (fromMemory) trust.learn({ decided: lanes.length - unknown.length, old: results.length - held.length });
    for (const { lane, live, write, outcomes, strays } of held) {
      if (live !== undefined && write !== undefined) cache.set(live);
      settleLane(lane, outcomes, (id) => !strays.some(({ envelope }) => envelope.messageId === id));
    }
    notify(held, handedOver);
    return [...results.filter((result) => !holds(result)).map(({ lane }) => lane), ...(await settleStrays(held))];
  }

  /** Keeps the refusals that have no log and tells them. Answers those whose message another process has handled meanwhile. */
  async function settleStrays(held: readonly Decided[]): Promise<readonly Lane[]> {
    const strays = held.flatMap((result) => result.strays);
    if (strays.length === 0) return [];
    const kept = await ports.store.saveStrayRefusals(strays);
    return held.flatMap(({ lane, outcomes, strays: own }) => {
      const idsOf = (which: boolean): ReadonlySet<MessageId> =>
        new Set(own.flatMap((stray) => (kept.has(stray) === which ? [stray.envelope.messageId] : [])));
      const [here, overtaken] = [idsOf(true), idsOf(false)];
      settleLane(lane, outcomes, (id) => here.has(id));
      const events = lane.events.filter(({ envelope }) => overtaken.has(envelope.messageId));
      return events.length === 0 ? [] : [{ ...lane, events }];
    });
  }

  async function load(lanes: readonly Lane[]): ReturnType<EngineStore['load']> {
    const loaded = await ports.store.load({
      instanceIds: lanes.map((lane) => lane.instanceId),
      messages: lanes.flatMap((lane) => lane.events.map(({ envelope }) => envelope)),
    });
    const missing = new Set<string>();
    for (const stored of loaded.instances.values()) {
      for (const clock of Object.values(stored.clocks)) if (!frameCache.has(clock.frame)) missing.add(clock.frame);
    }
    if (missing.size > 0) {
      for (const frame of (await ports.store.loadFrames([...missing])).values()) frameCache.add(loadFrame(frame));
    }
    return loaded;
  }

  async function saveFrames(results: readonly LaneResult[]): Promise<void> {
    const frames = [...new Set(results.flatMap((result) => result.frames))].filter(({ hash }) => !savedFrames.has(hash));
    if (frames.length === 0) return;
    await ports.store.saveFrames(frames);
    for (const { hash } of frames) savedFrames.add(hash);
  }

  function notify(settled: readonly LaneResult[], handedOver: readonly HandedOver[]): void {
    const writes = settled.flatMap(({ write }) => write ?? []);
    if (writes.length === 0 || listeners.length === 0) return;
    const dueAts = writes.flatMap(({ clocks }) => clocks.flatMap((clock) => (clock.state === 'running' ? [clock.dueAt] : [])));
    const earliestDueAt = dueAts.sort()[0];
    const committed: Committed = {
      events: writes.reduce((sum, { log }) => sum + log.length, 0),
      refusals: settled.flatMap(({ write, outcomes }) => (write === undefined ? [] : recordedRefusals(outcomes))),
      outbox: writes.reduce((sum, { outbox }) => sum + outbox.length, 0),
      handedOver,
      ...(earliestDueAt && { earliestDueAt }),
      instanceIds: writes.map(({ instanceId }) => instanceId),
    };
    for (const listener of listeners) listener(committed);
  }

  return {
    advance: (envelope) =>
      new Promise((settle, fail) => {
        queue.add({ envelope, settle, fail });
        schedule();
      }),
    drain: () => (inFlight === 0 && queue.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    onCommit: (listener) => void listeners.push(listener),
  };
}

const NOTHING: Awaited<ReturnType<EngineStore['load']>> = { instances: new Map(), handled: new Map() };
const NONE: ReadonlySet<InstanceId> = new Set();
const NOTHING_WRITTEN: CommitResult = { fenced: new Set(), handedOver: [] };

function recordedRefusals(outcomes: readonly Outcome[]): readonly RefusalCode[] {
  return outcomes.flatMap((outcome) =>
    outcome.kind === 'rejected' && outcome.seq !== undefined ? [outcome.refusal.code] : [],
  );
}

function settleLane(lane: Lane, outcomes: readonly Outcome[], which: (id: MessageId) => boolean): void {
  lane.events.forEach(({ envelope, settle }, index) => which(envelope.messageId) && settle(outcomes[index]!));
}

export function revive(registry: Registry, stored: StoredInstance): Live {
  const workflow = registry.pinned(stored.workflow, stored.version);
  return {
    instanceId: stored.instanceId,
    workflow,
    jurisdiction: stored.jurisdiction,
    subject: stored.subject,
    openedAt: stored.openedAt,
    lastAt: stored.lastAt ?? stored.openedAt,
    seq: stored.seq,
    headHash: stored.headHash,
    snapshot: workflow.restore(stored.snapshot),
    snapshotHash: sha256(stored.snapshotText),
    clocks: stored.clocks,
  };
}

function halves(lanes: readonly Lane[]): readonly (readonly Lane[])[] {
  if (lanes.length > 1) return [lanes.slice(0, lanes.length >> 1), lanes.slice(lanes.length >> 1)];
  const [lane] = lanes;
  return lane === undefined || lane.events.length <= 1 ? [lanes] : lane.events.map((event) => [{ ...lane, events: [event] }]);
}
