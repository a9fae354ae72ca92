import fc from 'fast-check';
import { canonicalJson, contentHash, sha256 } from '@zhiheng/kernel';
import type { Json, JsonObject } from '@zhiheng/kernel';

const json = fc.jsonValue() as fc.Arbitrary<Json>;

describe('canonical JSON (RFC 8785)', () => {
  it('does not depend on the order in which keys were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(contentHash(reversed)).toBe(contentHash(object as JsonObject));
      }),
    );
  });

  it('means the same value when read again', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
      }),
    );
  });

  it('keeps the order of lists', () => {
    expect(contentHash(['a', 'b'])).not.toBe(contentHash(['b', 'a']));
  });

  it('sorts keys by UTF-16 code units and writes numbers as RFC 8785 says', () => {
    expect(canonicalJson({ é: 1, e: 1e21, '€': 0.000001, '😀': 1e-7, '1': -0 })).toBe(
      '{"1":0,"e":1e+21,"é":1,"€":0.000001,"😀":1e-7}',
    );
  });

  it('keeps Chinese text as it is', () => {
    expect(canonicalJson({ 结论: '不合格', 依据: ['第五十七条'] })).toBe('{"依据":["第五十七条"],"结论":"不合格"}');
  });
});

describe('sha256', () => {
  it('hashes the UTF-8 bytes of a text', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256('质衡')).toMatch(/^[0-9a-f]{64}$/);
    expect(sha256('质衡')).not.toBe(sha256('质 衡'));
  });
});
