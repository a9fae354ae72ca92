// Follows one sample from its line in a file to the published blacklist and off it again, by the commands that a person would type.
// Usage: node tools/tour.mjs [FILE] [--record PAGE]
//   FILE    spot-check results (CSV, XLSX); without it a small file of our own is generated
//   --record PAGE   writes what was typed and answered between the markers of a Markdown page
// Ends with status 1 at the first step that does not do what it should.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chapters } from './tour/chapters.mjs';
import { openGuide } from './tour/guide.mjs';
import { writeBetweenMarkers } from './generated-block.mjs';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
const args = process.argv.slice(2);
const recordAt = args.indexOf('--record');
const page = recordAt < 0 ? undefined : args.splice(recordAt, 2)[1];
if (args.length > 1 || (recordAt >= 0 && page === undefined)) {
  console.error('用法 Usage: node tools/tour.mjs [FILE] [--record PAGE]');
  process.exit(2);
}
if (!fs.existsSync('dist/apps/cli/main.js')) {
  console.error('请先编译 Build first: npm run build');
  process.exit(2);
}

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'zhiheng-tour-'));
fs.chmodSync(home, 0o755); // the account of the embedded database must reach it, also when root runs the tour
const guide = openGuide({ home });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end(130));
await walk();

async function walk() {
  try {
    await guide.startSystem();
    const walked = await takeTour();
    if (page !== undefined) writeBetweenMarkers(page, walked);
    console.log('\n✓ 全程各步均符合预期 Every step did what it should.');
    await end(0);
  } catch (fault) {
    console.error(`\n✗ ${fault.message}`);
    await end(1);
  }
}

async function takeTour() {
  for (const chapter of chapters({ file: args[0] })) {
    guide.heading(chapter.title);
    for (const step of chapter.steps) await guide.take(step);
  }
  return guide.transcript();
}

async function end(status) {
  await guide.stopSystem();
  fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  process.exit(status);
}
