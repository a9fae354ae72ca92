// Follows the public lists of a market supervision bureau and keeps a copy. Only Node, nothing else.
// node follow-public-changes.mjs http://127.0.0.1:3000 state.json [--once]
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const [address, file, once] = process.argv.slice(2);
let state = { cursor: '', records: {} };
try {
  state = JSON.parse(readFileSync(file, 'utf8'));
} catch (fault) {
  if (fault.code !== 'ENOENT') throw fault; // the first run begins with an empty cursor
}

for (;;) {
  const page = await nextPage().catch(async (fault) => {
    console.error(`${new Date().toISOString()} ${fault.message}; again in a second`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  });
  if (page === undefined) continue;
  for (const { kind, id, op, record } of page.changes) {
    if (op === 'upsert') state.records[`${kind}/${id}`] = record;
    else delete state.records[`${kind}/${id}`];
  }
  state.cursor = page.next;
  writeFileSync(`${file}.new`, JSON.stringify(state)); // the list and the place in the feed together, or not at all
  renameSync(`${file}.new`, file);
  console.log(`${page.changes.length} changes, ${Object.keys(state.records).length} records`);
  if (once && !page.more) break;
}

async function nextPage() {
  const query = new URLSearchParams({ cursor: state.cursor, limit: '500', wait: once ? '0' : '20' });
  const response = await fetch(`${address}/api/public/changes?${query}`, { signal: AbortSignal.timeout(40_000) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}
