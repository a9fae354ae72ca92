/**
 * Arrays in PostgreSQL's binary format: what the driver sends unescaped and the server stores without parsing it. Of a batch of log
 * entries the text form of an array is the dearest part on both sides: each quote in each entry is escaped here and unescaped there.
 */
type Encoding<T> = {
  /** Object id of the element type in the server's catalogue. */
  readonly oid: number;
  /** Most bytes that the value can take. */
  readonly atMost: (value: T) => number;
  /** Answers how many it took. */
  readonly write: (target: Buffer, offset: number, value: T) => number;
};

// Microseconds and days are counted from the first of January 2000.
const EPOCH_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;

const TEXT: Encoding<string> = {
  oid: 25,
  // UTF-8 takes at most three bytes for a unit of UTF-16: to count them exactly would be to encode twice.
  atMost: (value) => value.length * 3,
  write: (target, offset, value) => target.write(value, offset),
};
const HYPHEN = '-'.charCodeAt(0);
const NIBBLE = Uint8Array.from({ length: 128 }, (_, code) => parseInt(String.fromCharCode(code), 16) || 0);
const UUID: Encoding<string> = {
  oid: 2950,
  atMost: () => 16,
  write: (target, offset, value) => {
    let at = offset;
    for (let place = 0; place < value.length; place += 2) {
      if (value.charCodeAt(place) === HYPHEN) place += 1;
      target[at++] = (NIBBLE[value.charCodeAt(place)]! << 4) | NIBBLE[value.charCodeAt(place + 1)]!;
    }
    return at - offset;
  },
};
const INT4: Encoding<number> = {
  oid: 23,
  atMost: () => 4,
  write: (target, offset, value) => target.writeInt32BE(value, offset) - offset,
};
const INT8: Encoding<string> = {
  oid: 20,
  atMost: () => 8,
  write: (target, offset, value) => target.writeBigInt64BE(BigInt(value), offset) - offset,
};
const BOOL: Encoding<boolean> = {
  oid: 16,
  atMost: () => 1,
  write: (target, offset, value) => target.writeUInt8(Number(value), offset) - offset,
};
const TIMESTAMPTZ: Encoding<string> = {
  oid: 1184,
  atMost: () => 8,
  // As a whole number of microseconds: they pass 2^53.
  write: (target, offset, value) => target.writeBigInt64BE(BigInt(Date.parse(value) - EPOCH_MS) * 1_000n, offset) - offset,
};
const DATE: Encoding<string> = {
  oid: 1082,
  atMost: () => 4,
  write: (target, offset, value) => target.writeInt32BE((Date.parse(value) - EPOCH_MS) / DAY_MS, offset) - offset,
};

export const texts = encoder(TEXT);
export const uuids = encoder(UUID);
export const integers = encoder(INT4);
/** Of `bigint` columns, in decimal digits. */
export const bigIntegers = encoder(INT8);
export const booleans = encoder(BOOL);
/** Of instants (ISO 8601, milliseconds). */
export const instants = encoder(TIMESTAMPTZ);
/** Of days (ISO 8601). */
export const dates = encoder(DATE);

const HEADER_BYTES = 20;
// What is encoded is written here first and then copied at its length: at most three times that is known before.
let scratch = Buffer.allocUnsafe(2 ** 16);
const KEPT_BYTES = 2 ** 24;

function encoder<T>({ oid, atMost, write }: Encoding<T>): (values: readonly (T | null)[]) => Buffer {
  return (values) => {
    let room = HEADER_BYTES;
    let holes = 0;
    for (const value of values) {
      room += 4 + (value === null ? 0 : atMost(value));
      if (value === null) holes = 1;
    }
    const target = room <= scratch.length ? scratch : Buffer.allocUnsafe(room);
    if (room <= KEPT_BYTES) scratch = target;
    // Dimensions, whether there are nulls, element type; then the length and the lower bound of the only dimension.
    target.writeInt32BE(1, 0);
    target.writeInt32BE(holes, 4);
    target.writeInt32BE(oid, 8);
    target.writeInt32BE(values.length, 12);
    target.writeInt32BE(1, 16);
    let offset = HEADER_BYTES;
    for (const value of values) {
      const length = value === null ? -1 : write(target, offset + 4, value);
      target.writeInt32BE(length, offset);
      offset += 4 + Math.max(0, length);
    }
    return Buffer.from(target.subarray(0, offset));
  };
}
