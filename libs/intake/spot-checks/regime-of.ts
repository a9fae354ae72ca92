import type { Bilingual } from '@zhiheng/kernel';
import type { Regime } from '../profile/regimes.js';
import type { ReadRow } from './read-row.js';

/**
 * The order that a sample falls under, of the rows that told of it. What is not known, or told in two ways, is handled as a product: 令18
 * gives the party the longer term to object. A failed sample then carries a warning for a person to decide.
 */
export function regimeOf(rows: readonly ReadRow[]): { readonly regime: Regime; readonly warning?: Bilingual } {
  const told = new Set(rows.flatMap(({ regime }) => (regime === undefined ? [] : [regime])));
  if (told.size === 1) return { regime: [...told][0]! };
  if (rows[0]!.conforming !== false) return { regime: 'product' };
  return { regime: 'product', warning: told.size === 0 ? UNKNOWN : CONTRADICTORY };
}

const UNKNOWN: Bilingual = {
  zh: '无法判断是否食品，暂按产品质量监督抽查处理：请核实适用规定',
  en: 'whether this is food cannot be told: handled as a product, check which order applies',
};
const CONTRADICTORY: Bilingual = {
  zh: '各行对是否食品记载不一，暂按产品质量监督抽查处理：请核实适用规定',
  en: 'the rows disagree whether this is food: handled as a product, check which order applies',
};
