// Mermaid state diagrams. An overview of the outermost states, and one diagram for the inside of each composite state: one
// picture of everything would be too large to read. Edges between the insides of two composites are drawn between the
// composites, since Mermaid cannot draw them otherwise.
import { statesOf, transitionsOf } from './states.mjs';

const SHORT = 18;
const ANY = 'any_state';

/** @returns {{ title: string, mermaid: string }[]} */
export function diagramsOf(workflow) {
  const states = statesOf(workflow);
  const byPath = new Map(states.map((state) => [state.path, state]));
  const transitions = transitionsOf(workflow).filter(({ to }) => to !== undefined);
  const outermost = states.filter(({ depth }) => depth === 0);
  return [
    { title: '总览 Overview', mermaid: draw({ workflow, byPath, transitions, root: '', nested: false }) },
    ...outermost
      .filter(({ children }) => children.length > 0)
      .map(({ path, row }) => ({
        title: `${row.meta.zh} ${row.meta.en} (\`${path}\`)`,
        mermaid: draw({ workflow, byPath, transitions, root: path, nested: true }),
      })),
  ];
}

function draw({ workflow, byPath, transitions, root, nested }) {
  const outside = new Set();
  const isParallel = root !== '' && byPath.get(root).row.type === 'parallel';
  const lines = new Map(); // composite path -> its lines
  const add = (scope, line) => lines.set(scope, [...(lines.get(scope) ?? []), line]);
  for (const [key, labels] of merged()) {
    const [scope, from, to] = key.split('|');
    add(scope, `${idOf(from)} --> ${idOf(to)} : ${labels.join('<br/>')}`);
  }
  const drawn = isParallel
    ? [`  ${opening(root)} {`, ...body(root, '    '), '  }', ...(lines.get('') ?? []).map((line) => `  ${line}`)]
    : body(root, '  ');
  const beside = [...outside].sort().map((path) => `  state "↗ ${titleOf(path)}" as ${idOf(path)}`);
  const any = drawn.some((line) => line.trimStart().startsWith(`${ANY} -->`)) ? [`  state "（任一环节）" as ${ANY}`] : [];
  return ['stateDiagram-v2', ...any, ...beside, ...drawn].join('\n');

  // One arrow for all events that lead from one state to the same other one.
  function merged() {
    const arrows = new Map();
    for (const transition of transitions) {
      const { scope, from, to } = lift(transition) ?? {};
      if (from === undefined) continue;
      const key = `${scope}|${from}|${to}`;
      const label = labelOf(workflow, transition);
      if (!(arrows.get(key) ?? []).includes(label)) arrows.set(key, [...(arrows.get(key) ?? []), label]);
    }
    return arrows;
  }

  // The two states, as high as they must be to stand beside each other, and the composite in which they do.
  function lift({ from, to }) {
    if (root !== '' && from !== root && !from.startsWith(`${root}.`)) return undefined;
    if (root !== '' && to !== root && !to.startsWith(`${root}.`)) return leave(from, to);
    if (root !== '' && from === root && to !== root)
      return { scope: isParallel ? '' : root, from: ANY, to: outermostBelow(root, to) };
    const scope = nested ? commonAncestor(from, to) : '';
    const [start, end] = [outermostBelow(scope, from), outermostBelow(scope, to)];
    if (start === undefined || end === undefined || start === end) return undefined;
    return { scope, from: start, to: end };
  }

  // What leads out of the composite as a whole is drawn in the overview.
  function leave(from, to) {
    if (from === root) return undefined;
    outside.add(outermost(to));
    return isParallel
      ? { scope: '', from: root, to: outermost(to) }
      : { scope: root, from: outermostBelow(root, from), to: outermost(to) };
  }

  function commonAncestor(from, to) {
    const [a, b] = [from.split('.').slice(0, -1), to.split('.').slice(0, -1)];
    let same = 0;
    while (same < Math.min(a.length, b.length) && a[same] === b[same]) same += 1;
    return a.slice(0, same).join('.');
  }

  function titleOf(path) {
    return clean(byPath.get(path).row.meta.zh);
  }

  function opening(path) {
    return `state "${titleOf(path)}" as ${idOf(path)}`;
  }

  function body(scope, indent) {
    const row = scope === '' ? workflow.table : byPath.get(scope).row;
    const names = Object.keys(row.states ?? {});
    const text = [];
    names.forEach((name, at) => {
      const path = scope === '' ? name : `${scope}.${name}`;
      const state = byPath.get(path);
      if (at > 0 && row.type === 'parallel') text.push(`${indent}--`);
      if (nested && state.children.length > 0)
        text.push(`${indent}${opening(path)} {`, ...body(path, `${indent}  `), `${indent}}`);
      else text.push(`${indent}${opening(path)}`);
    });
    if (row.type !== 'parallel') {
      const initial = row.initial ?? names[0];
      text.push(`${indent}[*] --> ${idOf(scope === '' ? initial : `${scope}.${initial}`)}`);
    }
    text.push(...(lines.get(scope) ?? []).map((line) => `${indent}${line}`));
    for (const name of names) {
      const path = scope === '' ? name : `${scope}.${name}`;
      if (byPath.get(path).row.type === 'final') text.push(`${indent}${idOf(path)} --> [*]`);
    }
    return text;
  }
}

const idOf = (path) => path.replaceAll('.', '_');
const outermost = (path) => path.split('.')[0];

/** The child of `scope` that is or holds `path`. */
function outermostBelow(scope, path) {
  const depth = scope === '' ? 0 : scope.split('.').length;
  if (scope !== '' && !path.startsWith(`${scope}.`)) return undefined;
  return path === ''
    ? undefined
    : path
        .split('.')
        .slice(0, depth + 1)
        .join('.');
}

function labelOf(workflow, { on, guard, choice }) {
  const condition = guard === undefined ? '' : clean(workflow.rules[guard].title.zh);
  const asked =
    choice && condition !== '' ? `［${condition.length > SHORT ? `${condition.slice(0, SHORT - 1)}…` : condition}］` : '';
  if (on === 'always') return asked === '' ? '其他' : asked;
  if (on === 'done') return '各项均已结束';
  const lapsed = workflow.lapses[on];
  const title = lapsed === undefined ? workflow.events[on].title.zh : `⏰ ${workflow.clocks[lapsed].title.zh}届满`;
  return `${clean(title)}${asked}`;
}

// Characters that end a label or a line in Mermaid.
function clean(text) {
  return text.replaceAll(/[;；]/g, '，').replaceAll(/[:：]/g, ' ').replaceAll('"', '').replaceAll('#', '');
}
