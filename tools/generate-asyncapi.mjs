// Writes docs/reference/asyncapi.json from the contracts. Needs the build.
// Usage: node tools/generate-asyncapi.mjs [--check]   --check writes nothing and fails when the file is out of date
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
const FILE = 'docs/reference/asyncapi.json';
const [{ allWorkflows }, { asyncApiDocument }] = await Promise.all([
  import('../dist/libs/workflows/index.js'),
  import('../dist/libs/features/webhooks/asyncapi/document.js'),
]);
const text = `${JSON.stringify(asyncApiDocument(allWorkflows), null, 2)}\n`;
const upToDate = fs.existsSync(FILE) && fs.readFileSync(FILE, 'utf8') === text;
if (process.argv[2] === '--check' && !upToDate) {
  console.error(`${FILE} 与流程不一致，请运行 is out of date, run: npm run docs:asyncapi`);
  process.exit(1);
}
if (!upToDate) fs.writeFileSync(FILE, text);
console.log(upToDate ? `${FILE} 为最新 is up to date` : `写入 wrote ${FILE}`);
