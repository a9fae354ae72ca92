import { pathsOfState, statesOf } from '../chart/chart.js';
import type { ChartState } from '../chart/chart.js';
import { lapsedEvent, listOf } from '../table.js';
import type { Workflow } from '../workflow.js';
import type { StartFact, Upgrade } from './upgrade.js';

type Versions = { readonly from: Workflow; readonly to: Workflow };

/**
 * What is wrong with an upgrade between two versions: a state that goes nowhere, a clock that is not accounted for, a term that would
 * run without a state that answers to its lapse, or a state that would wait without its term.
 */
export function checkUpgrade(upgrade: Upgrade, versions: Versions): readonly string[] {
  return [
    ...versionFaults(upgrade, versions),
    ...stateFaults(upgrade, versions),
    ...clockFaults(upgrade, versions),
    ...newClockFaults(upgrade, versions),
    ...situationFaults(upgrade, versions),
  ];
}

function versionFaults({ workflow, from, to }: Upgrade, versions: Versions): readonly string[] {
  const faults: string[] = [];
  for (const [side, version] of [
    ['from', versions.from],
    ['to', versions.to],
  ] as const)
    if (version.name !== workflow || version.version !== { from, to }[side])
      faults.push(`${side}: expected ${workflow} v${{ from, to }[side]}, found ${version.name} v${version.version}`);
  if (from >= to) faults.push(`an upgrade goes to a later version, not from v${from} to v${to}`);
  return faults;
}

function stateFaults(upgrade: Upgrade, { from, to }: Versions): readonly string[] {
  const faults: string[] = [];
  const before = new Map(standing(from).map((state) => [state.path, state]));
  const after = new Map(standing(to).map((state) => [state.path, state]));
  for (const path of Object.keys(upgrade.states))
    if (!before.has(path)) faults.push(`states: "${path}" is no innermost state of v${upgrade.from}`);
  for (const [path, state] of before) {
    if (isEnd(state)) continue;
    for (const target of targetsOf(upgrade, path)) {
      const found = after.get(target);
      if (found === undefined)
        faults.push(`states: "${path}" goes to "${target}", which is no innermost state of v${upgrade.to}`);
      else if ((found.row.type === 'final') !== (state.row.type === 'final'))
        faults.push(`states: "${path}" and "${target}": an upgrade ends nothing, and opens nothing that has ended`);
    }
  }
  return faults;
}

function clockFaults(upgrade: Upgrade, { from, to }: Versions): readonly string[] {
  const faults: string[] = [];
  const successors = new Map<string, string>();
  for (const name of Object.keys(upgrade.clocks))
    if (!(name in from.clocks)) faults.push(`clocks: v${upgrade.from} has no clock "${name}"`);
  for (const [name, { term }] of Object.entries(from.clocks)) {
    const fate = upgrade.clocks[name];
    if (fate === undefined) faults.push(`clocks: "${name}" is not accounted for: carry, rename, drop or restart it`);
    else if (fate.kind !== 'drop') {
      const successor = fate.kind === 'rename' ? fate.to : name;
      const found = to.clocks[successor];
      const other = successors.get(successor);
      if (other !== undefined) faults.push(`clocks: "${name}" and "${other}" both become "${successor}"`);
      successors.set(successor, name);
      if (found === undefined) faults.push(`clocks: "${name}" becomes "${successor}", which v${upgrade.to} does not have`);
      else if (fate.kind === 'restart') faults.push(...startFaults(`clocks: "${name}"`, fate.from, { from, to }));
      else if (found.term !== term)
        faults.push(
          `clocks: "${name}" runs on under ${term}, but v${upgrade.to} counts "${successor}" by ${found.term}: restart it`,
        );
    }
  }
  return faults;
}

