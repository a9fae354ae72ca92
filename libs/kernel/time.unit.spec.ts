import fc from 'fast-check';
import { instant, legalDateOf, parseLegalDate, startOfLegalDay } from '@zhiheng/kernel';
import type { Instant } from '@zhiheng/kernel';

const epoch = fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2199, 11, 31) });

describe('the legal day in China', () => {
  it('begins at 16:00 UTC of the day before', () => {
    expect(legalDateOf('2026-02-16T15:59:59.999Z' as Instant)).toBe('2026-02-16');
    expect(legalDateOf('2026-02-16T16:00:00.000Z' as Instant)).toBe('2026-02-17');
    expect(startOfLegalDay(parseLegalDate('2026-02-17'))).toBe('2026-02-16T16:00:00.000Z');
  });

  it('turns the year eight hours before UTC does', () => {
    expect(legalDateOf('2026-12-31T16:00:00.000Z' as Instant)).toBe('2027-01-01');
  });

  it('has the 29th of February in leap years', () => {
    expect(legalDateOf('2028-02-28T16:00:00.000Z' as Instant)).toBe('2028-02-29');
    expect(legalDateOf('2027-02-28T16:00:00.000Z' as Instant)).toBe('2027-03-01');
  });

  it('contains its own start and every instant of its 24 hours', () => {
    fc.assert(
      fc.property(epoch, fc.nat(86_400_000 - 1), (at, offset) => {
        const day = legalDateOf(instant(at));
        const start = Date.parse(startOfLegalDay(day));
        expect(legalDateOf(instant(start + offset))).toBe(day);
        expect(legalDateOf(instant(start - 1))).not.toBe(day);
      }),
    );
  });

  it('sorts as text in the order of time', () => {
    fc.assert(fc.property(epoch, epoch, (a, b) => instant(a) < instant(b) === a < b));
  });
});

describe('parseLegalDate', () => {
  it('accepts days that exist', () => {
    for (const day of ['2024-02-29', '2000-02-29', '2026-12-31', '0001-01-01']) expect(parseLegalDate(day)).toBe(day);
  });

  it('refuses days that do not exist, and says what it found', () => {
    for (const text of ['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00']) {
      expect(() => parseLegalDate(text)).toThrow(text);
    }
  });

  it('refuses other ways of writing a day', () => {
    for (const text of [
      '',
      '2026-2-3',
      '20260203',
      '2026/02/03',
      '2026-02-03T00:00:00Z',
      ' 2026-02-03',
      '2026-02-03 ',
      '２０２６-02-03',
    ]) {
      expect(() => parseLegalDate(text)).toThrow();
    }
  });

  it('accepts the legal day of any instant', () => {
    fc.assert(
      fc.property(epoch, (at) => {
        const day = legalDateOf(instant(at));
        expect(parseLegalDate(day)).toBe(day);
      }),
    );
  });
});
