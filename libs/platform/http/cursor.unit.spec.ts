import { listOfCursor, readCursor, writeCursor } from './cursor.js';

const ID = '0b7e1c5e-9a55-8c1f-9d7e-000000000001';
const AT = '2026-03-02T02:00:00.000Z';
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a cursor', () => {
  it('gives back what was written', () => {
    const cursor = writeCursor('work:due', [AT, ID, '中山', 7]);
    expect(readCursor('work:due', cursor, ['instant', 'uuid', 'text', 'count'])).toEqual([AT, ID, '中山', 7]);
    expect(listOfCursor(cursor)).toBe('work:due');
    expect(cursor).toMatch(/^[\w-]+$/);
  });

  it.each([
    ['nothing', ''],
    ['what is no base64url', '***'],
    ['what is no JSON', Buffer.from('{').toString('base64url')],
    ['no list', encode({ list: 'work' })],
    ['a cursor of another list', writeCursor('clocks', [AT, ID])],
    ['a cursor with too little', writeCursor('work', [AT])],
    ['a cursor with too much', writeCursor('work', [AT, ID, 1])],
    ['a moment that is none', writeCursor('work', ['2026-99-99T00:00:00.000Z', ID])],
    ['an id that is none', writeCursor('work', [AT, 'x'])],
    ['null', writeCursor('work', [null, ID])],
    ['something nested', encode(['work', [AT], ID])],
    ['something endless', 'a'.repeat(5_000)],
  ])('refuses %s', (_what, cursor) => {
    expect(() => readCursor('work', cursor, ['instant', 'uuid'])).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }) as Error,
    );
  });

  it.each([
    ['a null character', 'a\u0000', 'text'],
    ['half a surrogate pair', '\ud800', 'text'],
    ['a number beyond all rows', 99_999_999_999, 'count'],
    ['a fraction', 0.5, 'count'],
    ['a negative number', -1, 'count'],
  ] as const)('refuses %s', (_what, value, kind) => {
    expect(() => readCursor('l', encode(['l', value]), [kind])).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }) as Error,
    );
  });
});
