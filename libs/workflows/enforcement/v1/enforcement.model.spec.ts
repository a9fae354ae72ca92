import type { Samples, Scenario } from '@zhiheng/engine/testing';
import type { JsonObject } from '@zhiheng/kernel';
import { checkWorkflow, edgesOf } from '@zhiheng/workflow-kit';
import type { StateRow } from '@zhiheng/workflow-kit';
import { clue, decision, filed, penalised } from './testing/a-case.js';
import { afterDecision, big, measures, procedure } from './testing/samples.js';
import { enforcementV1 } from './machine.js';

// The regions multiply: the procedure, the measures beside it and the time after the decision are explored one by one, and
// their coverage is added up. A situation is the state, its clocks and the facts that choose between edges.

// Performance and remedies are played out on a warning, which is not published; the tiers of publication on the others.
const publicationOnly: Samples = Object.fromEntries(
  Object.entries(afterDecision).filter(([event]) =>
    /^(DECISION|PERFORMED|CLOSING_APPROVED|PENALTY|PUBLICITY|EARLY|RESTRICTION)/.test(event),
  ),
);

describe('立案查处: every path', () => {
  const coverage = { states: new Set<string>(), lapses: new Set<string>() };

  it('the workflow names nothing that no catalogue holds', () => {
    expect(checkWorkflow(enforcementV1)).toEqual([]);
  });

  it('the procedure from the clue to the decision', () => {
    const last = explore(clue(), procedure, coverage, (scenario) => scenario.state.startsWith('decided'));
    expect(last.every((scenario) => scenario.done || scenario.state.startsWith('decided'))).toBe(true);
  });

  it('registered evidence and seizure beside the investigation', () => {
    explore(filed(), measures, coverage);
    expect([...coverage.states]).toEqual(
      expect.arrayContaining(['handling.registration.held', 'handling.seizure.held.testing']),
    );
  });

  it('service, performance and remedies', () => {
    explore(penalised({ penalties: [{ kind: 'warning' }] }), afterDecision, coverage);
    expect([...coverage.states]).toEqual(
      expect.arrayContaining(['decided.execution.enforcing', 'decided.remedy.pending', 'decided.publicity.exempt', 'archived']),
    );
  });

  it.each([
    ['light', { penalties: [{ kind: 'fine', amount: 40_000 }], discretion: 'lenient' }],
    ['general', { penalties: big, discretion: 'normal' }],
    ['sector', { penalties: big, sector: 'food', discretion: 'normal' }],
    ['restriction', { penalties: [{ kind: 'restrict-career', until: '2031-01-01' }] }],
    ['grave', { penalties: [{ kind: 'revoke-permit' }], sameProvince: false }],
  ])('the publication of a penalty: %s', (tier, decided) => {
    const change = { DECISION_CHANGED: [{ ...decision(decided), by: '中山市人民政府' }] };
    explore(penalised(decided), { ...publicationOnly, ...change }, coverage);
    expect([...coverage.states]).toContain(`decided.publicity.published.${tier}`);
  });

  it('together they reach every state and lapse every term', () => {
    const missing = leaves(enforcementV1.table).filter((state) => state !== 'opening' && !coverage.states.has(state));
    const neverLapsed = Object.values(enforcementV1.lapses).filter((clock) => !coverage.lapses.has(clock));
    expect({ missing, neverLapsed }).toEqual({ missing: [], neverLapsed: [] });
  });

  it('every lapse that the table has an edge for belongs to a clock', () => {
    expect(lapseEdges(enforcementV1.table).every((event) => event in enforcementV1.lapses)).toBe(true);
  });
});

type Coverage = { readonly states: Set<string>; readonly lapses: Set<string> };

