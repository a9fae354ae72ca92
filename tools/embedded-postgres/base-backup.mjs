import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { walDirOf } from './archive.mjs';
import { EmbeddedPostgresError } from './fault.mjs';

const NOTE = 'zhiheng-backup.json';
const PREFIX = 'base-';
// The log is put away on its own; the rest belongs to the running server and is made anew (PostgreSQL, 25.3.4.3).
const LEFT_OUT = new Set([
  'postmaster.pid',
  'postmaster.opts',
  'backup_label',
  'tablespace_map',
  'recovery.signal',
  'standby.signal',
]);
const LEFT_EMPTY = new Set([
  'pg_wal',
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);

/**
 * Copies the data directory of a running server by the low-level interface (the packages carry no pg_basebackup). Nobody waits for it. What
 * changes under the copy is put right by the log from its beginning to its end, which is put away before this resolves.
 */
export async function takeBaseBackup({ url, dataDir, backupDir }) {
  const client = new pg.Client({ connectionString: url, application_name: 'zhiheng-backup' });
  await client.connect();
  const draft = path.join(backupDir, `.draft-${process.pid}`);
  try {
    await refuseUnarchived(client, backupDir);
    const startedAt = await nowOf(client);
    // Ends in this session or not at all: when it dies, the server forgets that a backup was begun.
    const { rows: begun } = await client.query(`select pg_walfile_name(pg_backup_start('zhiheng', true)) as wal`);
    fs.mkdirSync(draft, { mode: 0o700 });
    copyInto(dataDir, draft);
    const { rows } = await client.query('select labelfile, spcmapfile from pg_backup_stop(true)');
    const endedAt = await nowOf(client);
    fs.writeFileSync(path.join(draft, 'backup_label'), rows[0].labelfile);
    if (rows[0].spcmapfile) fs.writeFileSync(path.join(draft, 'tablespace_map'), rows[0].spcmapfile);
    const note = { startedAt, endedAt, startWal: begun[0].wal, bytes: sizeOf(draft) };
    fs.writeFileSync(path.join(draft, NOTE), JSON.stringify(note));
    const place = path.join(backupDir, PREFIX + endedAt.replaceAll(':', ''));
    fs.renameSync(draft, place);
    return { place, ...note };
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
    await client.end();
  }
}

/** The base backups there are, oldest first. */
export function listBaseBackups(backupDir) {
  if (!fs.existsSync(backupDir)) return [];
  return fs
    .readdirSync(backupDir)
    .filter((name) => name.startsWith(PREFIX))
    .sort()
    .map((name) => {
      const place = path.join(backupDir, name);
      return { place, ...JSON.parse(fs.readFileSync(path.join(place, NOTE), 'utf8')) };
    });
}

/** Removes all but the newest `keep` base backups, and the log that only those needed. Answers what was removed. */
export function pruneBackups(backupDir, keep) {
  const bases = listBaseBackups(backupDir);
  const [removed, kept] = [bases.slice(0, -keep), bases.slice(-keep)];
  if (removed.length === 0) return { bases: 0, segments: 0 };
  for (const { place } of removed) fs.rmSync(place, { recursive: true });
  const wal = walDirOf(backupDir);
  // Eight digits of timeline, sixteen of place: what lies before the first place that is needed is needed by nobody.
  const first = kept[0].startWal.slice(8);
  const old = fs.readdirSync(wal).filter((name) => /^[0-9A-F]{24}/.test(name) && name.slice(8, 24) < first);
  for (const name of old) fs.rmSync(path.join(wal, name));
  return { bases: removed.length, segments: old.length };
}

/** Puts a base backup into a new data directory for the account. */
export function unpackBaseBackup({ place, into, account }) {
  fs.cpSync(place, into, { recursive: true, verbatimSymlinks: true });
  fs.rmSync(path.join(into, NOTE));
  fs.writeFileSync(path.join(into, 'recovery.signal'), '');
  if (account.uid !== undefined) giveAll(into, account);
}

async function refuseUnarchived(client, backupDir) {
  const { rows } = await client.query(
    `select current_setting('archive_mode') as mode, current_setting('archive_command') as command`,
  );
  const [{ mode, command }] = rows;
  if (mode === 'on' && command.includes(`'${walDirOf(backupDir)}/`)) return;
  throw new EmbeddedPostgresError('PG_NOT_ARCHIVING', {
    zh: `数据库没有把预写日志归档到 ${backupDir}。请设置 ZHIHENG_BACKUP_DIR 后重新启动系统,再做备份。`,
    en: `The running database does not put its log away in ${backupDir}. Set ZHIHENG_BACKUP_DIR, start the system again, then make the backup.`,
    expected: `archive_command into ${backupDir}`,
    found: `archive_mode ${mode}`,
  });
}

async function nowOf(client) {
  return (await client.query('select clock_timestamp() as now')).rows[0].now.toISOString();
}

function copyInto(from, to) {
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (LEFT_OUT.has(entry.name) || entry.name.startsWith('pgsql_tmp')) continue;
    if (entry.isDirectory()) {
      fs.mkdirSync(target, { mode: 0o700 });
      if (!LEFT_EMPTY.has(entry.name)) copyInto(source, target);
      else if (entry.name === 'pg_wal') fs.mkdirSync(path.join(target, 'archive_status'), { mode: 0o700 });
    } else copyFile(source, target);
  }
}

// A file that was there when the folder was listed and is gone now was dropped meanwhile: the log says so too.
function copyFile(source, target) {
  try {
    fs.copyFileSync(source, target);
  } catch (cause) {
    if (cause.code !== 'ENOENT') throw cause;
  }
}

function sizeOf(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(path.join(entry.parentPath ?? entry.path, entry.name)).size, 0);
}

function giveAll(place, { uid, gid }) {
  fs.chownSync(place, uid, gid);
  for (const name of fs.readdirSync(place, { recursive: true })) fs.lchownSync(path.join(place, name), uid, gid);
}
