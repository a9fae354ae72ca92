import type { JsonObject } from '@zhiheng/kernel';
import { checkWorkflow, edgesOf } from '@zhiheng/workflow-kit';
import type { StateRow, Workflow } from '@zhiheng/workflow-kit';
import { given } from './scenario.js';
import type { Scenario, ScenarioOptions } from './scenario.js';

export type Samples = Readonly<Record<string, readonly JsonObject[]>>;
export type PathStep = { readonly event: string; readonly data: JsonObject } | { readonly lapse: string };
export type Path = { readonly steps: readonly PathStep[]; readonly state: string; readonly done: boolean };

export type EveryPathOptions = ScenarioOptions & {
  readonly samples: Samples;
  /** States that sample events cannot reach, each with the reason. */
  readonly unreachable?: Readonly<Record<string, string>>;
  /** Bound on explored situations; the exploration fails loudly when it is hit. */
  readonly limit?: number;
};

/**
 * Model test: plays every sample event and every lapse in every situation that they lead to (breadth first, a situation being
 * the state, the clocks that run and what `situation` reads of the context) and fails when a state is never reached, a lapse
 * edge is never taken, or the workflow has faults. Answers the shortest path to each situation.
 */
export function expectEveryPath(workflow: Workflow, options: EveryPathOptions): readonly Path[] {
  const { samples, limit = 20_000, unreachable = {} } = options;
  expect(checkWorkflow(workflow)).toEqual([]);
  const seen = new Map<string, Path>();
  const reached = new Set<string>();
  const lapsed = new Set<string>();
  let frontier: { readonly scenario: Scenario; readonly path: readonly PathStep[] }[] = [
    { scenario: given(workflow, options), path: [] },
  ];
  while (frontier.length > 0) {
    const next: typeof frontier = [];
    for (const { scenario, path } of frontier) {
      for (const { after, step } of successors(scenario, samples)) {
        if (after.refusal !== undefined) continue;
        if ('lapse' in step) lapsed.add(step.lapse);
        const key = situationOf(after);
        if (seen.has(key)) continue;
        const steps = [...path, step];
        seen.set(key, { steps, state: after.state, done: after.done });
        for (const name of after.state.split('|')) reached.add(name);
        if (!after.done) next.push({ scenario: after, path: steps });
        if (seen.size > limit) throw new Error(`more than ${limit} situations: give fewer samples or a larger limit`);
      }
    }
    frontier = next;
  }
  const missed = leaves(workflow.table).filter((name) => name !== 'opening' && !reached.has(name) && !(name in unreachable));
  expect({
    statesNeverReached: missed,
    clocksNeverLapsed: timedClocks(workflow).filter((clock) => !lapsed.has(clock)),
  }).toEqual({
    statesNeverReached: [],
    clocksNeverLapsed: [],
  });
  return [...seen.values()];
}

function* successors(scenario: Scenario, samples: Samples): Generator<{ readonly after: Scenario; readonly step: PathStep }> {
  for (const [event, datas] of Object.entries(samples)) {
    for (const data of datas) yield { after: scenario.when(event, data), step: { event, data } };
  }
  for (const clock of Object.values(scenario.clocks)) {
    if (clock.state === 'running') yield { after: scenario.lapse(clock.name), step: { lapse: clock.name } };
  }
}

/** State, running clocks, and which facts are known: dates and texts do not make a new situation. */
function situationOf(scenario: Scenario): string {
  const clocks = Object.values(scenario.clocks).flatMap((clock) =>
    clock.state === 'stopped' || clock.state === 'lapsed' ? [] : [`${clock.name}:${clock.state}`],
  );
  return JSON.stringify([scenario.state, clocks.sort(), shapeOf(scenario.context)]);
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : ['…'];
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort()
        .map(([key, inner]) => [key, shapeOf(inner)]),
    );
  }
  return typeof value === 'boolean' ? value : typeof value === 'number' ? Math.min(value, 2) : '·';
}

function leaves(row: StateRow, path = ''): readonly string[] {
  const children = Object.entries(row.states ?? {});
  if (row.type === 'history' || (children.length === 0 && row.always !== undefined)) return [];
  if (children.length === 0) return [path];
  return children.flatMap(([name, child]) => leaves(child, path === '' ? name : `${path}.${name}`));
}

function timedClocks(workflow: Workflow): readonly string[] {
  const handled = new Set<string>();
  const visit = (row: StateRow): void => {
    for (const [event, edges] of Object.entries(row.on ?? {}))
      if (event in workflow.lapses && edgesOf(edges).length > 0) handled.add(workflow.lapses[event]!);
    for (const child of Object.values(row.states ?? {})) visit(child);
  };
  visit(workflow.table);
  return [...handled];
}
