/** Registered capital as written, and in whole units (元 for CNY) where it could be read. */
export type Capital = { readonly text: string; readonly amount?: number; readonly currency: string };

const CURRENCIES: readonly (readonly [RegExp, string])[] = [
  [/美元|美金|USD/i, 'USD'],
  [/日元|日圆|JPY/i, 'JPY'],
  [/港元|港币|HKD/i, 'HKD'],
  [/欧元|EUR/i, 'EUR'],
  [/英镑|GBP/i, 'GBP'],
  [/韩元|韩国元|KRW/i, 'KRW'],
  [/新台币|台币|TWD/i, 'TWD'],
  [/澳门元|澳门币|MOP/i, 'MOP'],
  [/澳元|澳大利亚元|AUD/i, 'AUD'],
  [/加元|加拿大元|CAD/i, 'CAD'],
  [/瑞士法郎|CHF/i, 'CHF'],
  [/新加坡元|SGD/i, 'SGD'],
];
const AMOUNT =
  /^(?<digits>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*[(（]?\s*(?<scale>亿|千万|百万|万|千)?\s*(?<unit>[^\d()（）]{0,12})\s*[)）]?$/u;
const SCALE: Readonly<Record<string, number>> = { 亿: 8, 千万: 7, 百万: 6, 万: 4, 千: 3 };

/** Reads 500万元人民币, 500(万元), 1,000(万元人民币), 10万美元, 100(万日元), 0.5000(万元人民币), 50000元; `amount` is absent when the text says none. */
export function readCapital(text: string): Capital {
  const currency = text.includes('人民币') ? 'CNY' : (CURRENCIES.find(([pattern]) => pattern.test(text))?.[1] ?? 'CNY');
  const match = AMOUNT.exec(text.trim());
  const unit = match?.groups?.unit ?? '';
  if (match === null || !/^(?:人民币|元|RMB|CNY|[\p{Script=Han}]{0,5}(?:元|圆|金|币|镑|法郎)|[A-Z]{3})*$/iu.test(unit))
    return { text, currency };
  const digits = match.groups!.digits!.replace(/[,，]/g, '');
  // By the exponent, not by multiplication: 31.8万 is exactly 318000.
  return { text, amount: Number(`${digits}e${SCALE[match.groups!.scale ?? ''] ?? 0}`), currency };
}
