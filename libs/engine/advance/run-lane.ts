import type { Accepted, Envelope, Outcome, Refusal, Rejected } from '@zhiheng/contracts';
import type { Instant, MessageId } from '@zhiheng/kernel';
import type { FrameCache, Frames, LoadedFrame } from '../frames/legal-frame.js';
import type { Handled, InstanceWrite, Route, StrayRefusal } from '../ports.js';
import type { Registry } from '../registry/registry.js';
import { clocksText, stateName } from '../state.js';
import { changedClocks, unopened } from './apply-event.js';
import type { Live, Step } from './apply-event.js';
import { applyMessage, keysAskedBy } from './apply-message.js';
import type { Lane } from './batch-queue.js';
import { instanceUnknown, isFaultOfRule, refusal, refuseOpening } from './refuse.js';

export type LaneContext = {
  readonly registry: Registry;
  readonly frames: Frames;
  readonly frameCache: FrameCache;
  readonly route: Route;
  readonly handled: Handled;
  readonly at: Instant;
};

/** What the events of one procedure come to in one batch. Nothing is promised to a caller before it is committed. */
export type LaneResult = {
  readonly outcomes: readonly Outcome[];
  readonly live: Live | undefined;
  readonly write: InstanceWrite | undefined;
  readonly strays: readonly StrayRefusal[];
  /** Legal frames that the decisions stand on. */
  readonly frames: readonly LoadedFrame[];
};

/** Applies the events of one procedure in order. Pure but for the frame cache. */
export function runLane(lane: Lane, stored: Live | undefined, context: LaneContext): LaneResult {
  const steps: Step[] = [];
  const strays: StrayRefusal[] = [];
  const frames = new Set<LoadedFrame>();
  const here = new Map<MessageId, Accepted | Rejected>();
  const before = context.handled.get(lane.instanceId);
  let live = stored;

  const one = (envelope: Envelope): Outcome => {
    const first = before?.get(envelope.messageId) ?? here.get(envelope.messageId);
    if (first !== undefined) return { kind: 'duplicate', instanceId: envelope.instanceId, first };
    // A rule may signal a procedure that was never opened: nothing is to follow then, and nothing is wrong.
    if (live === undefined && envelope.opening === undefined && envelope.cause?.rule !== undefined) {
      return { kind: 'stale', instanceId: envelope.instanceId };
    }
    const current = live ?? open(envelope, context);
    if ('code' in current) return stray(envelope, current);
    if (envelope.expectedSeq !== undefined && envelope.expectedSeq !== current.seq)
      return { kind: 'stale', instanceId: envelope.instanceId, seq: current.seq };
    const frame = context.frames.on({
      keys: keysAskedBy(current.workflow, envelope),
      jurisdiction: current.jurisdiction,
      on: envelope.on,
    });
    context.frameCache.add(frame);
    frames.add(frame);
    const step = applyMessage(current, envelope, { frame, frames: context.frameCache }, later(context.at, current.lastAt));
    if (step === undefined) return { kind: 'stale', instanceId: envelope.instanceId };
    if (step.outcome.kind === 'rejected' && isFaultOfRule(envelope, step.outcome.refusal))
      return unrecorded(envelope, step.outcome.refusal);
    // A procedure that was never opened has no log: the refusal of its first event is kept beside it.
    if (current.seq === 0 && step.outcome.kind === 'rejected') return stray(envelope, step.outcome.refusal);
    live = step.live;
    steps.push(step);
    here.set(envelope.messageId, step.outcome);
    return step.outcome;
  };
  const unrecorded = ({ instanceId }: Envelope, why: Refusal): Rejected => ({ kind: 'rejected', instanceId, refusal: why });
  const stray = (envelope: Envelope, why: Refusal): Rejected => {
    const outcome = unrecorded(envelope, why);
    if (isFaultOfRule(envelope, why)) return outcome;
    strays.push({ envelope, refusal: why, at: context.at });
    here.set(envelope.messageId, outcome);
    return outcome;
  };

  const outcomes = lane.events.map(({ envelope }) => one(envelope));
  return {
    outcomes,
    live,
    write: live && steps.length > 0 ? toWrite(stored, live, steps, context.route) : undefined,
    strays,
    frames: [...frames],
  };
}

function open(envelope: Envelope, { registry, at }: LaneContext): Live | Refusal {
  if (envelope.opening === undefined) {
    return instanceUnknown(envelope.instanceId);
  }
  const workflow = registry.current(envelope.workflow);
  if (workflow === undefined) {
    return refusal(
      'WORKFLOW_UNKNOWN',
      { zh: `没有名为 ${envelope.workflow} 的流程`, en: `There is no workflow ${envelope.workflow}` },
      { found: envelope.workflow },
    );
  }
  return refuseOpening(workflow, envelope.event.type) ?? unopened(envelope, workflow, at);
}

function toWrite(stored: Live | undefined, live: Live, steps: readonly Step[], route: Route): InstanceWrite {
  return {
    instanceId: live.instanceId,
    expectedSeq: stored?.seq ?? 0,
    seq: live.seq,
    headHash: live.headHash,
    workflow: live.workflow.name,
    version: live.workflow.version,
    jurisdiction: live.jurisdiction,
    subject: live.subject,
    openedAt: live.openedAt,
    ...(stored === undefined && openedBy(steps[0])),
    state: stateName(live.snapshot.value as never),
    done: live.snapshot.status === 'done',
    ...snapshotOf(steps),
    clocksText: clocksText(live.clocks),
    log: steps.map(({ entry, sealed }) => ({
      seq: entry.seq,
      kind: entry.kind,
      text: sealed.text,
      hash: sealed.hash,
      at: entry.at,
    })),
    clocks: changedClocks(stored?.clocks ?? {}, live.clocks).map(({ name, generation, state, dueAt, dueOn, provisional }) => ({
      name,
      generation,
      state,
      dueAt,
      dueOn,
      provisional,
    })),
    outbox: steps.flatMap((step) =>
      step.announcements.flatMap((announcement) => route(announcement.topic).map((consumer) => ({ consumer, announcement }))),
    ),
    inbox: steps.map(({ entry: { message, seq }, outcome }) => ({
      messageId: message,
      seq,
      done: outcome.kind === 'accepted' && outcome.done,
    })),
  };
}

/** The clocks of two hosts are never quite the same: the log of a procedure does not go back in time for that. */
function later(now: Instant, last: Instant): Instant {
  return last > now ? last : now;
}

/** Refusals leave the snapshot as it is stored. */
function snapshotOf(steps: readonly Step[]): Pick<InstanceWrite, 'snapshotText'> {
  const snapshotText = steps.findLast((step) => step.snapshotText !== undefined)?.snapshotText;
  return snapshotText === undefined ? {} : { snapshotText };
}

function openedBy(first: Step | undefined): Pick<InstanceWrite, 'openedBy'> {
  const { cause } = first?.entry ?? {};
  if (cause?.rule === undefined) return {};
  return { openedBy: { ...(cause.instanceId && { instanceId: cause.instanceId }), rule: cause.rule.id } };
}
