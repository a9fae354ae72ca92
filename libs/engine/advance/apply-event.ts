import type { Accepted, Announcement, Envelope, Refusal, Rejected } from '@zhiheng/contracts';
import { messageId, sha256 } from '@zhiheng/kernel';
import type { Instant, InstanceId, JsonObject } from '@zhiheng/kernel';
import type { Action, AnyEvent } from '@zhiheng/workflow-kit';
import type { AnyMachineSnapshot } from 'xstate';
import { sealEntry } from '../audit/seal-entry.js';
import type { LogEntry, SealedEntry } from '../audit/seal-entry.js';
import type { FrameCache, LoadedFrame } from '../frames/legal-frame.js';
import type { CompiledWorkflow } from '../registry/registry.js';
import { CHAIN_START, stateName } from '../state.js';
import type { ClockRecord, Clocks, PersistedSnapshot } from '../state.js';
import { decide, lapseOf } from './decide.js';
import { lapseClock, planClock, stopAll } from './plan-clocks.js';
import { ruleFault } from './refuse.js';

/** A procedure in memory, its snapshot alive. */
export type Live = {
  readonly instanceId: InstanceId;
  readonly workflow: CompiledWorkflow;
  readonly jurisdiction: string;
  readonly subject: Announcement['source']['subject'];
  readonly openedAt: Instant;
  /** When the last entry of its log was made. */
  readonly lastAt: Instant;
  readonly seq: number;
  readonly headHash: string;
  readonly snapshot: AnyMachineSnapshot;
  /** SHA-256 of the snapshot as stored text. The text itself is not kept: it would be the larger part of what lives in memory. */
  readonly snapshotHash: string;
  readonly clocks: Clocks;
};

/** All that one event leaves behind. */
export type Step = {
  readonly live: Live;
  /** The snapshot as stored text, where the event has made a new one. */
  readonly snapshotText?: string;
  readonly outcome: Accepted | Rejected;
  readonly entry: LogEntry;
  readonly sealed: SealedEntry;
  readonly announcements: readonly Announcement[];
};

export type Law = { readonly frame: LoadedFrame; readonly frames: FrameCache };

/** A procedure that its first event is about to open. */
export function unopened(envelope: Envelope, workflow: CompiledWorkflow, at: Instant): Live {
  const { jurisdiction, subject } = envelope.opening!;
  return {
    instanceId: envelope.instanceId,
    workflow,
    jurisdiction,
    subject,
    openedAt: at,
    lastAt: at,
    seq: 0,
    headHash: CHAIN_START,
    snapshot: workflow.initial,
    snapshotHash: sha256(persist(workflow.initial)),
    clocks: {},
  };
}

/** Decides one event and plans, seals and numbers all that follows from it. Pure; undefined means the event is stale. */
export function applyEvent(live: Live, envelope: Envelope, law: Law, at: Instant): Step | undefined {
  const decision = decide({
    workflow: live.workflow,
    snapshot: live.snapshot,
    clocks: live.clocks,
    envelope,
    place: live,
    frame: law.frame,
    at,
  });
  if (decision.kind === 'stale') return undefined;
  if (decision.kind === 'rejected') return refuse(live, envelope, law, at, decision.refusal);
  const clocks = planClocks(live, envelope, law, decision);
  if ('refusal' in clocks) return refuse(live, envelope, law, at, clocks.refusal);
  const announcements = announcementsOf(live, envelope, at, decision);
  if ('refusal' in announcements) return refuse(live, envelope, law, at, announcements.refusal);
  return accept(live, envelope, law, at, { ...decision, ...clocks, ...announcements });
}

function planClocks(
  live: Live,
  envelope: Envelope,
  { frame, frames }: Law,
  {
    intents,
    event,
    snapshot,
  }: { readonly intents: readonly Action[]; readonly event: AnyEvent; readonly snapshot: AnyMachineSnapshot },
): { readonly clocks: Clocks } | { readonly refusal: Refusal } {
  let clocks = afterLapse(live, envelope);
  for (const intent of intents) {
    if (!('clock' in intent.params)) continue;
    const planned = planClock({ workflow: live.workflow, frames, frame, envelope, event }, clocks, intent as never);
    if ('refusal' in planned) return planned;
    clocks = planned.clocks;
  }
  return { clocks: snapshot.status === 'done' ? stopAll(clocks) : clocks };
}

/** A term that has run out has run out, whatever the machine makes of it; other events end no clock by themselves. */
function afterLapse({ workflow, clocks }: Live, envelope: Envelope): Clocks {
  const name = lapseOf(workflow, envelope);
  return name === undefined ? clocks : lapseClock(clocks, name, envelope.cause?.clock?.generation);
}