/** Breadth first; answers the situations that no sample leads out of or that `isEnd` names. */
function explore(
  start: Scenario,
  samples: Samples,
  coverage: Coverage,
  isEnd: (scenario: Scenario) => boolean = () => false,
): readonly Scenario[] {
  const seen = new Set([situationOf(start)]);
  const ends: Scenario[] = [];
  let frontier = [start];
  while (frontier.length > 0) {
    const next: Scenario[] = [];
    for (const scenario of frontier) {
      for (const path of activeLeaves(scenario)) coverage.states.add(path);
      expectClocksOfStates(scenario);
      if (scenario.done || isEnd(scenario)) {
        ends.push(scenario);
        continue;
      }
      const after = successors(scenario, samples, coverage);
      // Nothing may get stuck: from every situation something can still happen, or the case is archived.
      if (after.length === 0) expect(scenario.state).toBe('archived');
      for (const each of after) {
        const key = situationOf(each);
        if (!seen.has(key)) next.push(each);
        seen.add(key);
      }
    }
    frontier = next;
  }
  return ends;
}

function successors(scenario: Scenario, samples: Samples, coverage: Coverage): readonly Scenario[] {
  const after: Scenario[] = [];
  const expected = eventsIn(scenario);
  for (const [event, datas] of Object.entries(samples)) {
    if (!expected.has(event)) continue;
    for (const data of datas as readonly JsonObject[]) {
      const each = scenario.when(event, data);
      if (each.refusal === undefined) after.push(each);
    }
  }
  for (const clock of Object.values(scenario.clocks)) {
    if (clock.state !== 'running') continue;
    const each = scenario.lapse(clock.name);
    expect({ lapse: clock.name, state: scenario.state, refusal: each.refusal }).toMatchObject({ refusal: undefined });
    coverage.lapses.add(clock.name);
    after.push(each);
  }
  return after;
}

function situationOf(scenario: Scenario): string {
  const running = Object.values(scenario.clocks).flatMap((clock) =>
    clock.state === 'running' || clock.state === 'suspended' ? [`${clock.name}:${clock.state}`] : [],
  );
  const { report: reported, defences, hearingReport, remedyEnd } = scenario.context as Record<string, JsonObject | undefined>;
  return JSON.stringify([
    scenario.state,
    running.sort(),
    reported?.['proposal'],
    reported?.['complex'],
    defences !== undefined,
    hearingReport !== undefined,
    remedyEnd !== undefined,
  ]);
}

const activeLeaves = ({ state }: Scenario): readonly string[] => state.split('|');

/** The clocks of a timed state run, stand still or have lapsed while the state is active. */
function expectClocksOfStates(scenario: Scenario): void {
  for (const path of activeLeaves(scenario)) {
    for (const clock of clocksOn(path)) {
      expect({ path, clock, state: scenario.clocks[clock]?.state }).toMatchObject({
        state: expect.stringMatching(/^(running|suspended|lapsed)$/) as string,
      });
    }
  }
}

const clocksOn = (path: string): readonly string[] => rowsOn(path).flatMap((row) => row.meta.clocks ?? []);

/** Events that some active state has an edge for: all others are refused, which the unit specs ask. */
const eventsIn = (scenario: Scenario): ReadonlySet<string> =>
  new Set(activeLeaves(scenario).flatMap((path) => rowsOn(path).flatMap((row) => Object.keys(row.on ?? {}))));

function rowsOn(path: string): readonly StateRow[] {
  let row: StateRow | undefined = enforcementV1.table;
  return path.split('.').flatMap((name) => {
    row = row?.states?.[name];
    return row === undefined ? [] : [row];
  });
}

function leaves(row: StateRow, path = ''): readonly string[] {
  const children = Object.entries(row.states ?? {});
  if (children.length === 0) return row.always === undefined ? [path] : [];
  return children.flatMap(([name, child]) => leaves(child, path === '' ? name : `${path}.${name}`));
}

function lapseEdges(row: StateRow): readonly string[] {
  const own = Object.entries(row.on ?? {}).flatMap(([event, edges]) =>
    event.endsWith('_LAPSED') && edgesOf(edges).length > 0 ? [event] : [],
  );
  return [...own, ...Object.values(row.states ?? {}).flatMap(lapseEdges)];
}
