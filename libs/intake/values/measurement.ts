export type MeasuredValue = {
  readonly value?: number;
  readonly unit?: string;
  readonly comparator?: '<' | '>' | '≤' | '≥';
  readonly qualitative?: 'detected' | 'not-detected';
  /** Plus or minus, in the unit of the value. */
  readonly uncertainty?: number;
  readonly stage?: 'first' | 'retest';
  /** The number is our reading of a text that lost its superscript: 3.7×104 read as 3.7×10⁴. */
  readonly interpreted?: true;
};

/** A result as written, and what could be read of it. `values` is empty for findings in words (未标示“切勿撞击，防止爆瓶”). */
export type Measurement = { readonly text: string; readonly values: readonly MeasuredValue[] };

export type NumberStyle = { readonly decimalComma: boolean };

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const UNIT = String.raw`(?:[kcmμnp]?g|[mμ]?L|IU|CFU|MPN|[kM]?J|[kMmμ]?Pa|mm|cm|μm|dB(?:\(A\))?|W|V|mA|A|Ω|MΩ|N|μ|u|ppm|ppb|个|℃|%)`;
const MEASURE_UNIT = new RegExp(
  `^\\(?\\s*(${UNIT}(?:\\s*/\\s*(?:\\d+\\s*)?(?:kg|g|mg|mL|L|kJ|J|m2|m3|cm2|个|人|只))?|/kg)(?![a-z])\\s*\\)?(?:\\s*-\\s*ppm|\\s+dry matter)?`,
  'i',
);
// Not after a slash: 2.38g/100mL holds one number.
const NUMBER =
  /(?<![\d./])(?<comparator>[<>≤≥])?\s*(?<mantissa>\d+(?:\.\d+)?)(?:\s*[×xX*]\s*10\s*(?:\^\s*(?<superscript>-?\d{1,2})|(?<lost>\d)(?!\d))|[eE]\+?(?<exponent>-?\d+))?/g;

/** Reads a result: series, comparators, powers of ten with a lost superscript, uncertainty, first and second examination, words. */
export function readMeasurement(text: string, style: NumberStyle, unitElsewhere?: string): Measurement {
  const values = readStages(text).flatMap(({ part, stage }) =>
    readValues(part, style, unitElsewhere).map((value) => (stage === undefined ? value : { ...value, stage })),
  );
  return { text, values };
}

/** The text by which two spellings of one result are equal: numbers and units when it has any, else the words. */
export function measurementKey(measurement: Measurement | undefined): string {
  if (measurement === undefined || /^(不合格|不符合.*|合格)?$/.test(measurement.text)) return '';
  if (measurement.values.length === 0) return measurement.text.normalize('NFKC').replace(/\s+/g, '');
  return measurement.values
    .map(({ comparator = '', value = '', unit = '', qualitative = '' }) => `${comparator}${value}${unit}${qualitative}`)
    .join(';');
}

function readStages(text: string): readonly { readonly part: string; readonly stage?: 'first' | 'retest' }[] {
  const match = /^(?:原检|初检)(?:结果|值)?[:：]?(?<first>.+?)[，,；;、]\s*复检(?:结果|值)?[:：]?(?<retest>.+)$/u.exec(text);
  if (match === null) return [{ part: text }];
  return [
    { part: match.groups!.first!, stage: 'first' },
    { part: match.groups!.retest!, stage: 'retest' },
  ];
}

function readValues(text: string, style: NumberStyle, unitElsewhere: string | undefined): readonly MeasuredValue[] {
  const plain = withoutRemarks(plainNumbers(text, style));
  const words = wordsOf(plain);
  if (words !== undefined) return [words];
  if (!isNumeric(plain)) return [];
  const found: {
    value: number;
    comparator?: MeasuredValue['comparator'];
    uncertainty?: number;
    interpreted: boolean;
    unit?: string;
  }[] = [];
  for (const match of withoutUncertainty(plain).matchAll(NUMBER)) {
    const { comparator, mantissa, superscript, lost, exponent } = match.groups as Record<string, string | undefined>;
    const power = superscript ?? lost ?? exponent;
    found.push({
      value: Number(`${mantissa}e${power ?? 0}`),
      interpreted: lost !== undefined,
      ...(comparator !== undefined && { comparator: comparator as NonNullable<MeasuredValue['comparator']> }),
    });
  }
  const unit = unitIn(plain) ?? (unitElsewhere === undefined ? undefined : normaliseUnit(unitElsewhere));
  const uncertainty = uncertaintyIn(plain);
  return found.map(({ interpreted, ...value }) => ({
    ...value,
    ...(unit !== undefined && { unit }),
    ...(found.length === 1 && uncertainty !== undefined && { uncertainty }),
    ...(interpreted && { interpreted: true as const }),
  }));
}

