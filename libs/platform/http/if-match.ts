import { ZhihengError } from '@zhiheng/kernel';

/**
 * The seq that an If-Match header asks for: `"12"`, or the ETag of the procedure, `"12-…"`. `*` and no header ask for nothing.
 * Throws REQUEST_INVALID for what names no seq.
 */
export function seqOfIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const seq = /^\s*"(\d{1,9})(?:-[\w-]+)?"\s*$/.exec(header)?.[1];
  if (seq === undefined)
    throw new ZhihengError('REQUEST_INVALID', {
      expected: 'If-Match: "<seq>"，或者程序的 ETag or the ETag of the procedure',
      found: header.slice(0, 100),
    });
  return Number(seq);
}
