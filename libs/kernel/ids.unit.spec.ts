import fc from 'fast-check';
import { deriveId, instanceId, isUuid, messageId } from '@zhiheng/kernel';

const parts = fc
  .array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 })
  .map((list) => list as [string, ...string[]]);

describe('derived ids', () => {
  it('are version 8 UUIDs of the RFC 9562 variant', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(isUuid(deriveId(...given))).toBe(true);
        expect(deriveId(...given)).toMatch(/^.{14}8.{4}[89ab]/);
      }),
    );
  });

  it('are the same for the same parts', () => {
    fc.assert(fc.property(parts, (given) => deriveId(...given) === deriveId(...(structuredClone(given) as typeof given))));
  });

  it('differ when only the boundary between two parts moved', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2 }), fc.nat(), fc.nat(), (text, one, other) => {
        const [a, b] = [one % (text.length + 1), other % (text.length + 1)];
        fc.pre(a !== b);
        expect(deriveId(text.slice(0, a), text.slice(a))).not.toBe(deriveId(text.slice(0, b), text.slice(b)));
      }),
    );
  });

  it('differ when a part looks like the separator of others', () => {
    expect(deriveId('a', 'b')).not.toBe(deriveId('a;1:b'));
    expect(deriveId('1:a;1:b;')).not.toBe(deriveId('a', 'b'));
    expect(deriveId('a', '')).not.toBe(deriveId('a'));
  });

  it('keep instances and messages of the same parts apart', () => {
    fc.assert(fc.property(parts, (given) => (instanceId(...given) as string) !== (messageId(...given) as string)));
  });

  it('stay as they were released: stored ids depend on it', () => {
    expect(deriveId('recall', '2026-001')).toBe('f28a9585-ff38-86a2-aad4-8d1767a9e8ad');
  });
});

describe('isUuid', () => {
  it('refuses what only resembles a UUID', () => {
    for (const text of [
      '',
      '0',
      '00000000-0000-0000-0000-00000000000',
      '{00000000-0000-8000-8000-000000000000}',
      'g0000000-0000-8000-8000-000000000000',
    ]) {
      expect(isUuid(text)).toBe(false);
    }
  });
});