function plainNumbers(text: string, { decimalComma }: NumberStyle): string {
  const ascii = text
    .replace(
      /10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g,
      (_, digits: string) => `10^${[...digits].map((digit) => SUPERSCRIPT.indexOf(digit)).join('')}`,
    )
    .normalize('NFKC')
    .replace(/≦/g, '≤')
    .replace(/≧/g, '≥')
    .replace(/µ|μ/g, 'μ')
    .replace(/\bug\b|(?<=\d)ug\b/g, 'μg')
    .replace(/\/\//g, ';')
    .replace(/−/g, '-')
    .replace(/\bund\b|\band\b|bzw\./g, ';')
    .trim();
  return decimalComma ? ascii.replace(/(\d),(\d)/g, '$1.$2') : ascii;
}

// 0.85 (Summe aus Ethylenoxid und 2-Chlorethanol), 3,9 (Charge 2): numbers in a remark are not results. A unit or an uncertainty in brackets is kept.
function withoutRemarks(text: string): string {
  return text
    .replace(/\(([^)]*)\)/g, (whole, inner: string) => (MEASURE_UNIT.test(inner) || inner.includes('±') ? whole : ' '))
    .trim();
}

const UNCERTAINTY = /(?:±|\+\/?\s*-)\s*(\d+(?:\.\d+)?)\s*(%U?)?/g;

function withoutUncertainty(text: string): string {
  return text.replace(UNCERTAINTY, ' ');
}

function uncertaintyIn(text: string): number | undefined {
  const match = new RegExp(UNCERTAINTY.source).exec(text);
  return match === null || match[2] !== undefined ? undefined : Number(match[1]);
}

function wordsOf(text: string): MeasuredValue | undefined {
  if (/^(未检出|不得检出|nicht nachweisbar|not detected|n\.?d\.?|阴性)$/i.test(text)) return { qualitative: 'not-detected' };
  if (/^(检出|阳性|nachgewiesen|detected|presence|positive)(\/\d+g)?$/i.test(text)) return { qualitative: 'detected' };
  return undefined;
}

// A sentence that happens to hold a number (符合GB 29924规定) is not a result in numbers: after taking numbers, units and signs away nothing may be left.
function isNumeric(text: string): boolean {
  const rest = withoutUncertainty(text)
    .replace(NUMBER, ' ')
    .replace(new RegExp(MEASURE_UNIT.source.slice(1), 'gi'), ' ')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[\s,;、/+()-]/g, '');
  return rest === '' && /\d/.test(text);
}

function unitIn(text: string): string | undefined {
  const body = withoutUncertainty(text).replace(NUMBER, '\n');
  for (const piece of body.split('\n')) {
    const match = MEASURE_UNIT.exec(piece.replace(/^[\s,;、]+/, ''));
    if (match !== null) return normaliseUnit(match[1]!);
  }
  return undefined;
}

/** One spelling per unit: μg (not µg or ug), mL (not ml), u/g, no space, `mg/kg - ppm` is mg/kg. */
export function normaliseUnit(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/µ|μ/g, 'μ')
    .replace(/^\((.*)\)$/, '$1')
    .replace(/\s*-\s*ppm$|\s+dry matter$/i, '')
    .replace(/\s+/g, '')
    .replace(/^ug(?=\/|$)/, 'μg')
    .replace(/ml/g, 'mL')
    .replace(/^(?:u|μ)\/g$/i, 'u/g')
    .replace(/^cfu/i, 'CFU');
}

/** Whether a text is nothing but a unit of measure: (mg/kg), CFU/g, %. */
export function isUnit(text: string): boolean {
  const plain = plainNumbers(text, { decimalComma: false });
  const match = MEASURE_UNIT.exec(plain);
  return match !== null && match[0].length === plain.length;
}
