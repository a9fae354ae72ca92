import { allWorkflows } from '@zhiheng/workflows';

/** Where the workflows end: the final states of each. (The ends of parallel regions are steps on the way: the procedure goes on.) */
export function finalStates(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    allWorkflows.map(({ name, table }) => [
      name,
      Object.entries(table.states ?? {}).flatMap(([state, { type }]) => (type === 'final' ? [state] : [])),
    ]),
  );
}

/** Final states that no procedure has reached. */
export function missing(reached: Readonly<Record<string, ReadonlySet<string>>>): readonly string[] {
  return Object.entries(finalStates()).flatMap(([workflow, states]) =>
    states.filter((state) => reached[workflow]?.has(state) !== true).map((state) => `${workflow}: ${state}`),
  );
}
