import type { Action } from './actions.js';
import { listOf } from './table.js';
import type { Edge, Edges, StateRow } from './table.js';
import { VERSION_UPGRADED } from './upgrade/upgrade.js';
import type { Workflow } from './workflow.js';

/** What is wrong with a workflow that the compiler cannot see: names that no catalogue holds, clocks nobody starts, states without a way out. */
export function checkWorkflow(workflow: Workflow): readonly string[] {
  const faults: string[] = [];
  const used = {
    clocks: new Set<string>(),
    announcements: new Set<string>(),
    documents: new Set<string>(),
    events: new Set<string>(),
    rules: new Set<string>(),
  };

  function checkAction(path: string, action: Action): void {
    if ('clock' in action.params) used.clocks.add(named(path, 'clock', action.params.clock, workflow.clocks));
    if ('document' in action.params) used.documents.add(named(path, 'document', action.params.document, workflow.documents));
    if ('announcement' in action.params)
      used.announcements.add(named(path, 'announcement', action.params.announcement, workflow.announcements));
  }
  function named(path: string, kind: string, name: string, catalogue: object): string {
    if (!(name in catalogue)) faults.push(`${path}: ${kind} "${name}" is not in the catalogue`);
    return name;
  }
  function checkEdge(path: string, edge: Edge): void {
    if (edge.guard !== undefined) used.rules.add(named(path, 'rule', edge.guard, workflow.rules));
    for (const action of listOf(edge.actions)) checkAction(path, action);
  }
  function checkRow(path: string, row: StateRow): void {
    for (const [event, edges] of Object.entries<Edges | undefined>(row.on ?? {})) {
      if (!(event in workflow.lapses)) used.events.add(named(path, 'event', event, workflow.events));
      for (const edge of edgesOf(edges)) checkEdge(`${path} on ${event}`, edge);
    }
    for (const edge of [...listOf(row.always), ...edgesOf(row.onDone)]) checkEdge(path, edge);
    for (const action of [...listOf(row.entry), ...listOf(row.exit)]) checkAction(path, action);
    for (const forbidden of ['after', 'invoke', 'spawn'])
      if (forbidden in row) faults.push(`${path}: "${forbidden}" is not allowed in a workflow`);
    const children = Object.entries(row.states ?? {});
    const waits = children.length === 0 && row.type === undefined && row.always === undefined;
    if (waits && row.meta.clocks === undefined && row.meta.untimed === undefined)
      faults.push(`${path}: waits for someone without a clock and does not say why (meta.untimed)`);
    for (const [name, child] of children) checkRow(`${path}.${name}`, child);
  }

  checkRow(workflow.name, workflow.table);
  for (const [kind, catalogue] of [
    ['clocks', workflow.clocks],
    ['announcements', workflow.announcements],
    ['documents', workflow.documents],
    ['events', workflow.events],
    ['rules', workflow.rules],
  ] as const) {
    for (const name of Object.keys(catalogue))
      if (!used[kind].has(name)) faults.push(`${workflow.name}: ${kind} "${name}" is never used`);
  }
  if (VERSION_UPGRADED in workflow.events) faults.push(`${workflow.name}: the event ${VERSION_UPGRADED} is reserved`);
  if (!Object.values(workflow.events).some((event) => event.opens)) faults.push(`${workflow.name}: no event opens a procedure`);
  return faults;
}

export function edgesOf(edges: Edges | undefined): readonly Edge[] {
  if (typeof edges === 'string') return [{ target: edges }];
  return listOf<Edge>(edges);
}
