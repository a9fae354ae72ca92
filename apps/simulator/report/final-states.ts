import { allWorkflows } from '@zhiheng/workflows';
import type { StateRow } from '@zhiheng/workflow-kit';

/** Where the workflows end: the final states of each, and those of its regions by their whole path. */
export function finalStates(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(allWorkflows.map(({ name, table }) => [name, finalsIn(table, [])]));
}

function finalsIn(row: StateRow, path: readonly string[]): readonly string[] {
  if (row.type === 'final') return [path.join('.')];
  return Object.entries(row.states ?? {}).flatMap(([name, child]) => finalsIn(child, [...path, name]));
}

/** Final states that no procedure has reached. */
export function missing(reached: Readonly<Record<string, ReadonlySet<string>>>): readonly string[] {
  return Object.entries(finalStates()).flatMap(([workflow, states]) =>
    states.filter((state) => reached[workflow]?.has(state) !== true).map((state) => `${workflow}: ${state}`),
  );
}
