import type { ArgumentMetadata } from '@nestjs/common';
import { WellFormedPipe } from './well-formed.pipe.js';

const check = (value: unknown, type: ArgumentMetadata['type'] = 'body'): unknown =>
  new WellFormedPipe().transform(value, { type });
const nested = (depth: number): unknown => (depth === 0 ? '末' : [nested(depth - 1)]);

describe('what a request may carry', () => {
  it.each([
    ['text', '监督抽查 𠮷 ✓'],
    ['numbers, flags and nothing', [1, true, null, undefined]],
    ['forty levels', nested(40)],
  ])('%s passes unchanged', (_title, value) => {
    expect(check(value)).toBe(value);
  });

  it.each([
    ['a null character', { reason: ['a\u0000'] }],
    ['a null character in a name', { 'a\u0000': 1 }],
    ['half a surrogate pair', '\udc00'],
    ['forty-one levels', nested(41)],
  ])('%s is refused', (_title, value) => {
    expect(() => check(value)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }) as Error);
  });

  it('levels beyond the depth of the stack are refused, not recursed into', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 200_000; level++) deep = { deep };
    expect(() => check(deep)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }) as Error);
  });

  it('an uploaded file is not text', () => {
    const file = { buffer: Buffer.from([0]), name: '\u0000' };
    expect(check(file, 'custom')).toBe(file);
  });
});
