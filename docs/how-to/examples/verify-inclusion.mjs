// Checks that a procedure is under a published daily root. Only Node, nothing of the system that made the proof.
// node verify-inclusion.mjs proof.json <roots.json | https://…/api/public/roots> [histories.jsonl]
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [proofFile, rootsPlace, historiesFile] = process.argv.slice(2);
const sha256 = (...parts) => parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest();
const check = (holds, what) => {
  if (!holds) {
    console.error(`✗ ${what}`);
    process.exit(1);
  }
  console.log(`✓ ${what}`);
};

const { root, head, index, size, path } = JSON.parse(readFileSync(proofFile, 'utf8'));
const { day, tree } = JSON.parse(root.text);
check(sha256(root.text).toString('hex') === root.hash, `the root of ${day} has the hash ${root.hash}`);
const { roots } = JSON.parse(
  /^https?:/.test(rootsPlace) ? await (await fetch(rootsPlace)).text() : readFileSync(rootsPlace, 'utf8'),
);
check(
  roots.some(({ hash }) => hash === root.hash),
  `it is among the ${roots.length} roots of ${rootsPlace}`,
);

// RFC 9162, 2.1.3.2
let node = sha256(Buffer.of(0), head);
let [at, last] = [index, size - 1];
for (const text of path) {
  const neighbour = Buffer.from(text, 'hex');
  if (at % 2 === 1 || at === last) {
    node = sha256(Buffer.of(1), neighbour, node);
    for (; at % 2 === 0 && at !== 0; last = Math.floor(last / 2)) at /= 2;
  } else node = sha256(Buffer.of(1), node, neighbour);
  [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
}
check(last === 0 && node.toString('hex') === tree, `“${head}” is leaf ${index} of its ${size}`);

if (historiesFile !== undefined) {
  const [id, seq, headHash] = head.split(' ');
  const histories = readFileSync(historiesFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { log } = histories.find(({ instance }) => instance.instanceId === id);
  let previous = '0'.repeat(64);
  for (const { text } of log.slice(0, Number(seq))) {
    check(JSON.parse(text).prev === previous, `entry ${JSON.parse(text).seq} follows ${previous.slice(0, 12)}…`);
    previous = sha256(text).toString('hex');
  }
  check(previous === headHash, `its ${seq} entries end in that head`);
}
