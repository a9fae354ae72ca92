import type { Workflow } from '../workflow.js';
import { statesOf, transitionsOf } from './chart.js';
import type { ChartEdge, ChartState } from './chart.js';
import { clean, labelOf } from './labels.js';

export type Diagram = {
  /** The composite state whose inside is drawn; absent for the overview. */
  readonly inside?: string;
  readonly title: string;
  readonly mermaid: string;
};

const ANY = 'any_state';
const HIGHLIGHT = 'classDef active fill:#fde68a,stroke:#b45309,stroke-width:3px,color:#111827';

type Drawing = {
  readonly workflow: Workflow;
  readonly byPath: ReadonlyMap<string, ChartState>;
  readonly edges: readonly ChartEdge[];
  readonly active: ReadonlySet<string>;
  readonly root: string;
  readonly nested: boolean;
};

/**
 * Mermaid state diagrams: an overview of the outermost states, and one for the inside of each composite state (one picture of
 * everything would be too large to read). Edges between the insides of two composites are drawn between the composites, since
 * Mermaid cannot draw them otherwise. States of `active` (paths, with those around them) are highlighted.
 */
export function diagramsOf(workflow: Workflow, active: readonly string[] = []): readonly Diagram[] {
  const states = statesOf(workflow);
  const given = {
    workflow,
    byPath: new Map(states.map((state) => [state.path, state])),
    edges: transitionsOf(workflow).filter(({ to }) => to !== undefined),
    active: new Set(active),
  };
  return [
    { title: '总览 Overview', mermaid: draw({ ...given, root: '', nested: false }) },
    ...states
      .filter(({ depth, children }) => depth === 0 && children.length > 0)
      .map(({ path, row }) => ({
        inside: path,
        title: `${row.meta.zh} ${row.meta.en} (\`${path}\`)`,
        mermaid: draw({ ...given, root: path, nested: true }),
      })),
  ];
}

type Place = { readonly scope: string; readonly from: string; readonly to: string };

function draw(drawing: Drawing): string {
  const { byPath, root } = drawing;
  const isParallel = root !== '' && byPath.get(root)!.row.type === 'parallel';
  const { lines, outside } = arrowsOf(drawing, isParallel);
  const inner = (indent: string): readonly string[] => body({ ...drawing, lines }, root, indent);
  const drawn = isParallel
    ? [`  ${opening(byPath, root)} {`, ...inner('    '), '  }', ...(lines.get('') ?? []).map((line) => `  ${line}`)]
    : inner('  ');
  const beside = [...outside].sort().map((path) => `  state "↗ ${titleOf(byPath, path)}" as ${idOf(path)}`);
  const any = drawn.some((line) => line.trimStart().startsWith(`${ANY} -->`)) ? [`  state "（任一环节）" as ${ANY}`] : [];
  return ['stateDiagram-v2', ...any, ...beside, ...drawn, ...highlight(drawing)].join('\n');
}

/** The lines of the arrows, by the composite in which they stand, and the states outside that they lead to. */
function arrowsOf(
  drawing: Drawing,
  isParallel: boolean,
): { readonly lines: ReadonlyMap<string, readonly string[]>; readonly outside: ReadonlySet<string> } {
  const outside = new Set<string>();
  // One arrow for all events that lead from one state to the same other one.
  const arrows = new Map<string, string[]>();
  for (const edge of drawing.edges) {
    const place = lift(drawing, { edge, isParallel, outside });
    if (place === undefined) continue;
    const key = `${place.scope}|${place.from}|${place.to}`;
    const label = labelOf(drawing.workflow, edge);
    const labels = arrows.get(key) ?? [];
    if (!labels.includes(label)) arrows.set(key, [...labels, label]);
  }
  const lines = new Map<string, string[]>();
  for (const [key, labels] of arrows) {
    const [scope, from, to] = key.split('|') as [string, string, string];
    lines.set(scope, [...(lines.get(scope) ?? []), `${idOf(from)} --> ${idOf(to)} : ${labels.join('<br/>')}`]);
  }
  return { lines, outside };
}

