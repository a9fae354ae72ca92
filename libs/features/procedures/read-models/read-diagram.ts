import type { Registry } from '@zhiheng/engine';
import { ZhihengError } from '@zhiheng/kernel';
import type { Bilingual, InstanceId } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { mapStoreFault } from '@zhiheng/persistence';
import { diagramsOf, labelOf, pathsOfState, statesOf, transitionsOf } from '@zhiheng/workflow-kit';
import type { Diagram, Workflow } from '@zhiheng/workflow-kit';
import { notFound } from './not-found.js';

/** The statechart of a procedure for programs that draw it themselves. */
export type StateDiagram = {
  readonly workflow: { readonly name: string; readonly version: number; readonly title: Bilingual };
  /** Paths of the states in which the procedure is, with those around them. */
  readonly active: readonly string[];
  readonly states: readonly {
    readonly path: string;
    readonly parent?: string;
    readonly kind: 'state' | 'composite' | 'parallel' | 'final' | 'history';
    readonly title: Bilingual;
    readonly basis: string;
    readonly clocks: readonly string[];
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly on: string;
    readonly label: string;
    readonly guard?: { readonly name: string; readonly title: Bilingual };
  }[];
  readonly diagrams: readonly Diagram[];
};

/** Where a procedure stands in the chart of its workflow. Throws NOT_FOUND. */
export async function readDiagram(
  { database, registry }: { readonly database: Pick<Database, 'pool'>; readonly registry: Registry },
  id: InstanceId,
): Promise<StateDiagram> {
  const row = await readState(database, id);
  const workflow = registry.pinned(row.workflow, row.version);
  const active = pathsOfState(row.state);
  return {
    workflow: { name: workflow.name, version: workflow.version, title: workflow.title },
    active,
    states: statesOf(workflow).map(({ path, row: state, children }) => {
      const parent = path.split('.').slice(0, -1).join('.');
      return {
        path,
        ...(parent !== '' && { parent }),
        kind: state.type ?? (children.length > 0 ? 'composite' : 'state'),
        title: { zh: state.meta.zh, en: state.meta.en },
        basis: state.meta.basis,
        clocks: state.meta.clocks ?? [],
      };
    }),
    edges: transitionsOf(workflow).map((edge) => edgeOf(workflow, edge)),
    diagrams: diagramsOf(workflow, active),
  };
}

/** One Mermaid drawing: the overview, or the inside of a composite state. Throws NOT_FOUND for a state that has no inside. */
export function mermaidOf({ diagrams }: StateDiagram, inside: string | undefined): string {
  const diagram = diagrams.find((one) => one.inside === inside);
  if (diagram !== undefined) return diagram.mermaid;
  throw new ZhihengError('NOT_FOUND', { expected: diagrams.flatMap((one) => one.inside ?? []), found: inside });
}

function edgeOf(workflow: Workflow, edge: ReturnType<typeof transitionsOf>[number]): StateDiagram['edges'][number] {
  const rule = edge.guard === undefined ? undefined : workflow.rules[edge.guard];
  return {
    from: edge.from,
    to: edge.to ?? edge.from,
    on: edge.on,
    label: labelOf(workflow, edge),
    ...(edge.guard !== undefined && rule !== undefined && { guard: { name: edge.guard, title: rule.title } }),
  };
}

async function readState(
  { pool }: Pick<Database, 'pool'>,
  id: InstanceId,
): Promise<{ readonly workflow: string; readonly version: number; readonly state: string }> {
  try {
    const { rows } = await pool.query<{ readonly workflow: string; readonly version: number; readonly state: string }>(
      'select workflow, version, state from instance where id = $1',
      [id],
    );
    if (rows[0] !== undefined) return rows[0];
  } catch (fault) {
    throw mapStoreFault(fault);
  }
  throw notFound(id);
}
