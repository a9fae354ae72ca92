export type DecodedText = {
  readonly text: string;
  readonly encoding: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
  readonly bom: boolean;
  /** Characters that could not be decoded and stand as U+FFFD in the text. */
  readonly replaced: number;
};

// Text that is not UTF-8 gives a replacement for most of its non-ASCII bytes; a damaged UTF-8 file gives a few.
const DAMAGED_UTF8_SHARE = 0.05;

/**
 * Turns the bytes of a file into text. Order: byte order mark, UTF-16 without a mark (by its zero bytes), strict UTF-8, UTF-8 with a few damaged
 * places, else GB 18030 (which contains GBK and GB 2312). Never throws: what could not be decoded is counted.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return decode(bytes.subarray(3), 'utf-8', true);
  if (startsWith(bytes, [0xff, 0xfe])) return decode(bytes.subarray(2), 'utf-16le', true);
  if (startsWith(bytes, [0xfe, 0xff])) return decode(bytes.subarray(2), 'utf-16be', true);
  const utf16 = utf16WithoutMark(bytes);
  if (utf16 !== undefined) return decode(bytes, utf16, false);
  const utf8 = decode(bytes, 'utf-8', false);
  if (utf8.replaced === 0) return utf8;
  const high = bytes.reduce((count, byte) => (byte >= 0x80 ? count + 1 : count), 0);
  if (utf8.replaced / high < DAMAGED_UTF8_SHARE) return utf8;
  return decode(bytes, 'gb18030', false);
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((value, index) => bytes[index] === value);
}

function decode(bytes: Uint8Array, encoding: DecodedText['encoding'], bom: boolean): DecodedText {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  return { text, encoding, bom, replaced: text.split('�').length - 1 };
}

// Commas, digits and line ends of a table are ASCII: in UTF-16 each leaves a zero byte on one side. Text in another encoding has none.
function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0];
  const length = Math.min(bytes.length, 4096);
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i % 2]!++;
  if (length < 4 || zeros[0]! + zeros[1]! < length * 0.05) return undefined;
  return zeros[1]! > zeros[0]! ? 'utf-16le' : 'utf-16be';
}
