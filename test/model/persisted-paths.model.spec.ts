import { SYSTEM } from '@zhiheng/contracts';
import type { Envelope } from '@zhiheng/contracts';
import type { Engine } from '@zhiheng/engine';
import { given } from '@zhiheng/engine/testing';
import type { Scenario } from '@zhiheng/engine/testing';
import { instanceId, legalDateOf, messageId, parseLegalDate } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import { withEngine } from '@zhiheng/testing';
import type { World } from '@zhiheng/testing';
import { lapsedEvent } from '@zhiheng/workflow-kit';
import type { Workflow } from '@zhiheng/workflow-kit';
import { allWorkflows } from '@zhiheng/workflows';
import fc from 'fast-check';
import { samplesOf } from './samples.js';

// Random walks, seeded: at each step an event with sample data, or the lapse of a running clock.
const WALKS = 30;
const STEPS = 20;
const LIMIT_MS = 180_000;

describe.each(allWorkflows.map((workflow) => [workflow.name, workflow] as const))(
  '%s on the real engine',
  (_name, workflow) => {
    it(
      'persists on every walk what the machine alone decides',
      () =>
        withEngine({ on: '2026-03-02' }, async (world) => {
          const walks = fc.sample(fc.array(fc.nat(), { minLength: STEPS, maxLength: STEPS }), {
            numRuns: WALKS,
            seed: 20260302,
          });
          let moved = 0;
          const engines = [world.engine, world.anotherEngine()] as const;
          for (const [index, choices] of walks.entries())
            moved += await walk(world, engines, workflow, `walk-${index}`, choices);
          // A walk whose every event is refused would show nothing.
          expect(moved).toBeGreaterThanOrEqual(WALKS * 2);
        }),
      LIMIT_MS,
    );
  },
);

/**
 * Plays one walk on the pure scenario and on two engines in turn, so that each reads anew from its row what the other left; all must
 * agree at every step, and the replay afterwards with both. Answers how many events were accepted.
 */
async function walk(
  world: World,
  engines: readonly [Engine, Engine],
  workflow: Workflow,
  name: string,
  choices: readonly number[],
): Promise<number> {
  const subject = { kind: 'enterprise', id: name, name: '中山市示例电器有限公司' };
  const id = instanceId(workflow.name, name);
  let scenario = given(workflow, { on: '2026-03-02', subject });
  let accepted = 0;
  world.clock.moveToDay('2026-03-02');
  for (const [step, choice] of choices.entries()) {
    const running = Object.values(scenario.clocks).filter((clock) => clock.state === 'running');
    const lapse = running.length > 0 && choice % 4 === 0 ? running[choice % running.length] : undefined;
    const message = messageId(name, String(step));
    const base = { messageId: message, instanceId: id, workflow: workflow.name, opening: { jurisdiction: '442000', subject } };
    if (lapse !== undefined) {
      if (lapse.dueAt > world.clock.now()) world.clock.moveTo(lapse.dueAt);
      const day = legalDateOf(lapse.dueAt);
      const after = scenario.lapse(lapse.name);
      const cause = { clock: { name: lapse.name, generation: lapse.generation } };
      const outcome = await engines[step % 2]!.advance({
        ...base,
        event: { type: lapsedEvent(lapse.name), data: {} },
        on: day,
        actor: SYSTEM,
        cause,
      });
      expect([lapse.name, outcome.kind]).toEqual([lapse.name, after.refusal === undefined ? 'accepted' : 'rejected']);
      scenario = after;
      continue;
    }
    const { type, data } = pick(workflow, scenario, choice);
    const day = parseLegalDate(scenario.day);
    if (legalDateOf(world.clock.now()) < day) world.clock.moveToDay(day);
    const role = workflow.events[type]!.sentBy[0]!;
    const envelope: Envelope = { ...base, event: { type, data }, on: day, actor: { id: `${role}-1`, roles: [role] } };
    const after = scenario.when(type, data);
    const outcome = await engines[step % 2]!.advance(envelope);
    expect([type, outcome.kind, (outcome as { refusal?: unknown }).refusal]).toEqual([
      type,
      after.refusal === undefined ? 'accepted' : 'rejected',
      after.refusal,
    ]);
    if (outcome.kind === 'accepted') {
      expect(outcome.state).toBe(after.state);
      accepted++;
    }
    scenario = after;
    if (scenario.done) break;
  }
  const stored = (await world.store.load({ instanceIds: [id], messages: [] })).instances.get(id);
  if (accepted > 0) {
    expect(stored?.snapshot.context).toEqual(JSON.parse(JSON.stringify(scenario.context)));
    expect(Object.values(stored!.clocks).map(({ name: clock, state, dueOn }) => [clock, state, dueOn])).toEqual(
      Object.values(scenario.clocks).map(({ name: clock, state, dueOn }) => [clock, state, dueOn]),
    );
  }
  return accepted;
}

/** Mostly an event that the machine takes, so that walks go deep; every fifth time any event at all. */
function pick(workflow: Workflow, scenario: Scenario, choice: number): { readonly type: string; readonly data: JsonObject } {
  const all = Object.entries(samplesOf(workflow)).flatMap(([type, datas]) => datas.map((data) => ({ type, data })));
  if (choice % 5 === 0 && scenario.state !== 'opening') return all[choice % all.length]!;
  const expected = all.filter(({ type }) => scenario.expected.includes(type));
  if (expected.length === 0) return all[choice % all.length]!;
  const turned = expected.map((_, index) => expected[(index + choice) % expected.length]!);
  const taken = turned.filter(({ type, data }) => scenario.when(type, data).refusal === undefined);
  return taken.find(({ type, data }) => !scenario.when(type, data).done) ?? taken[0] ?? turned[0]!;
}
