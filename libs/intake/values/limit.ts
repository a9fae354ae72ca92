import { isUnit, normaliseUnit, readMeasurement } from './measurement.js';
import type { MeasuredValue, NumberStyle } from './measurement.js';

export type SamplingPlan = { readonly n: number; readonly c: number; readonly m?: number; readonly M?: number };

/** What the standard allows. `prohibited` is 不得使用 and 不得添加, `not-detectable` 不得检出; `plan` is a microbiological plan of n portions. */
export type Limit = {
  readonly text: string;
  readonly kind: 'max' | 'min' | 'range' | 'prohibited' | 'not-detectable' | 'plan' | 'text';
  /** In `unit`; the lower end for a range. */
  readonly value?: number;
  readonly upper?: number;
  readonly unit?: string;
  readonly plan?: SamplingPlan;
  readonly interpreted?: true;
};

/** What separates a limit from the value that the label of the product declares, where the result is judged against both. */
export const DECLARED = '；标示值';

export function readLimit(text: string, style: NumberStyle, unitElsewhere?: string): Limit {
  const plain = text
    .split(DECLARED)[0]!
    .trim()
    .replace(/^(?:食品安全国家标准|标准|限量)[:：]\s*/, '');
  if (/不得检出|不应检出|nicht nachweisbar/i.test(plain)) return { text, kind: 'not-detectable' };
  if (/不得(?:使用|添加|含有|加入)|禁止(?:使用|添加)|禁用|no permitid|no autorizad/i.test(plain))
    return { text, kind: 'prohibited' };
  return readPlan(text, plain, style, unitElsewhere) ?? readBound(text, plain, style, unitElsewhere) ?? { text, kind: 'text' };
}

/** Whether words inside the brackets of an item name are its limit: 甲拌磷（≤0.01mg/kg）, 二氧化硫残留量（不得使用）. */
export function looksLikeLimit(text: string): boolean {
  if (isUnit(text)) return false;
  if (/^(?:食品安全国家标准|标准|限量)[:：]/.test(text)) return true;
  return (
    /^(?:[<>≤≥＜＞≦≧]|不得|不应检出|禁止|禁用|n\s*=|标注[“"]|符合)/.test(text.trim()) ||
    /^\d[\d.]*\s*(?:[a-zμµ%]|\()/i.test(text.trim())
  );
}

function readPlan(text: string, plain: string, style: NumberStyle, unitElsewhere: string | undefined): Limit | undefined {
  const part = (name: string): string | undefined =>
    new RegExp(`(?<![A-Za-z])${name}\\s*=\\s*([^,，;；、/\\s(（]+)`).exec(plain.normalize('NFC'))?.[1];
  const n = part('n');
  const c = part('c');
  if (n === undefined || c === undefined) return undefined;
  const unit = /(?:CFU|MPN)\s*\/\s*(?:\d+\s*)?(?:g|mL|cm2)/i.exec(plain)?.[0] ?? unitElsewhere;
  const m = countOf(part('m'), style);
  const upper = countOf(part('M'), style);
  return {
    text,
    kind: 'plan',
    plan: {
      n: Number(n),
      c: Number(c),
      ...(m !== undefined && { m: m.value }),
      ...(upper !== undefined && { M: upper.value }),
    },
    ...(unit !== undefined && { unit: normaliseUnit(unit) }),
    ...((m?.interpreted === true || upper?.interpreted === true) && { interpreted: true }),
  };
}

function readBound(text: string, plain: string, style: NumberStyle, unitElsewhere: string | undefined): Limit | undefined {
  const range = /^([\d.]+)\s*(?:~|～|—|–|-|至)\s*([\d.]+)\s*(.*)$/.exec(plain);
  if (range !== null) {
    const unit = isUnit(range[3]!) ? normaliseUnit(range[3]!) : unitElsewhere;
    return { text, kind: 'range', value: Number(range[1]), upper: Number(range[2]), ...(unit !== undefined && { unit }) };
  }
  const found = readMeasurement(plain, style, unitElsewhere).values;
  const only = found.length === 1 ? microbial(plain, found[0]!) : undefined;
  if (only?.value === undefined) return undefined;
  const { comparator, value, unit, interpreted } = only;
  // A bare number does not say which way it binds (99% of glutamate is a minimum, 3 mg/kg of arsenic a maximum).
  const kind = comparator === undefined ? 'text' : comparator === '<' || comparator === '≤' ? 'max' : 'min';
  return { text, kind, value, ...(unit !== undefined && { unit }), ...(interpreted === true && { interpreted }) };
}

// ≤103(CFU/g) is ≤10³: a count limit of germs is a power of ten, and 10 followed by one digit has lost its superscript.
function microbial(plain: string, found: MeasuredValue): MeasuredValue {
  const lost = /^CFU|^MPN/.test(found.unit ?? '') ? /^[<≤]\s*10([1-9])(?!\d)/.exec(plain) : null;
  return lost === null ? found : { ...found, value: 10 ** Number(lost[1]), interpreted: true };
}

function countOf(
  text: string | undefined,
  style: NumberStyle,
): { readonly value: number; readonly interpreted: boolean } | undefined {
  if (text === undefined) return undefined;
  const bare = text.replace(/(?:CFU|MPN).*$/i, '');
  const power = /^10(?:\^?([1-9])|([⁰¹²³⁴⁵⁶⁷⁸⁹]))$/.exec(bare);
  if (power?.[1] !== undefined) return { value: 10 ** Number(power[1]), interpreted: !bare.includes('^') };
  if (power?.[2] !== undefined) return { value: 10 ** '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(power[2]), interpreted: false };
  const [found] = readMeasurement(bare, style).values;
  return found?.value === undefined ? undefined : { value: found.value, interpreted: found.interpreted === true };
}

/** Whether a number within the limit was called a failure: worth a second look by a person. Undecidable pairs are not reported. */
export function isWithinLimit(limit: Limit, values: readonly MeasuredValue[]): boolean {
  if (
    (limit.kind !== 'max' && limit.kind !== 'min') ||
    limit.value === undefined ||
    values.length === 0 ||
    limit.text.includes(DECLARED)
  )
    return false;
  return values.every(({ value, unit, comparator }) => {
    if (value === undefined || comparator !== undefined || unit?.toLowerCase() !== limit.unit?.toLowerCase()) return false;
    return limit.kind === 'max' ? value <= limit.value! : value >= limit.value!;
  });
}
