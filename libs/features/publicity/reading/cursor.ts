import { ZhihengError } from '@zhiheng/kernel';

/** Opaque to readers: they send back what they were given. */
export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(parts.join(' ')).toString('base64url');
}

/** Reads a cursor whose parts match the patterns. Throws REQUEST_INVALID for any other text. */
export function decodeCursor(cursor: string, patterns: readonly RegExp[]): readonly string[] {
  const parts = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  if (parts.length !== patterns.length || !parts.every((part, place) => patterns[place]!.test(part)))
    throw new ZhihengError('REQUEST_INVALID', { expected: '本接口返回的游标 a cursor that this address gave', found: cursor });
  return parts;
}
