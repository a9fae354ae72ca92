import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { inclusionPath, leafHash, merkleTree, rootOfPath } from './merkle-tree.js';

const rootOf = (leaves: readonly string[]): string => {
  const tree = merkleTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
};

/** The definition of RFC 9162, 2.1.1, word for word: slow and plain. */
function treeHash(leaves: readonly Buffer[]): Buffer {
  const sha = (...parts: readonly Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 0) return sha();
  if (leaves.length === 1) return sha(Buffer.of(0), leaves[0]!);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Buffer.of(1), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

const leaves = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 70 });

describe('a Merkle tree', () => {
  it('is the one of RFC 9162 for every number of leaves', () => {
    for (let size = 0; size <= 66; size++) {
      const texts = Array.from({ length: size }, (_, index) => `leaf ${index}`);
      expect(rootOf(texts)).toBe(treeHash(texts.map((text) => Buffer.from(text))).toString('hex'));
    }
  });

  it('is the one that Certificate Transparency publishes test vectors for', () => {
    // Seven leaves of the reference implementation: '', 00, 10, 2021, 3031, 40414243, 5051525354555657.
    expect(rootOf([''])).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(rootOf(['', '\x00', '\x10', ' !', '01', '@ABC', 'PQRSTUVW'])).toBe(
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    );
  });

  it('proves each of its leaves', () => {
    fc.assert(
      fc.property(leaves, (texts) => {
        const hashes = texts.map(leafHash);
        for (const [index, text] of texts.entries()) expect(rootOfPath(text, inclusionPath(hashes, index))).toBe(rootOf(texts));
      }),
    );
  });

  it('proves nothing else: another leaf, another place, a path that was changed, cut or made longer', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.string(), (texts, at, other) => {
        const index = at % texts.length;
        const text = texts[index]!;
        const proof = inclusionPath(texts.map(leafHash), index);
        const root = rootOf(texts);
        fc.pre(!texts.includes(other));
        expect(rootOfPath(other, proof)).not.toBe(root);
        expect(rootOfPath(text, { ...proof, path: [...proof.path, leafHash(other)] })).not.toBe(root);
        if (proof.path.length === 0) return;
        expect(rootOfPath(text, { ...proof, path: proof.path.slice(1) })).not.toBe(root);
        expect(rootOfPath(text, { ...proof, path: [leafHash(other), ...proof.path.slice(1)] })).not.toBe(root);
        expect(rootOfPath(text, { ...proof, index: proof.size })).toBeUndefined();
      }),
    );
  });

  it('never takes an inner node for a leaf', () => {
    const inner = Buffer.concat([Buffer.from(leafHash('a'), 'hex'), Buffer.from(leafHash('b'), 'hex')]);
    expect(leafHash(inner.toString('latin1'))).not.toBe(rootOf(['a', 'b']));
  });
});
