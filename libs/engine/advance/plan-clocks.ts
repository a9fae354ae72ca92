import type { Envelope, Refusal } from '@zhiheng/contracts';
import { maySuspend, nextExtension, readClock } from '@zhiheng/calendar';
import type { ClockFacts, TermRule } from '@zhiheng/calendar';
import type { LegalDate } from '@zhiheng/kernel';
import type { Action, AnyEvent } from '@zhiheng/workflow-kit';
import type { FrameCache, LoadedFrame } from '../frames/legal-frame.js';
import type { CompiledWorkflow } from '../registry/registry.js';
import type { ClockRecord, Clocks } from '../state.js';
import { refusal } from './refuse.js';

export type ClockContext = {
  readonly workflow: CompiledWorkflow;
  readonly frames: FrameCache;
  /** The law in force on the event's legal date: a clock that starts now is pinned to it. */
  readonly frame: LoadedFrame;
  readonly envelope: Envelope;
  readonly event: AnyEvent;
};
type ClockAction = Extract<Action, { readonly params: { readonly clock: string } }>;

/** The clocks after one intent, or why the law does not allow it. */
export function planClock(
  context: ClockContext,
  clocks: Clocks,
  action: ClockAction,
): { readonly clocks: Clocks } | { readonly refusal: Refusal } {
  const name = action.params.clock;
  const clock = clocks[name];
  if (action.type === 'startClock') return set(clocks, start(context, name, clock));
  if (action.type === 'stopClock')
    return clock === undefined || isOver(clock) ? { clocks } : set(clocks, { ...clock, state: 'stopped' });
  if (clock === undefined || isOver(clock)) {
    // A term that has run out cannot be extended; stopping it any more, or going on, means nothing and harms nothing.
    return action.type === 'extendClock' ? { refusal: notRunning(context, name) } : { clocks };
  }
  switch (action.type) {
    case 'suspendClock':
      return suspend(context, clocks, clock, action.params.reason);
    case 'resumeClock':
      return resume(context, clocks, clock, action.params.reason);
    case 'extendClock':
      return extend(context, clocks, clock);
  }
}

function start({ frame, event, workflow }: ClockContext, name: string, earlier: ClockRecord | undefined): ClockRecord {
  const facts = {
    name,
    generation: (earlier?.generation ?? 0) + 1,
    state: 'running' as const,
    frame: frame.hash,
    trigger: event.type,
    startedOn: event.on,
    startedAt: event.at,
    stops: [],
    extensions: [],
  };
  return reread(facts, { workflow, frame });
}

function suspend(context: ClockContext, clocks: Clocks, clock: ClockRecord, reason: string): ReturnType<typeof planClock> {
  // The last day has passed, only its lapse has not been delivered yet: a stop that begins later hides nothing.
  if (clock.state === 'running' && context.event.on > clock.dueOn) return { clocks };
  const rule = termOf(context, clock);
  if (!maySuspend(rule, reason)) {
    return {
      refusal: refusal(
        'SUSPENSION_NOT_ALLOWED',
        {
          zh: `“${titleOf(context, clock.name).zh}”不因“${reason}”停止计算`,
          en: `The term "${titleOf(context, clock.name).en}" does not stop for "${reason}"`,
        },
        { expected: rule.suspendedBy ?? [], found: reason },
      ),
    };
  }
  if (clock.stops.some((stop) => stop.to === undefined && stop.reason === reason)) return { clocks };
  return set(
    clocks,
    update(context, { ...clock, state: 'suspended', stops: [...clock.stops, { reason, from: context.event.on }] }),
  );
}

function resume(context: ClockContext, clocks: Clocks, clock: ClockRecord, reason: string): ReturnType<typeof planClock> {
  const open = clock.stops.findIndex((stop) => stop.to === undefined && stop.reason === reason);
  if (open < 0) return { clocks };
  const to: LegalDate = context.event.on < clock.stops[open]!.from ? clock.stops[open]!.from : context.event.on;
  const stops = clock.stops.map((stop, index) => (index === open ? { ...stop, to } : stop));
  const state = stops.some((stop) => stop.to === undefined) ? 'suspended' : 'running';
  return set(clocks, update(context, { ...clock, state, stops }));
}

