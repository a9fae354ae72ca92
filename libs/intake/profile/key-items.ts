import type { Bilingual } from '@zhiheng/kernel';
import type { Limit } from '../values/limit.js';

export type KeyItemGroup = {
  readonly id: string;
  readonly key: boolean;
  readonly reason: Bilingual;
  readonly patterns: readonly RegExp[];
};

/** The table that decides which failed test items endanger health or safety. */
export type KeyItems = {
  readonly basis: string;
  readonly groups: readonly KeyItemGroup[];
  readonly whenLimitIs: { readonly kinds: readonly Limit['kind'][]; readonly reason: Bilingual };
};

export type KeyDecision = { readonly key: boolean; readonly reason?: Bilingual; readonly known: boolean };

/** Decides by the first group that knows the item; an unknown item is key only when the standard forbids the substance. */
export function decideKey(table: KeyItems, itemName: string, limit: Limit | undefined): KeyDecision {
  for (const group of table.groups) {
    if (group.patterns.some((pattern) => pattern.test(itemName))) return { key: group.key, reason: group.reason, known: true };
  }
  if (limit !== undefined && table.whenLimitIs.kinds.includes(limit.kind))
    return { key: true, reason: table.whenLimitIs.reason, known: true };
  return { key: false, known: false };
}
