import type { Action } from '../actions.js';
import { edgesOf } from '../check-workflow.js';
import { listOf } from '../table.js';
import type { Edge, Edges, StateRow } from '../table.js';
import type { Workflow } from '../workflow.js';

/** A state of the table with its place: `handling.investigating`. */
export type ChartState = {
  readonly path: string;
  readonly row: StateRow;
  readonly depth: number;
  readonly children: readonly string[];
};

/** An edge with its target as a path; an edge without a target stays where it is. `on` is an event, or `always` or `done`. */
export type ChartEdge = {
  readonly from: string;
  readonly on: string;
  readonly to?: string;
  readonly guard?: string;
  /** Several edges answer to this event here; the first whose rule holds is taken. */
  readonly choice: boolean;
  readonly actions: readonly Action[];
};

// Tables never change: each is read once, not for every line of a list.
const charts = new WeakMap<Workflow['table'], readonly ChartState[]>();

/** Every state below the root, in the order of the table. */
export function statesOf({ table }: Pick<Workflow, 'table'>): readonly ChartState[] {
  const known = charts.get(table);
  if (known !== undefined) return known;
  const states = readStates(table);
  charts.set(table, states);
  return states;
}

function readStates(table: Workflow['table']): readonly ChartState[] {
  const below = (row: StateRow, path: string, depth: number): readonly ChartState[] =>
    Object.entries(row.states ?? {}).flatMap(([name, child]) => {
      const own = path === '' ? name : `${path}.${name}`;
      const children = Object.keys(child.states ?? {}).map((one) => `${own}.${one}`);
      return [{ path: own, row: child, depth, children }, ...below(child, own, depth + 1)];
    });
  return below(table, '', 0);
}

/** Every edge of every state, the root's first. */
export function transitionsOf(workflow: Pick<Workflow, 'name' | 'table'>): readonly ChartEdge[] {
  const rows = [{ path: '', row: workflow.table }, ...statesOf(workflow)];
  return rows.flatMap(({ path, row }) => [
    ...Object.entries<Edges | undefined>(row.on ?? {}).flatMap(([event, edges]) =>
      edgesFrom(workflow.name, { from: path, on: event, edges: edgesOf(edges) }),
    ),
    ...edgesFrom(workflow.name, { from: path, on: 'always', edges: listOf(row.always) }),
    ...edgesFrom(workflow.name, { from: path, on: 'done', edges: edgesOf(row.onDone) }),
  ]);
}

/** The paths of a stored state name (`a.b|a.c`) and of all states around them. */
export function pathsOfState(state: string): readonly string[] {
  const paths = state.split('|').flatMap((leaf) => {
    const names = leaf.split('.');
    return names.map((_, index) => names.slice(0, index + 1).join('.'));
  });
  return [...new Set(paths)];
}

function edgesFrom(
  name: string,
  { from, on, edges }: { readonly from: string; readonly on: string; readonly edges: readonly Edge[] },
): readonly ChartEdge[] {
  return edges.map((edge) => ({
    from,
    on,
    ...(edge.target !== undefined && { to: targetOf(name, from, edge.target) }),
    ...(edge.guard !== undefined && { guard: edge.guard }),
    choice: edges.length > 1,
    actions: listOf(edge.actions),
  }));
}

function targetOf(name: string, from: string, target: string): string {
  if (target.startsWith(`#${name}.`)) return target.slice(name.length + 2);
  if (target.startsWith('.')) return `${from}${target}`;
  const parent = from.split('.').slice(0, -1).join('.');
  return parent === '' ? target : `${parent}.${target}`;
}
