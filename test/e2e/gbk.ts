/** Text as Chinese Windows programs still save it. Node decodes GBK but does not encode it: the table is read off the decoder. */
export function encodeGbk(text: string): Buffer {
  return Buffer.concat(
    [...text].map((character) => Buffer.from(character < '\u0080' ? [character.charCodeAt(0)] : pairOf(character))),
  );
}

let table: ReadonlyMap<string, readonly number[]> | undefined;

function pairOf(character: string): readonly number[] {
  table ??= readTable();
  const pair = table.get(character);
  if (pair === undefined) throw new Error(`${character} is not in GBK`);
  return pair;
}

function readTable(): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder('gbk');
  const pairs = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1 && character !== '\uFFFD' && !pairs.has(character)) pairs.set(character, [lead, trail]);
    }
  }
  return pairs;
}
