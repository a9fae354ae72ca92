import type { Bilingual } from '@zhiheng/kernel';

/** Which order a sample falls under: 食品安全抽样检验管理办法 or 产品质量监督抽查管理暂行办法. */
export type Regime = 'food' | 'product';

/** A rule over the cells of a row: every named field must match; a field that is not stated counts as an empty text. */
export type RegimeRule = { readonly when: Readonly<Record<string, RegExp>>; readonly regime: Regime };

/** The table that tells food by its category, for sources without better knowledge. */
export type Regimes = {
  readonly basis: string;
  readonly groups: readonly { readonly regime: Regime; readonly reason: Bilingual; readonly patterns: readonly RegExp[] }[];
};

/** The first rule of the source that fits decides, then the category; undefined when neither tells. */
export function decideRegime(
  rules: readonly RegimeRule[],
  table: Regimes,
  cells: Readonly<Record<string, string>>,
): Regime | undefined {
  const rule = rules.find(({ when }) => Object.entries(when).every(([field, pattern]) => pattern.test(cells[field] ?? '')));
  if (rule !== undefined) return rule.regime;
  const category = cells['category'];
  if (category === undefined) return undefined;
  return table.groups.find(({ patterns }) => patterns.some((pattern) => pattern.test(category)))?.regime;
}
