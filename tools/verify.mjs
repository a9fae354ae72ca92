// npm run verify: everything that must hold before a commit, short of the tests that need services.
// All steps run, so that one look shows all that is wrong. `node tools/verify.mjs lint types` runs only the named ones.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const local = (script) => `node_modules/${script}`;

/** To add a check, add a line: name, then the script and its arguments, run with Node; exit status 0 means it holds. */
const STEPS = [
  ['format', local('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  ['lint', local('eslint/bin/eslint.js'), '--max-warnings=0', '.'],
  [
    'boundaries',
    local('dependency-cruiser/bin/dependency-cruise.mjs'),
    '--config',
    '.dependency-cruiser.cjs',
    'libs',
    'apps',
    'test',
    'tools',
  ],
  ['dead code', local('knip/bin/knip.js')],
  ['released', 'tools/release-workflow.mjs', '--check'],
  ['docs up to date', 'tools/generate-workflow-docs.mjs', '--check'],
  ['cli docs', 'tools/generate-cli-docs.mjs', '--check'],
  ['asyncapi up to date', 'tools/generate-asyncapi.mjs', '--check'],
  ['types', local('typescript-native/bin/tsc'), '--noEmit', '-p', '.'],
  [
    'unit tests',
    '--experimental-vm-modules',
    '--no-warnings',
    local('jest/bin/jest.js'),
    '--selectProjects',
    'unit',
    '--maxWorkers=2',
  ],
];

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.some(([step]) => step === name));
if (unknown.length > 0) {
  console.error(`没有此检查 No such step: ${unknown.join(', ')}; 可用 known: ${STEPS.map(([name]) => `"${name}"`).join(', ')}`);
  process.exit(2);
}

const rows = [];
for (const [name, ...args] of STEPS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const began = performance.now();
  const { status, output } = await run(args);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (status !== 0) console.log(`\n── ${name} ──\n${output.trim()}`);
  rows.push({ name, seconds, passed: status === 0 });
}

console.log('');
for (const { name, seconds, passed } of rows) console.log(`${passed ? '✓' : '✗'} ${name.padEnd(16)} ${seconds.padStart(7)} s`);
const failed = rows.filter((row) => !row.passed).length;
console.log(
  failed === 0 ? '\n检查全部通过 All checks hold.' : `\n${failed} 项检查未通过 ${failed} of ${rows.length} checks do not hold.`,
);
if (process.env.ZHIHENG_COUNTS_FILE) {
  fs.appendFileSync(process.env.ZHIHENG_COUNTS_FILE, `${rows.length - failed} ${failed}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('close', (status) => resolve({ status, output }));
  });
}