function extend(context: ClockContext, clocks: Clocks, clock: ClockRecord): ReturnType<typeof planClock> {
  const { event } = context;
  // The lapse may still be on its way: it is the legal date that tells whether the term has run out.
  if (clock.state === 'running' && event.on > clock.dueOn) return { refusal: notRunning(context, clock.name) };
  const next = nextExtension(termOf(context, clock), clock.extensions.length);
  const title = titleOf(context, clock.name);
  if (next === undefined) {
    return {
      refusal: refusal(
        'EXTENSION_NOT_ALLOWED',
        {
          zh: `“${title.zh}”不能再延长（已延长${clock.extensions.length}次）`,
          en: `"${title.en}" cannot be extended again (${clock.extensions.length} so far)`,
        },
        { expected: termOf(context, clock).extensions?.length ?? 0, found: clock.extensions.length },
      ),
    };
  }
  if (!event.by.roles.some((role) => role === next.approver)) {
    return {
      refusal: refusal(
        'EXTENSION_NOT_ALLOWED',
        {
          zh: `“${title.zh}”的延长须经${next.approver}批准`,
          en: `Extending "${title.en}" needs the approval of: ${next.approver}`,
        },
        { expected: next.approver, found: event.by.roles },
      ),
    };
  }
  const granted = { amount: next.amount, unit: next.unit, approver: event.by.id, on: event.on };
  return set(clocks, update(context, { ...clock, extensions: [...clock.extensions, granted] }));
}

function update({ workflow, frames }: ClockContext, clock: ClockRecord): ClockRecord {
  return reread(clock, { workflow, frame: frames.get(clock.frame) });
}

export type Unread = Omit<ClockRecord, 'dueOn' | 'dueAt' | 'opensOn' | 'provisional'>;

/** The clock with its dates, recomputed from its facts and the rule in this frame. */
export function reread(clock: Unread, law: { readonly workflow: CompiledWorkflow; readonly frame: LoadedFrame }): ClockRecord {
  const { dueOn, dueAt, opensOn, provisional } = readClock(law.frame.calendar, clockFacts(clock, law));
  const { name, generation, state, frame, trigger, startedOn, startedAt, stops, extensions } = clock;
  return {
    name,
    generation,
    state,
    frame,
    trigger,
    startedOn,
    startedAt,
    stops,
    extensions,
    dueOn,
    dueAt,
    ...(opensOn && { opensOn }),
    provisional,
  };
}

/** The clock with its rule and citation, as the calendar reads and explains it. */
export function clockFacts(
  clock: Unread,
  { workflow, frame }: { readonly workflow: CompiledWorkflow; readonly frame: LoadedFrame },
): ClockFacts {
  const entry = workflow.clocks[clock.name]!;
  const policy = frame.frame.policy.values[entry.term]!;
  return {
    name: clock.name,
    ruleId: entry.term,
    rule: policy.value as unknown as TermRule,
    citation: policy.citation,
    title: entry.title,
    startedOn: clock.startedOn,
    startedAt: clock.startedAt,
    trigger: workflow.events[clock.trigger]?.title.zh ?? clock.trigger,
    stops: clock.stops,
    extensions: clock.extensions,
  };
}

/** A lapse that was accepted ends its clock, unless an edge of the lapse started it again. */
export function lapseClock(clocks: Clocks, name: string, generation: number | undefined): Clocks {
  const clock = clocks[name];
  return clock !== undefined && clock.generation === generation && clock.state === 'running'
    ? { ...clocks, [name]: { ...clock, state: 'lapsed' } }
    : clocks;
}

/** A closed procedure has no terms: what still runs stops. */
export function stopAll(clocks: Clocks): Clocks {
  return Object.fromEntries(
    Object.entries(clocks).map(([name, clock]) => [name, isOver(clock) ? clock : { ...clock, state: 'stopped' as const }]),
  );
}

function termOf({ frames, workflow }: ClockContext, clock: ClockRecord): TermRule {
  return frames.get(clock.frame).values[workflow.clocks[clock.name]!.term] as unknown as TermRule;
}

function titleOf({ workflow }: ClockContext, name: string): { readonly zh: string; readonly en: string } {
  return workflow.clocks[name]?.title ?? { zh: name, en: name };
}

export function isOver(clock: ClockRecord): boolean {
  return clock.state === 'stopped' || clock.state === 'lapsed';
}

function notRunning(context: ClockContext, name: string): Refusal {
  const title = titleOf(context, name);
  return refusal('CLOCK_NOT_RUNNING', { zh: `“${title.zh}”没有在计算`, en: `"${title.en}" is not running` }, { found: name });
}

function set(clocks: Clocks, clock: ClockRecord): { readonly clocks: Clocks } {
  return { clocks: { ...clocks, [clock.name]: clock } };
}
