import type { Engine } from '@zhiheng/engine';
import type { Samples, Scenario } from '@zhiheng/engine/testing';
import { instanceId, messageId } from '@zhiheng/kernel';
import type { InstanceId } from '@zhiheng/kernel';
import type { FakeClock } from '@zhiheng/testing';

/** Where a search begins, and what may happen from there. */
export type Search = {
  readonly start: Scenario;
  readonly samples: Samples;
  /** Facts that choose between edges: situations of one state that differ in them are explored apart. */
  readonly facts?: (scenario: Scenario) => readonly unknown[];
};

/** For every innermost state that the searches reach, a shortest way there, played without a database. Closed procedures are left out. */
export function shortestWays(searches: readonly Search[]): ReadonlyMap<string, Scenario> {
  const ways = new Map<string, Scenario>();
  for (const { start, samples, facts = () => [] } of searches) {
    const situationOf = (scenario: Scenario): string => JSON.stringify([scenario.state, ...facts(scenario)]);
    const seen = new Set([situationOf(start)]);
    let frontier = [start];
    while (frontier.length > 0) {
      for (const scenario of frontier)
        for (const leaf of scenario.state.split('|')) if (!ways.has(leaf)) ways.set(leaf, scenario);
      frontier = frontier.flatMap((scenario) =>
        successors(scenario, samples).filter((after) => {
          if (after.refusal !== undefined || after.done) return false;
          const before = seen.size;
          return seen.add(situationOf(after)).size > before;
        }),
      );
    }
  }
  return ways;
}

function successors(scenario: Scenario, samples: Samples): readonly Scenario[] {
  const running = Object.values(scenario.clocks).filter(({ state }) => state === 'running');
  return [
    ...scenario.expected.flatMap((type) => (samples[type] ?? []).map((data) => scenario.when(type, data))),
    ...running.map(({ name }) => scenario.lapse(name)),
  ];
}

/** Plays a procedure of its own as far as the scenario went. */
export async function playScenario(
  { engine, clock }: { readonly engine: Engine; readonly clock: FakeClock },
  name: string,
  { entries }: Scenario,
): Promise<InstanceId> {
  const subject = { kind: 'enterprise', id: name, name: '中山市示例电器有限公司' };
  const id = instanceId('scenario', name);
  for (const { seq, workflow, event, on, at, actor, cause, to } of entries) {
    clock.moveTo(at);
    const outcome = await engine.advance({
      ...{ messageId: messageId('scenario', name, String(seq)), instanceId: id, workflow, event, on, actor },
      ...(cause && { cause }),
      opening: { jurisdiction: '442000', subject },
    });
    expect(outcome).toMatchObject({ kind: 'accepted', state: to });
  }
  return id;
}
