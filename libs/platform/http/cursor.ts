import { ZhihengError } from '@zhiheng/kernel';

/** Where a page ended: the values by which the next one goes on. */
export type CursorValue = string | number | null;

/** The kinds that the values of a cursor must have, in order. */
export type CursorShape = readonly ('instant' | 'uuid' | 'text' | 'count')[];

const FITS: Readonly<Record<CursorShape[number], (value: unknown) => boolean>> = {
  instant: (value) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z$/.test(value) && !Number.isNaN(Date.parse(value)),
  uuid: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  text: (value) => typeof value === 'string' && value.length <= 500 && value.isWellFormed() && !value.includes('\u0000'),
  count: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2_147_483_647,
};

const MAX_LENGTH = 2_000;

/** An opaque cursor of a list; `list` names the list and its order, so that a cursor of one is refused by another. */
export function writeCursor(list: string, values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url');
}

/** The values of a cursor that `writeCursor` made for this list. Throws REQUEST_INVALID for anything else. */
export function readCursor(list: string, cursor: string, shape: CursorShape): readonly CursorValue[] {
  const parsed = cursor.length <= MAX_LENGTH ? parse(cursor) : undefined;
  if (!Array.isArray(parsed)) throw invalid();
  const [name, ...values] = parsed as readonly unknown[];
  if (name !== list || values.length !== shape.length || !shape.every((kind, index) => FITS[kind](values[index])))
    throw invalid();
  return values as readonly CursorValue[];
}

/** The name of the list that a cursor is of, where it is readable at all. */
export function listOfCursor(cursor: string): string | undefined {
  const parsed = cursor.length <= MAX_LENGTH ? parse(cursor) : undefined;
  return Array.isArray(parsed) && typeof parsed[0] === 'string' ? parsed[0] : undefined;
}

function parse(cursor: string): unknown {
  if (!/^[\w-]+$/.test(cursor)) return undefined;
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function invalid(): ZhihengError {
  return new ZhihengError('REQUEST_INVALID', {
    expected: 'cursor: 同一列表、同一排序的上一页给出的 next the `next` of a page of the same list in the same order',
    found: '其他内容 something else',
  });
}
