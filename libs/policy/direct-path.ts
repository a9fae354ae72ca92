import type { ASTNode } from '@marcbachmann/cel-js';
import type { ExpressionScope } from './expression.js';

/**
 * Most expressions of a rulebook only name a fact (`facts.enterpriseId`) or a text (`'spot-check'`): read without the
 * evaluator they cost a tenth, and a fact that fires ten rules has a hundred of them. Undefined where the path does not
 * exist, so that the evaluator gives its reason.
 */
export function directPath(node: ASTNode): ((scope: ExpressionScope) => unknown) | undefined {
  if (node.op === 'value' && (typeof node.args === 'string' || typeof node.args === 'boolean')) {
    const literal = node.args;
    return () => literal;
  }
  const path = pathOf(node);
  if (path === undefined) return undefined;
  return (scope) => {
    let value: unknown = scope;
    for (const step of path) {
      if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, step)) return undefined;
      value = (value as Readonly<Record<string, unknown>>)[step];
    }
    return value;
  };
}

function pathOf(node: ASTNode): readonly string[] | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.') return undefined;
  const [of, field] = node.args;
  const path = pathOf(of);
  return path && [...path, field];
}
