import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';

const NOTE = 'restores.jsonl';

/**
 * The timeline on which the system lived at an instant. A restore begins a new one, and what was done on the old one after the moment
 * restored to stays in the log: whoever restores again, to a later moment before that restore, means the old one.
 */
export function timelineAt(backupDir, at) {
  if (at === undefined) return 'latest';
  const before = restoresOf(backupDir).filter(({ restoredAt }) => restoredAt <= at);
  return String(before.at(-1)?.timeline ?? 1);
}

/** Notes which timeline a restore has begun, and when. */
export async function noteRestore(backupDir, { url, at }) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('select pg_walfile_name(pg_current_wal_lsn()) as wal, clock_timestamp() as now');
    const [{ wal, now }] = rows;
    const note = { timeline: Number.parseInt(wal.slice(0, 8), 16), restoredAt: now.toISOString(), to: at ?? 'latest' };
    fs.appendFileSync(path.join(backupDir, NOTE), `${JSON.stringify(note)}\n`);
  } finally {
    await client.end();
  }
}

function restoresOf(backupDir) {
  const file = path.join(backupDir, NOTE);
  if (!fs.existsSync(file)) return [];
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
