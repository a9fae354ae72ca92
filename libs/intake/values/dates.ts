import { parseLegalDate } from '@zhiheng/kernel';
import type { LegalDate } from '@zhiheng/kernel';

const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^YYYY/, '(?<year>(?:19|20)\\d{2})'],
  [/^MM/, '(?<month>\\d{2})'],
  [/^M/, '(?<month>\\d{1,2})'],
  [/^DD/, '(?<day>\\d{2})'],
  [/^D/, '(?<day>\\d{1,2})'],
  [/^(hh|mm|ss)/, '\\d{1,2}'],
];

/** A date format of a profile (`YYYY-MM-DD`, `DD-MM-YYYY hh:mm:ss`) as a pattern that finds such a date inside a text. */
export function datePattern(format: string): RegExp {
  let source = '';
  for (let rest = format; rest !== '';) {
    const part = PARTS.find(([pattern]) => pattern.test(rest));
    const taken = part === undefined ? rest[0]! : part[0].exec(rest)![0];
    source +=
      part === undefined ? (/\s/.test(taken) ? '\\s+' : `\\s*${taken.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*`) : part[1];
    rest = rest.slice(taken.length);
  }
  return new RegExp(`(?<!\\d)${source}(?!\\d)`, 'u');
}

/** The date that is the whole text. */
export function wholeDate(text: string, patterns: readonly RegExp[]): LegalDate | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match !== null && match[0].length === text.length) return legalDate(match);
  }
  return undefined;
}

export type ProductionDate = {
  readonly text: string;
  readonly date?: LegalDate;
  /** Fresh produce often states when the shop bought it (购进日期) instead. */
  readonly basis: 'produced' | 'purchased';
};

/** Reads a production date cell: several may be written (2020-09-14/2020年09月14日), a purchase date, or a batch number in the wrong column. */
export function readProductionDate(
  text: string,
  patterns: readonly RegExp[],
): { readonly producedOn?: ProductionDate; readonly batch?: string } {
  const batch = /^(?:生产)?批号[:：]?\s*(.+)$/.exec(text)?.[1];
  if (batch !== undefined) return { batch };
  const basis = /购进|进货/.test(text) ? 'purchased' : 'produced';
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    const date = match === null ? undefined : legalDate(match);
    if (date !== undefined) return { producedOn: { text, date, basis } };
  }
  return { producedOn: { text, basis } };
}

function legalDate(match: RegExpExecArray): LegalDate | undefined {
  const { year, month, day } = match.groups as { year: string; month: string; day: string };
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  try {
    return parseLegalDate(text);
  } catch {
    return undefined;
  }
}
