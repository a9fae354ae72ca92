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
  /** Microbiological indicators: food that fails in one is not retested. */
  readonly microbiological: { readonly patterns: readonly RegExp[]; readonly except: readonly RegExp[] };
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

/** Whether an item is a microbiological indicator 微生物指标 (食品安全抽样检验管理办法 第三十一条第一项). A toxin is not one. */
export function isMicrobiological({ microbiological }: KeyItems, itemName: string): boolean {
  const { patterns, except } = microbiological;
  return patterns.some((pattern) => pattern.test(itemName)) && !except.some((pattern) => pattern.test(itemName));
}
