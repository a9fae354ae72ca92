import { createHash } from 'node:crypto';

/** How one leaf hangs in a tree: enough, with the leaf itself, to compute the root again (RFC 9162, 2.1.3). Hashes in hex, the lowest first. */
export type InclusionPath = { readonly index: number; readonly size: number; readonly path: readonly string[] };

/** Leaves and nodes are hashed apart, so that no inner node can pass for a leaf (RFC 9162, 2.1.1). */
export function leafHash(text: string): string {
  return hash(0, Buffer.from(text, 'utf8')).toString('hex');
}

/** The Merkle tree hash of RFC 9162 over leaves that come one after the other; keeps one hash a level. Without a leaf it is SHA-256 of nothing. */
export function merkleTree(): { add(leaf: string): void; root(): string } {
  const peaks: Buffer[] = [];
  let size = 0;
  return {
    add: (leaf) => {
      let node = hash(0, Buffer.from(leaf, 'utf8'));
      // As many full subtrees are joined as the number of leaves before ends in ones.
      for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) node = hash(1, peaks.pop()!, node);
      peaks.push(node);
      size++;
    },
    root: () => {
      const [last, ...lower] = peaks.slice().reverse();
      if (last === undefined) return createHash('sha256').digest('hex');
      return lower.reduce((right, left) => hash(1, left, right), last).toString('hex');
    },
  };
}

/** The path of one leaf among leaf hashes (hex). */
export function inclusionPath(hashes: readonly string[], index: number): InclusionPath {
  const path: string[] = [];
  let level: readonly Buffer[] = hashes.map((text) => Buffer.from(text, 'hex'));
  // A node without a neighbour moves up as it is: the shape that RFC 9162 gives by splitting at powers of two.
  for (let at = index; level.length > 1; at = Math.floor(at / 2)) {
    const neighbour = level[at % 2 === 0 ? at + 1 : at - 1];
    if (neighbour !== undefined) path.push(neighbour.toString('hex'));
    level = joined(level);
  }
  return { index, size: hashes.length, path };
}

function joined(level: readonly Buffer[]): readonly Buffer[] {
  const above: Buffer[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at]!, level[at + 1]];
    above.push(right === undefined ? left : hash(1, left, right));
  }
  return above;
}

/** The root that a leaf and its path lead to (RFC 9162, 2.1.3.2); undefined when the path does not fit a tree of that size. */
export function rootOfPath(leaf: string, { index, size, path }: InclusionPath): string | undefined {
  if (index < 0 || index >= size) return undefined;
  let node = hash(0, Buffer.from(leaf, 'utf8'));
  let at = index;
  let last = size - 1;
  for (const text of path) {
    if (last === 0) return undefined;
    const neighbour = Buffer.from(text, 'hex');
    if (at % 2 === 1 || at === last) {
      node = hash(1, neighbour, node);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else node = hash(1, node, neighbour);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? node.toString('hex') : undefined;
}

function hash(kind: 0 | 1, ...parts: readonly Buffer[]): Buffer {
  const digest = createHash('sha256').update(Uint8Array.of(kind));
  for (const part of parts) digest.update(part);
  return digest.digest();
}
