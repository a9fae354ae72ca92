// The table of a workflow as a list of states and edges with resolved targets.

/** @typedef {{ path: string, row: object, depth: number, children: string[], leaf: boolean }} State */

const listOf = (one) => (one === undefined ? [] : Array.isArray(one) ? one : [one]);
const edgesOf = (edges) => listOf(edges).map((edge) => (typeof edge === 'string' ? { target: edge } : edge));

/** Every state below the root, in the order of the table. */
export function statesOf(workflow) {
  const states = [];
  const visit = (row, path, depth) => {
    for (const [name, child] of Object.entries(row.states ?? {})) {
      const own = path === '' ? name : `${path}.${name}`;
      states.push({ path: own, row: child, depth, children: Object.keys(child.states ?? {}).map((one) => `${own}.${one}`) });
      visit(child, own, depth + 1);
    }
  };
  visit(workflow.table, '', 0);
  return states;
}

/** Every edge, its target a path; an edge without a target stays where it is. `on` is an event, or `always` or `done`. */
export function transitionsOf(workflow) {
  const rows = [{ path: '', row: workflow.table }, ...statesOf(workflow)];
  return rows.flatMap(({ path, row }) => [
    ...Object.entries(row.on ?? {}).flatMap(([event, edges]) => edgesFrom(workflow, path, event, edges)),
    ...edgesFrom(workflow, path, 'always', row.always),
    ...edgesFrom(workflow, path, 'done', row.onDone),
  ]);
}

function edgesFrom(workflow, from, on, edges) {
  const all = edgesOf(edges);
  return all.map((edge) => ({
    from,
    on,
    to: edge.target === undefined ? undefined : resolve(workflow, from, edge.target),
    guard: edge.guard,
    choice: all.length > 1,
    actions: listOf(edge.actions),
  }));
}

function resolve(workflow, from, target) {
  if (target.startsWith(`#${workflow.name}.`)) return target.slice(workflow.name.length + 2);
  if (target.startsWith('.')) return `${from}${target}`;
  const parent = from.split('.').slice(0, -1).join('.');
  return parent === '' ? target : `${parent}.${target}`;
}

export { listOf };
