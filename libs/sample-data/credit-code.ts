import { usccCheckCharacter } from '@zhiheng/kernel';
import type { Uscc } from '@zhiheng/kernel';
import type { Random } from './random.js';

const BODY = '0123456789ABCDEFGHJKLMNPQRTUWXY';
// GB 11714: weights of the eight characters of an organisation code.
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** A valid unified social credit code: 91 an enterprise or 92 an individual business 个体工商户, division code, organisation code, check character. */
export function creditCode(
  random: Random,
  { kind, division }: { readonly kind: '91' | '92'; readonly division: string },
): Uscc {
  const body = `MA${Array.from({ length: 6 }, () => random.pick([...BODY])).join('')}`;
  const first17 = `${kind}${division}${body}${organisationCheck(body)}`;
  return `${first17}${usccCheckCharacter(first17)!}` as Uscc;
}

/** The same code with a wrong last character. */
export function spoiltCode(code: string): string {
  const last = BODY.indexOf(code[17]!);
  return `${code.slice(0, 17)}${BODY[(last + 1) % BODY.length]!}`;
}

function organisationCheck(body: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, index) => total + weight * parseInt(body[index]!, 36), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : String(check % 11);
}
