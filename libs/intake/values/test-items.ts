import type { Bilingual } from '@zhiheng/kernel';
import { decideKey, isMicrobiological } from '../profile/key-items.js';
import type { KeyItems } from '../profile/key-items.js';
import { looksLikeLimit, readLimit } from './limit.js';
import type { Limit } from './limit.js';
import { isUnit, measurementKey, readMeasurement } from './measurement.js';
import type { Measurement, NumberStyle } from './measurement.js';

/** One failed test item of a sample. */
export type TestItem = {
  readonly name: string;
  readonly measured?: Measurement;
  readonly limit?: Limit;
  /** 涉及人体健康和人身、财产安全的关键项目. */
  readonly key: boolean;
  readonly keyReason?: Bilingual;
  /** 微生物指标: food that fails in it is not retested. */
  readonly microbiological: boolean;
};

export type ItemCells = {
  readonly item: string;
  readonly measured?: string | undefined;
  readonly limit?: string | undefined;
  readonly unit?: string | undefined;
};

/** Reads the cells of a failed row into its items: several in one cell (A（≤1）;B（不得使用）), the limit or the unit inside the name, numbering. */
export function readItems(
  cells: ItemCells,
  keyItems: KeyItems,
  style: NumberStyle,
): { readonly items: readonly TestItem[]; readonly warnings: readonly Bilingual[] } {
  const warnings: Bilingual[] = [];
  const names = withoutNumbering(splitOutsideBrackets(cells.item));
  const results = names.length === 1 ? [cells.measured] : perItem(cells.measured, names.length);
  const limits = names.length === 1 ? [cells.limit] : perItem(cells.limit, names.length);
  if (cells.measured !== undefined && results.length !== names.length) {
    warnings.push({
      zh: `${names.length}个项目对应${results.length}个结果，无法逐项对应，保留原文`,
      en: `${names.length} items but ${results.length} results: kept as written, not attributed`,
    });
  }
  const items = names.map((name, index): TestItem => {
    const parts = takeLimitFromName(name);
    const unit = cells.unit ?? parts.unit;
    const limitText = (limits.length === names.length ? limits[index] : cells.limit) ?? parts.limit;
    const limit = limitText === undefined ? undefined : readLimit(limitText, style, unit);
    const attributed = results.length === names.length ? results[index] : undefined;
    const measured =
      attributed !== undefined
        ? readMeasurement(attributed, style, unit)
        : cells.measured === undefined
          ? undefined
          : { text: cells.measured, values: [] };
    const decision = decideKey(keyItems, itemKey(parts.name), limit);
    if (!decision.known)
      warnings.push({
        zh: `项目“${parts.name}”不在关键项目表中，请人工判定是否关键项目`,
        en: `item "${parts.name}" is not in the table of key items: a person must decide whether it is one`,
      });
    return {
      name: parts.name,
      ...(measured !== undefined && { measured }),
      ...(limit !== undefined && { limit }),
      key: decision.key,
      ...(decision.reason !== undefined && { keyReason: decision.reason }),
      microbiological: isMicrobiological(keyItems, itemKey(parts.name)),
    };
  });
  return { items, warnings };
}

/** The name by which two spellings of one item are equal: without remarks in brackets, without the word 不合格. */
export function itemKey(name: string): string {
  let bare = name.normalize('NFKC').replace(/\s+/g, '');
  let previous;
  do {
    previous = bare;
    bare = bare.replace(/\([^()]*\)/g, '');
  } while (bare !== previous);
  return bare.replace(/(项目)?不合格$/, '') || name;
}

/** Item and result as one text: equal for two announcements of one failure. */
export function itemSignature(item: TestItem): string {
  return `${itemKey(item.name)}=${measurementKey(item.measured)}`;
}

function perItem(text: string | undefined, count: number): readonly (string | undefined)[] {
  if (text === undefined) return Array.from({ length: count }, () => undefined);
  return splitOutsideBrackets(text);
}

function splitOutsideBrackets(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if ('（([﹙'.includes(character)) depth++;
    if ('）)]﹚'.includes(character)) depth = Math.max(0, depth - 1);
    if (depth === 0 && (character === ';' || character === '；')) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

// 1.准确度；2.线性 is numbering; the locants of 1.4-二氯苯 alone are not.
function withoutNumbering(names: readonly string[]): readonly string[] {
  const numbered = names.length > 1 && names.every((name, index) => new RegExp(`^${index + 1}\\s*[.、．]`).test(name));
  return numbered ? names.map((name) => name.replace(/^\d+\s*[.、．]\s*/, '')) : names;
}

function takeLimitFromName(text: string): { readonly name: string; readonly limit?: string; readonly unit?: string } {
  let name = text.replace(/﹙/g, '（').replace(/﹚/g, '）').trim();
  let limit: string | undefined;
  let unit: string | undefined;
  for (;;) {
    const group = lastGroup(name);
    if (group === undefined || group.before === '') break;
    if (limit === undefined && looksLikeLimit(group.inside)) limit = group.inside;
    else if (unit === undefined && isUnit(group.inside)) unit = group.inside.trim();
    else break;
    name = group.before;
  }
  return { name, ...(limit !== undefined && { limit }), ...(unit !== undefined && { unit }) };
}

function lastGroup(text: string): { readonly before: string; readonly inside: string } | undefined {
  if (!/[）)]$/.test(text)) return undefined;
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if ('）)'.includes(text[i]!)) depth++;
    if ('（('.includes(text[i]!) && --depth === 0)
      return { before: text.slice(0, i).trim(), inside: text.slice(i + 1, -1).trim() };
  }
  return undefined;
}
