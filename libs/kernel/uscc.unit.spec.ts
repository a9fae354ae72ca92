import fc from 'fast-check';
import { checkUscc, usccCheckCharacter } from '@zhiheng/kernel';

const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
const first17 = fc
  .array(fc.constantFrom(...ALPHABET), { minLength: 17, maxLength: 17 })
  .map((characters) => characters.join(''));
const uscc = first17.map((head) => head + usccCheckCharacter(head)!);

describe('统一社会信用代码 unified social credit code', () => {
  it('accepts a code as printed on a licence', () => {
    expect(checkUscc('91350100M000100Y43')).toEqual({ valid: true, uscc: '91350100M000100Y43' });
  });

  it('accepts every code whose check character was computed', () => {
    fc.assert(fc.property(uscc, (code) => checkUscc(code).valid));
  });

  it('forgives space around the code and lower case, and returns the code as it is kept', () => {
    fc.assert(
      fc.property(uscc, fc.constantFrom('', ' ', '\t', '\n'), (code, space) => {
        expect(checkUscc(`${space}${code.toLowerCase()}${space}`)).toEqual({ valid: true, uscc: code });
      }),
    );
  });

  it('notices any single character that was mistyped', () => {
    fc.assert(
      fc.property(uscc, fc.nat(17), fc.constantFrom(...ALPHABET), (code, at, typed) => {
        fc.pre(code[at] !== typed);
        expect(checkUscc(code.slice(0, at) + typed + code.slice(at + 1))).toMatchObject({
          valid: false,
          reason: 'CHECK_DIGIT',
        });
      }),
    );
  });

  it('notices two neighbours of the first 17 that were swapped', () => {
    fc.assert(
      fc.property(uscc, fc.nat(15), (code, at) => {
        fc.pre(code[at] !== code[at + 1]);
        const swapped = code.slice(0, at) + code[at + 1]! + code[at]! + code.slice(at + 2);
        expect(checkUscc(swapped)).toMatchObject({ valid: false, reason: 'CHECK_DIGIT' });
      }),
    );
  });

  it('names the letters that the standard does not use', () => {
    for (const letter of 'IOSVZ') {
      expect(checkUscc(`9135010${letter}M000100Y43`.slice(0, 18))).toMatchObject({ valid: false, reason: 'CHARACTER' });
    }
  });

  it('says how long a code of another length is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ALPHABET), { maxLength: 40 }), (characters) => {
        fc.pre(characters.length !== 18);
        const check = checkUscc(characters.join(''));
        expect(check).toMatchObject({
          valid: false,
          reason: 'LENGTH',
          found: expect.stringContaining(String(characters.length)),
        });
      }),
    );
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof checkUscc(text).valid).toBe('boolean');
      }),
    );
  });
});