/** The two states, as high as they must be to stand beside each other, and the composite in which they do. */
function lift(
  { root, nested }: Drawing,
  { edge, isParallel, outside }: { readonly edge: ChartEdge; readonly isParallel: boolean; readonly outside: Set<string> },
): Place | undefined {
  const { from } = edge;
  const to = edge.to!;
  if (root !== '' && from !== root && !from.startsWith(`${root}.`)) return undefined;
  if (root !== '' && to !== root && !to.startsWith(`${root}.`)) {
    // What leads out of the composite as a whole is drawn in the overview.
    if (from === root) return undefined;
    outside.add(outermost(to));
    return isParallel
      ? { scope: '', from: root, to: outermost(to) }
      : { scope: root, from: outermostBelow(root, from)!, to: outermost(to) };
  }
  if (root !== '' && from === root && to !== root)
    return { scope: isParallel ? '' : root, from: ANY, to: outermostBelow(root, to)! };
  const scope = nested ? commonAncestor(from, to) : '';
  const [start, end] = [outermostBelow(scope, from), outermostBelow(scope, to)];
  if (start === undefined || end === undefined || start === end) return undefined;
  return { scope, from: start, to: end };
}

function body(
  drawing: Drawing & { readonly lines: ReadonlyMap<string, readonly string[]> },
  scope: string,
  indent: string,
): readonly string[] {
  const { workflow, byPath, nested, lines } = drawing;
  const row = scope === '' ? workflow.table : byPath.get(scope)!.row;
  const names = Object.keys(row.states ?? {});
  const pathOf = (name: string): string => (scope === '' ? name : `${scope}.${name}`);
  const states = names.flatMap((name, at) => {
    const path = pathOf(name);
    const between = at > 0 && row.type === 'parallel' ? [`${indent}--`] : [];
    const inner =
      nested && byPath.get(path)!.children.length > 0
        ? [`${indent}${opening(byPath, path)} {`, ...body(drawing, path, `${indent}  `), `${indent}}`]
        : [`${indent}${opening(byPath, path)}`];
    return [...between, ...inner];
  });
  const first = row.type === 'parallel' ? [] : [`${indent}[*] --> ${idOf(pathOf(row.initial ?? names[0]!))}`];
  const ends = names.map(pathOf).filter((path) => byPath.get(path)!.row.type === 'final');
  return [
    ...states,
    ...first,
    ...(lines.get(scope) ?? []).map((line) => `${indent}${line}`),
    ...ends.map((path) => `${indent}${idOf(path)} --> [*]`),
  ];
}

// Mermaid cannot style a composite: inside one, the states themselves are highlighted.
function highlight({ active, byPath, root, nested }: Drawing): readonly string[] {
  const shown = [...active].filter((path) => {
    const state = byPath.get(path);
    if (state === undefined) return false;
    return nested ? path.startsWith(`${root}.`) && state.children.length === 0 : state.depth === 0;
  });
  return shown.length === 0 ? [] : [`  ${HIGHLIGHT}`, `  class ${shown.map(idOf).join(',')} active`];
}

function opening(byPath: ReadonlyMap<string, ChartState>, path: string): string {
  return `state "${titleOf(byPath, path)}" as ${idOf(path)}`;
}

function titleOf(byPath: ReadonlyMap<string, ChartState>, path: string): string {
  return clean(byPath.get(path)!.row.meta.zh);
}

function idOf(path: string): string {
  return path.replaceAll('.', '_');
}

function outermost(path: string): string {
  return path.split('.')[0]!;
}

function commonAncestor(from: string, to: string): string {
  const [a, b] = [from.split('.').slice(0, -1), to.split('.').slice(0, -1)];
  const same = a.findIndex((name, index) => name !== b[index]);
  return (same < 0 ? a : a.slice(0, same)).join('.');
}

/** The child of `scope` that is or holds `path`. */
function outermostBelow(scope: string, path: string): string | undefined {
  const depth = scope === '' ? 0 : scope.split('.').length;
  if (scope !== '' && !path.startsWith(`${scope}.`)) return undefined;
  return path === ''
    ? undefined
    : path
        .split('.')
        .slice(0, depth + 1)
        .join('.');
}