function newClockFaults(upgrade: Upgrade, { from, to }: Versions): readonly string[] {
  const faults: string[] = [];
  const inherited = new Set(Object.keys(from.clocks).flatMap((name) => successorOf(upgrade, name) ?? []));
  const paths = new Set(statesOf(to).map(({ path }) => path));
  for (const name of Object.keys(upgrade.newClocks)) {
    if (!(name in to.clocks)) faults.push(`newClocks: v${upgrade.to} has no clock "${name}"`);
    if (inherited.has(name)) faults.push(`newClocks: "${name}" comes from the version before already`);
  }
  for (const name of Object.keys(to.clocks)) {
    if (inherited.has(name)) continue;
    const plan = upgrade.newClocks[name];
    if (plan === undefined) faults.push(`newClocks: "${name}" is not accounted for: begin it, or say why it begins later`);
    if (plan?.kind !== 'begin') continue;
    faults.push(...startFaults(`newClocks: "${name}"`, plan.from, { from, to }));
    for (const path of plan.states)
      if (!paths.has(path)) faults.push(`newClocks: "${name}" begins in "${path}", which is no state of v${upgrade.to}`);
  }
  return faults;
}

function startFaults(what: string, start: StartFact, { from, to }: Versions): readonly string[] {
  if (start.kind === 'clock')
    return start.clock in from.clocks ? [] : [`${what} starts with "${start.clock}", which is no clock before`];
  return start.trigger in from.events || start.trigger in to.events
    ? []
    : [`${what} starts with the unknown event ${start.trigger}`];
}

/** For each state before: the terms of the state after are there, and no term comes along whose lapse nothing there answers. */
function situationFaults(upgrade: Upgrade, { from, to }: Versions): readonly string[] {
  const faults: string[] = [];
  const timedSomewhere = new Set(statesOf(from).flatMap(({ row }) => row.meta.clocks ?? []));
  for (const state of standing(from)) {
    if (isEnd(state)) continue;
    const targets = targetsOf(upgrade, state.path);
    const held = clocksAround(from, [state.path]);
    const heldAfter = held.flatMap((name) => successorOf(upgrade, name) ?? []);
    const untimed = Object.keys(from.clocks).filter((name) => !timedSomewhere.has(name));
    const mayComeAlong = new Set([...heldAfter, ...untimed.flatMap((name) => successorOf(upgrade, name) ?? [])]);
    const around = pathsAround(targets);
    for (const clock of clocksAround(to, targets)) {
      const plan = upgrade.newClocks[clock];
      const begins = plan?.kind === 'begin' && plan.states.some((path) => around.has(path));
      if (!mayComeAlong.has(clock) && !begins)
        faults.push(`"${state.path}" goes to ${targets.join(', ')}, which waits for "${clock}": nothing starts it`);
    }
    for (const clock of heldAfter)
      if (!answersTo(to, around, clock))
        faults.push(
          `"${state.path}" goes to ${targets.join(', ')} with "${clock}" running: nothing there answers to its lapse`,
        );
  }
  return faults;
}

/** States in which a procedure can stand: innermost, and not left again at once. */
function standing(workflow: Workflow): readonly ChartState[] {
  return statesOf(workflow).filter(
    ({ row, children }) =>
      children.length === 0 && row.type !== 'history' && !listOf(row.always).some(({ guard }) => guard === undefined),
  );
}

/** The end of the whole procedure: what has got there is closed and stays in its version. */
function isEnd({ row, depth }: ChartState): boolean {
  return row.type === 'final' && depth === 0;
}

function targetsOf({ states }: Upgrade, path: string): readonly string[] {
  return listOf<string>(states[path] ?? path);
}

function successorOf({ clocks }: Upgrade, name: string): string | undefined {
  const fate = clocks[name];
  if (fate === undefined || fate.kind === 'drop') return undefined;
  return fate.kind === 'rename' ? fate.to : name;
}

function pathsAround(leaves: readonly string[]): ReadonlySet<string> {
  return new Set(leaves.flatMap(pathsOfState));
}

function clocksAround(workflow: Workflow, leaves: readonly string[]): readonly string[] {
  const around = pathsAround(leaves);
  return statesOf(workflow).flatMap(({ path, row }) => (around.has(path) ? (row.meta.clocks ?? []) : []));
}

function answersTo(workflow: Workflow, around: ReadonlySet<string>, clock: string): boolean {
  const rows = [workflow.table, ...statesOf(workflow).flatMap(({ path, row }) => (around.has(path) ? [row] : []))];
  return rows.some(({ on }) => on !== undefined && lapsedEvent(clock) in on);
}
