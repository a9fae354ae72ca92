// Releases a version of a workflow, or an upgrade between two: writes the fingerprint after which it may not change any more.
// Usage: node tools/release-workflow.mjs <workflow> <v2 | v1-to-v2> [--root <folder>]
//        node tools/release-workflow.mjs --check [--root <folder>]   fails when something released has changed
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { changesOf, checkReleases } from './release/check.mjs';
import { fingerprintOf } from './release/fingerprint.mjs';
import { isReleased, readPart } from './release/parts.mjs';

const USAGE =
  '用法 Usage: npm run release-workflow -- <workflow> <v2 | v1-to-v2>\n         npm run release-workflow -- --check';

const { root, check, workflow, part } = readArguments();
if (check) checkAll();
else release();

function readArguments() {
  const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
  let given;
  try {
    given = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean' }, root: { type: 'string' } } });
  } catch {
    stop(2, USAGE);
  }
  const { values, positionals } = given;
  const folder = path.resolve(values.root ?? path.join(project, 'libs/workflows'));
  if (values.check && positionals.length === 0) return { root: folder, check: true };
  const [name, text] = positionals;
  const found = positionals.length === 2 && !values.check ? readPart(folder, name, text) : undefined;
  if (found === undefined) stop(2, USAGE);
  return { root: folder, check: false, workflow: name, part: found };
}

function checkAll() {
  const { released, faults } = checkReleases(root);
  if (faults.length > 0) {
    stop(
      1,
      [
        '已发布的流程版本不得修改，请新建版本 A released version never changes: make a new one.',
        ...faults.map((fault) => `  ${fault}`),
      ].join('\n'),
    );
  }
  console.log(released.length === 0 ? '尚无已发布的版本 nothing is released yet' : `未变 unchanged: ${released.join(', ')}`);
}

function release() {
  const { fingerprint, files, faults } = fingerprintOf(part);
  if (isReleased(part)) {
    const changes = changesOf(part);
    if (changes.length > 0)
      stop(1, [`${workflow} ${part.name} 已发布 is released already`, ...changes.map((one) => `  ${one}`)].join('\n'));
    console.log(`${workflow} ${part.name}: 已发布，未变 released before and unchanged`);
    return;
  }
  if (faults.length > 0) stop(1, faults.map((fault) => `${workflow} ${part.name}: ${fault}`).join('\n'));
  fs.writeFileSync(part.seal, `${JSON.stringify({ workflow, release: part.name, fingerprint, files }, null, 2)}\n`);
  console.log(`${workflow} ${part.name}: 已发布 released, ${fingerprint}`);
}

function stop(code, text) {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}
