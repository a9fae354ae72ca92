import type { Brand } from './brand.js';

/** A unified social credit code 统一社会信用代码 (GB 32100-2015): 18 characters, the last a check character. */
export type Uscc = Brand<string, 'Uscc'>;

export type UsccCheck =
  | { readonly valid: true; readonly uscc: Uscc }
  | {
      readonly valid: false;
      readonly reason: 'LENGTH' | 'CHARACTER' | 'CHECK_DIGIT';
      readonly expected: string;
      readonly found: string;
    };

// GB 32100-2015, 4.5: 31 characters, the letters I, O, S, V and Z are not used.
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const VALUE = new Map([...ALPHABET].map((character, value) => [character, value]));
// Weight of position i is 3^(i-1) mod 31.
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The check character for the first 17 characters; undefined when one of them is not in the alphabet of GB 32100. */
export function usccCheckCharacter(first17: string): string | undefined {
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const value = VALUE.get(first17[i] ?? '');
    if (value === undefined) return undefined;
    sum += value * WEIGHTS[i]!;
  }
  return ALPHABET[(31 - (sum % 31)) % 31];
}

/** Checks a code as written; surrounding space and lower case are forgiven, nothing else is. */
export function checkUscc(text: string): UsccCheck {
  const found = text.trim().toUpperCase();
  if (found.length !== 18) {
    return { valid: false, reason: 'LENGTH', expected: '18 characters 18位', found: `${found.length}: ${found}` };
  }
  const check = usccCheckCharacter(found);
  if (check === undefined || !VALUE.has(found[17]!)) {
    return { valid: false, reason: 'CHARACTER', expected: `only ${ALPHABET}`, found };
  }
  if (check !== found[17]) {
    return { valid: false, reason: 'CHECK_DIGIT', expected: `${found.slice(0, 17)}${check}`, found };
  }
  return { valid: true, uscc: found as Uscc };
}
