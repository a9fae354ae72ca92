import { lapsedEvent, listOf } from '@zhiheng/workflow-kit';
import type { Action, Edge, Edges, StateRow } from '@zhiheng/workflow-kit';

export type Names = {
  /** Path of a state -> its new name, not its path. */
  readonly states: Readonly<Record<string, string>>;
  readonly clocks: Readonly<Record<string, string>>;
};

/** The table of a workflow with some of its states and clocks under other names, and all that points to them. */
export function renamedTable(table: StateRow, workflow: string, { states, clocks }: Names): StateRow {
  return renameRow(table, '');

  function renameRow(row: StateRow, path: string): StateRow {
    const { initial, on, always, onDone, entry, exit, meta } = row;
    const nameOf = (name: string): string => states[below(path, name)] ?? name;
    return {
      ...row,
      meta: { ...meta, ...(meta.clocks && { clocks: meta.clocks.map((clock) => clocks[clock] ?? clock) }) },
      ...(initial !== undefined && { initial: nameOf(initial) }),
      ...(entry !== undefined && { entry: listOf(entry).map(renameAction) }),
      ...(exit !== undefined && { exit: listOf(exit).map(renameAction) }),
      ...(always !== undefined && { always: listOf(always).map((edge) => renameEdge(edge, path)) }),
      ...(onDone !== undefined && { onDone: renameEdges(onDone, path) }),
      ...(on !== undefined && {
        on: Object.fromEntries(
          Object.entries<Edges | undefined>(on).map(([event, edges]) => [renameLapse(event), renameEdges(edges ?? [], path)]),
        ),
      }),
      ...(row.states !== undefined && {
        states: Object.fromEntries(
          Object.entries(row.states).map(([name, child]) => [nameOf(name), renameRow(child, below(path, name))]),
        ),
      }),
    };
  }

  function renameLapse(event: string): string {
    const clock = Object.keys(clocks).find((name) => lapsedEvent(name) === event);
    return clock === undefined ? event : lapsedEvent(clocks[clock]!);
  }
  function renameAction(action: Action): Action {
    if (!('clock' in action.params)) return action;
    const { clock } = action.params;
    return { ...action, params: { ...action.params, clock: clocks[clock] ?? clock } } as Action;
  }
  function renameEdges(edges: Edges, path: string): readonly Edge[] {
    return (typeof edges === 'string' ? [{ target: edges }] : listOf<Edge>(edges)).map((edge) => renameEdge(edge, path));
  }
  function renameEdge(edge: Edge, path: string): Edge {
    const { target, actions } = edge;
    return {
      ...edge,
      ...(target !== undefined && { target: renameTarget(target, path) }),
      ...(actions !== undefined && { actions: listOf(actions).map(renameAction) }),
    };
  }
  /** Each name along the way may have changed, whichever way the target is written. */
  function renameTarget(target: string, path: string): string {
    if (target.startsWith(`#${workflow}.`)) return `#${workflow}.${renamePath(target.slice(workflow.length + 2), '')}`;
    if (target.startsWith('.')) return `.${renamePath(target.slice(1), path)}`;
    return renamePath(target, path.split('.').slice(0, -1).join('.'));
  }
  function renamePath(target: string, start: string): string {
    const renamed: string[] = [];
    let at = start;
    for (const name of target.split('.')) {
      at = below(at, name);
      renamed.push(states[at] ?? name);
    }
    return renamed.join('.');
  }
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