function accept(
  live: Live,
  envelope: Envelope,
  { frame }: Law,
  at: Instant,
  decided: {
    readonly snapshot: AnyMachineSnapshot;
    readonly intents: readonly Action[];
    readonly clocks: Clocks;
    readonly announcements: readonly Announcement[];
  },
): Step {
  const seq = live.seq + 1;
  const snapshotText = persist(decided.snapshot);
  const snapshotHash = sha256(snapshotText);
  const to = stateName(decided.snapshot.value as string | JsonObject);
  const { announcements } = decided;
  const documents = decided.intents.flatMap((intent) => (intent.type === 'issue' ? [intent.params.document] : []));
  const clocks = changedClocks(live.clocks, decided.clocks);
  const entry: LogEntry = {
    ...frameOf(live, envelope, at, frame),
    kind: 'accepted',
    to,
    snapshot: snapshotHash,
    ...(documents.length > 0 && { documents }),
    ...(announcements.length > 0 && { announced: announcements.map(({ topic, messageId: message }) => ({ topic, message })) }),
    ...(clocks.length > 0 && { clocks }),
    prev: live.headHash,
  };
  const sealed = sealEntry(entry);
  return {
    live: { ...live, lastAt: at, seq, headHash: sealed.hash, snapshot: decided.snapshot, snapshotHash, clocks: decided.clocks },
    snapshotText,
    outcome: { kind: 'accepted', instanceId: live.instanceId, seq, state: to, done: decided.snapshot.status === 'done', at },
    entry,
    sealed,
    announcements,
  };
}

export function refuse(live: Live, envelope: Envelope, { frame }: Law, at: Instant, refusal: Refusal): Step {
  const base = frameOf(live, envelope, at, frame);
  const after = afterLapse(live, envelope);
  const clocks = changedClocks(live.clocks, after);
  const entry: LogEntry = {
    ...base,
    kind: 'refused',
    to: base.from,
    snapshot: live.snapshotHash,
    ...(clocks.length > 0 && { clocks }),
    refusal,
    prev: live.headHash,
  };
  const sealed = sealEntry(entry);
  const seq = live.seq + 1;
  return {
    live: { ...live, lastAt: at, seq, headHash: sealed.hash, clocks: after },
    outcome: { kind: 'rejected', instanceId: live.instanceId, seq, refusal },
    entry,
    sealed,
    announcements: [],
  };
}

export function frameOf(
  live: Live,
  envelope: Envelope,
  at: Instant,
  frame: LoadedFrame,
): Omit<LogEntry, 'kind' | 'to' | 'snapshot' | 'prev'> {
  return {
    format: 1,
    instance: live.instanceId,
    seq: live.seq + 1,
    workflow: live.workflow.name,
    version: live.workflow.version,
    at,
    on: envelope.on,
    message: envelope.messageId,
    event: envelope.event,
    actor: envelope.actor,
    ...(live.seq === 0 && envelope.opening && { opening: envelope.opening }),
    ...(envelope.cause && { cause: envelope.cause }),
    frame: frame.hash,
    from: stateName(live.snapshot.value as string | JsonObject),
  };
}

function announcementsOf(
  live: Live,
  envelope: Envelope,
  at: Instant,
  {
    intents,
    event,
    snapshot,
  }: { readonly intents: readonly Action[]; readonly event: AnyEvent; readonly snapshot: AnyMachineSnapshot },
): { readonly announcements: readonly Announcement[] } | { readonly refusal: Refusal } {
  const names = intents.flatMap((intent) => (intent.type === 'announce' ? [intent.params.announcement] : []));
  const { instanceId, workflow, jurisdiction, subject } = live;
  const seq = live.seq + 1;
  const source = { instanceId, workflow: workflow.name, jurisdiction, seq, on: envelope.on, at, subject };
  try {
    return {
      announcements: names.map((name, index) => ({
        messageId: messageId('announcement', instanceId, String(seq), String(index)),
        topic: `${workflow.name}.${name}`,
        facts: workflow.announcements[name]!.facts({ context: snapshot.context as never, event }),
        source,
      })),
    };
  } catch (fault) {
    return { refusal: ruleFault(event.type, fault) };
  }
}

export function changedClocks(before: Clocks, after: Clocks): readonly ClockRecord[] {
  return before === after ? [] : Object.values(after).filter((clock) => before[clock.name] !== clock);
}

/** The snapshot as stored text. Key order is fixed, so equal snapshots give equal text and equal hashes. */
export function persist(snapshot: AnyMachineSnapshot): string {
  const { historyValue } = snapshot as { historyValue?: Readonly<Record<string, readonly { readonly id: string }[]>> };
  const history = Object.entries(historyValue ?? {}).map(
    ([id, nodes]) => [id, nodes.map((node) => ({ id: node.id }))] as const,
  );
  const persisted: PersistedSnapshot = {
    status: snapshot.status === 'done' ? 'done' : 'active',
    value: snapshot.value as string | JsonObject,
    context: snapshot.context as JsonObject,
    ...(history.length > 0 && { historyValue: Object.fromEntries(history) }),
  };
  return JSON.stringify(persisted);
}
