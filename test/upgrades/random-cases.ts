import { SYSTEM } from '@zhiheng/contracts';
import type { Envelope } from '@zhiheng/contracts';
import type { Engine } from '@zhiheng/engine';
import { given } from '@zhiheng/engine/testing';
import type { Samples, Scenario } from '@zhiheng/engine/testing';
import { instanceId, legalDateOf, messageId, parseLegalDate } from '@zhiheng/kernel';
import type { InstanceId, JsonObject } from '@zhiheng/kernel';
import type { FakeClock } from '@zhiheng/testing';
import { lapsedEvent } from '@zhiheng/workflow-kit';
import type { Workflow } from '@zhiheng/workflow-kit';
import fc from 'fast-check';
import { samplesOf } from '../model/samples.js';

export type RandomCases = {
  readonly workflow: Workflow;
  /** Data of events, each with the dates of the first day; made from the forms unless given. */
  readonly samples?: Samples;
  readonly count: number;
  readonly seed: number;
  /** States to which a walk goes only when there is nowhere else: many roads lead there, and none on. */
  readonly dullStates?: readonly string[];
  /** Most events of one case; each stops somewhere before. */
  readonly steps: number;
};

const FIRST_DAY = '2026-03-02';

/** Opens procedures and leads each at random as far as it comes, so that they stand in all kinds of situations. Answers their ids. */
export async function playRandomCases(
  { engine, clock }: { readonly engine: Engine; readonly clock: FakeClock },
  { workflow, samples = samplesOf(workflow), dullStates = [], count, seed, steps }: RandomCases,
): Promise<readonly InstanceId[]> {
  const walks = fc.sample(fc.array(fc.nat(), { minLength: 1, maxLength: steps, size: 'max' }), { numRuns: count, seed });
  const ids: InstanceId[] = [];
  for (const [index, choices] of walks.entries()) {
    const name = `${workflow.name}-${seed}-${index}`;
    clock.moveToDay(FIRST_DAY);
    await walk({ engine, clock }, { workflow, samples, dullStates }, { name, choices });
    ids.push(instanceId(workflow.name, name));
  }
  return ids;
}

async function walk(
  { engine, clock }: { readonly engine: Engine; readonly clock: FakeClock },
  { workflow, samples, dullStates }: Required<Pick<RandomCases, 'workflow' | 'samples' | 'dullStates'>>,
  { name, choices }: { readonly name: string; readonly choices: readonly number[] },
): Promise<void> {
  const subject = { kind: 'enterprise', id: name, name: '中山市示例电器有限公司' };
  const opening = { jurisdiction: '442000', subject };
  let scenario = given(workflow, { on: FIRST_DAY, subject });
  const seen = new Set<string>();
  for (const [step, choice] of choices.entries()) {
    seen.add(scenario.state);
    const running = Object.values(scenario.clocks).filter(({ state }) => state === 'running');
    const lapse = running.length > 0 && choice % 7 === 0 ? running[choice % running.length] : undefined;
    const base = {
      messageId: messageId(name, String(step)),
      instanceId: instanceId(workflow.name, name),
      workflow: workflow.name,
      opening,
    };
    const next = lapse === undefined ? eventAfter(samples, scenario, { choice, seen, dullStates }) : undefined;
    const after = lapse === undefined ? next?.after : scenario.lapse(lapse.name);
    // The last step of a procedure is left out: closed ones are upgraded by nobody.
    if (after === undefined || after.done) return;
    let envelope: Envelope;
    if (lapse === undefined) {
      const { type, data, day } = next!;
      if (legalDateOf(clock.now()) < day) clock.moveToDay(day);
      const role = workflow.events[type]!.sentBy[0]!;
      envelope = { ...base, event: { type, data }, on: parseLegalDate(day), actor: { id: `${role}-1`, roles: [role] } };
    } else {
      if (lapse.dueAt > clock.now()) clock.moveTo(lapse.dueAt);
      const cause = { clock: { name: lapse.name, generation: lapse.generation } };
      const event = { type: lapsedEvent(lapse.name), data: {} };
      envelope = { ...base, event, on: legalDateOf(lapse.dueAt), actor: SYSTEM, cause };
    }
    expect((await engine.advance(envelope)).kind).toBe(after.refusal === undefined ? 'accepted' : 'rejected');
    scenario = after;
  }
}

type Turn = { readonly choice: number; readonly seen: ReadonlySet<string>; readonly dullStates: readonly string[] };
type Next = { readonly type: string; readonly data: JsonObject; readonly day: string; readonly after: Scenario };

/** An event that the procedure takes and that does not close it, rather one that leads to where it has not been; the search begins where the choice says. */
function eventAfter(samples: Samples, scenario: Scenario, { choice, seen, dullStates }: Turn): Next | undefined {
  const day = addDays(scenario.day, choice % 4);
  const candidates = scenario.expected.flatMap((type) =>
    (samples[type] ?? []).flatMap((data) => variantsOf(data, day).map((variant) => ({ type, data: variant }))),
  );
  let known: Next | undefined;
  for (const index of candidates.keys()) {
    const { type, data } = candidates[(choice + index) % candidates.length]!;
    const after = scenario.when(type, data, { on: day });
    if (after.refusal !== undefined || after.done) continue;
    const next = { type, data, day, after };
    if (!seen.has(after.state) && !dullStates.includes(after.state)) return next;
    known ??= next;
  }
  return known;
}

/** Days before, of and after the event, and every question answered with yes. */
function variantsOf(data: JsonObject, day: string): readonly JsonObject[] {
  const text = JSON.stringify(data);
  const texts = [0, 5].flatMap((days) => {
    const dated = text.replaceAll(FIRST_DAY, addDays(day, days));
    return [dated, dated.replaceAll('false', 'true')];
  });
  return [...new Set(texts)].map((one) => JSON.parse(one) as JsonObject);
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
