import type { JsonObject } from '@zhiheng/kernel';
import { listOf } from '../table.js';
import type { StateRow } from '../table.js';
import type { Upgrade } from './upgrade.js';

/** Innermost states of a procedure after an upgrade, in order, each once. */
export function mapLeaves({ states }: Pick<Upgrade, 'states'>, leaves: readonly string[]): readonly string[] {
  return [...new Set(leaves.flatMap((leaf) => listOf<string>(states[leaf] ?? leaf)))];
}

/**
 * The state value that has just these innermost states active, in the order of the table; undefined when the chart has no such
 * situation: a region without a state, two states of one region, a state that does not exist.
 */
export function stateValueOf(table: StateRow, leaves: readonly string[]): string | JsonObject | undefined {
  const met = new Set<string>();
  const value = valueBelow(table, '');
  return met.size === new Set(leaves).size ? value : undefined;

  function valueBelow(row: StateRow, path: string): string | JsonObject | undefined {
    const children = Object.entries(row.states ?? {}).map(([name, child]) => ({
      name,
      child,
      own: path === '' ? name : `${path}.${name}`,
    }));
    const active = children.filter(({ own }) => leaves.some((leaf) => leaf === own || leaf.startsWith(`${own}.`)));
    if (active.length !== (row.type === 'parallel' ? children.length : 1)) return undefined;
    const parts: [string, string | JsonObject][] = [];
    for (const { name, child, own } of active) {
      if (child.states === undefined) {
        if (!leaves.includes(own)) return undefined;
        met.add(own);
        if (row.type !== 'parallel') return name;
        parts.push([name, {}]);
        continue;
      }
      const below = valueBelow(child, own);
      if (below === undefined) return undefined;
      parts.push([name, below]);
    }
    return Object.fromEntries(parts);
  }
}
