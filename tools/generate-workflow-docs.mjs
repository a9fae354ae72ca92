// Writes the page of each workflow from its machine and its policy, and their index. Needs the build.
// Usage: node tools/generate-workflow-docs.mjs [--check]   --check writes nothing and fails when a page is out of date
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPage, withBlock, writeBetweenMarkers } from './generated-block.mjs';

const JURISDICTION = '442000';
// A fixed day: the pages must not change because time passes.
const ON = '2026-01-01';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
const [flag, ...more] = process.argv.slice(2);
if (more.length > 0 || (flag !== undefined && flag !== '--check'))
  fail('用法 Usage: node tools/generate-workflow-docs.mjs [--check]');
if (!fs.existsSync('dist/libs/workflows/index.js')) fail('请先编译 Build first: npm run build');

const pages = await makePages();
const stale = pages.filter(({ file, text }) => withBlock(readPage(file), text) !== readPage(file));
if (flag === '--check') {
  if (stale.length > 0) {
    fail(
      `说明文档与流程不一致，请运行 Pages are out of date, run: npm run docs:workflows\n  ${stale.map(({ file }) => file).join('\n  ')}`,
    );
  }
  console.log(`${pages.length} 页均为最新 pages are up to date`);
} else {
  for (const { file, text } of stale) writeBetweenMarkers(file, text);
  console.log(
    stale.length === 0
      ? `${pages.length} 页均为最新 pages are up to date`
      : stale.map(({ file }) => `写入 wrote ${file}`).join('\n'),
  );
}

async function makePages() {
  // These pages draw with the build: loaded after it is known to be there.
  const [{ indexPage }, { workflowPage }] = await Promise.all(
    ['index-page', 'workflow-page'].map((file) => import(`./workflow-docs/${file}.mjs`)),
  );
  const [{ allWorkflows }, { loadConfig }, { resolvePolicy }, { PROJECTIONS }] = await Promise.all(
    ['workflows/index.js', 'policy-files/index.js', 'policy/index.js', 'features/publicity/records/projections.js'].map(
      (file) => import(`../dist/libs/${file}`),
    ),
  );
  const config = await loadConfig();
  const place = config.jurisdictions.find(({ code }) => code === JURISDICTION);
  const law = {
    jurisdiction: `${JURISDICTION} ${place.name.zh}`,
    on: ON,
    rules: config.rulebook.rules,
    handled: new Set(Object.keys(PROJECTIONS)),
    workflows: new Map(allWorkflows.map((workflow) => [workflow.name, workflow])),
    policyOf: ({ policyKeys }) => resolvePolicy(config.book, { jurisdiction: JURISDICTION, keys: policyKeys, on: ON }).values,
  };
  const names = [...new Set(allWorkflows.map(({ name }) => name))];
  return [
    ...names.map((name) => ({
      file: `libs/workflows/${name}/README.md`,
      text: allWorkflows
        .filter((workflow) => workflow.name === name)
        .map((workflow) => workflowPage(workflow, law))
        .join('\n\n'),
    })),
    { file: 'docs/reference/workflows.md', text: indexPage(allWorkflows, law) },
  ];
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
