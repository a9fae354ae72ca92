import { rolesIn } from '@zhiheng/contracts';
import type { Envelope, Place, Refusal, Role } from '@zhiheng/contracts';
import { legalDateOf } from '@zhiheng/kernel';
import type { Instant } from '@zhiheng/kernel';
import type { Action, AnyEvent, ClockView } from '@zhiheng/workflow-kit';
import type { AnyMachineSnapshot } from 'xstate';
import type { LoadedFrame } from '../frames/legal-frame.js';
import type { CompiledWorkflow, UnrunAction } from '../registry/registry.js';
import type { Clocks } from '../state.js';
import { explainRefusal, invalidData, refusal, refuseSender, ruleFault, unknownEvent } from './refuse.js';

export type Given = {
  readonly workflow: CompiledWorkflow;
  readonly snapshot: AnyMachineSnapshot;
  readonly clocks: Clocks;
  readonly envelope: Envelope;
  readonly place: Place;
  readonly frame: LoadedFrame;
  readonly at: Instant;
};

export type Decision =
  | {
      readonly kind: 'accepted';
      readonly snapshot: AnyMachineSnapshot;
      readonly intents: readonly Action[];
      readonly event: AnyEvent;
    }
  | { readonly kind: 'rejected'; readonly refusal: Refusal }
  | { readonly kind: 'stale' };

/**
 * What an event does to a procedure: the only place where XState runs. Pure: no action is executed, the intents come back as
 * data. A rule that throws is a refusal of this event (RULE_FAULT), so that its neighbours in the batch do not suffer.
 */
export function decide(given: Given): Decision {
  const { workflow, snapshot, envelope, frame, at } = given;
  const { type, data } = envelope.event;
  const lapse = lapseOf(workflow, envelope);
  // A clock that an upgrade has ended or renamed may have been under way with its lapse.
  const clock = lapse ?? (envelope.actor.roles.includes('system') ? envelope.cause?.clock?.name : undefined);
  if (clock !== undefined && isOvertaken(given, clock)) return { kind: 'stale' };
  const roles = rolesIn(envelope.actor, given.place);
  const refused = refuseEarly(given, { lapse, roles });
  if (refused !== undefined) return { kind: 'rejected', refusal: refused };

  const event: AnyEvent = {
    type,
    data,
    on: envelope.on,
    at,
    by: roles === envelope.actor.roles ? envelope.actor : { ...envelope.actor, roles },
    policy: frame.values,
    clocks: clockViews(given.clocks),
  };
  let next: AnyMachineSnapshot;
  let actions: readonly UnrunAction[];
  try {
    [next, actions] = workflow.next(snapshot, event);
  } catch (fault) {
    return { kind: 'rejected', refusal: ruleFault(type, fault) };
  }
  // An event without an enabled edge gives back the very same snapshot and no action (XState 5): silence is made a refusal.
  if (next === snapshot && actions.length === 0) {
    return { kind: 'rejected', refusal: explainRefusal(workflow, snapshot, event) };
  }
  return { kind: 'accepted', snapshot: next, intents: actions.map(({ type, params }) => ({ type, params }) as Action), event };
}

/** The clock whose lapse this event is. Only the system sends lapses: a person who claims one has sent an unknown event. */
export function lapseOf(workflow: CompiledWorkflow, { event, actor }: Envelope): string | undefined {
  return actor.roles.includes('system') ? workflow.lapses[event.type] : undefined;
}

function refuseEarly(
  { workflow, snapshot, envelope, place, at }: Given,
  { lapse, roles }: { readonly lapse: string | undefined; readonly roles: readonly Role[] },
): Refusal | undefined {
  const { type, data } = envelope.event;
  const entry = workflow.events[type];
  if (lapse === undefined && entry === undefined) return unknownEvent(workflow, type);
  if (snapshot.status === 'done') {
    return refusal('INSTANCE_CLOSED', { zh: '程序已经办结，不再接收事件', en: 'The procedure is closed' }, { found: type });
  }
  if (entry === undefined) return undefined;
  const refused = refuseSender(entry, envelope.actor, { place, roles });
  if (refused !== undefined) return refused;
  const today = legalDateOf(at);
  if (envelope.on > today) {
    return refusal(
      'LEGAL_DATE_REFUSED',
      { zh: `事实发生日期不能晚于今天（${today}）`, en: `The date of a fact cannot be later than today (${today})` },
      { expected: `<= ${today}`, found: envelope.on },
    );
  }
  const valid = workflow.forms[type]!;
  return valid(data) ? undefined : invalidData(workflow, type, valid.errors ?? []);
}

/** A lapse counts only for the very run of the clock that it was sent for, while that still runs and is due. */
function isOvertaken({ clocks, envelope, at }: Given, name: string): boolean {
  const clock = clocks[name];
  const generation = envelope.cause?.clock?.generation;
  return clock === undefined || clock.state !== 'running' || clock.generation !== generation || clock.dueAt > at;
}

export function clockViews(clocks: Clocks): Readonly<Record<string, ClockView>> {
  return Object.fromEntries(
    Object.entries(clocks).map(([name, { state, startedOn, dueOn, opensOn }]) => [
      name,
      { state, startedOn, dueOn, ...(opensOn && { opensOn }) },
    ]),
  );
}
