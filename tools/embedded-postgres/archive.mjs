import fs from 'node:fs';
import path from 'node:path';
import { reachable } from './account.mjs';
import { EmbeddedPostgresError } from './fault.mjs';

// A segment that nobody fills is put away after this: what is lost with the disk is no more than a minute.
const SECONDS_AT_MOST = 60;

/**
 * Where the write-ahead log of a data directory is put away: `ZHIHENG_BACKUP_DIR`, else where it was put before. Once begun it goes on: a
 * command without the variable would leave a gap in the log, over which nothing can be restored. `off` ends it.
 */
export function backupDirOf(dataDir, env = process.env) {
  const note = `${dataDir}.backup-dir`;
  const wanted = env.ZHIHENG_BACKUP_DIR?.trim();
  if (wanted === 'off') {
    fs.rmSync(note, { force: true });
    return undefined;
  }
  if (!wanted) return fs.existsSync(note) ? fs.readFileSync(note, 'utf8') : undefined;
  const backupDir = path.resolve(wanted);
  if (!fs.existsSync(note) || fs.readFileSync(note, 'utf8') !== backupDir) fs.writeFileSync(note, backupDir);
  return backupDir;
}

/** Makes the place for the log, which the database account writes, and answers the settings that put it there. */
export function archiveSettings(backupDir, account) {
  const wal = walDirOf(backupDir);
  // The path stands between quotes in a command of a shell, in which % has a meaning to PostgreSQL.
  if (/['"\\%\n]/.test(wal)) throw backupDirRefused(backupDir, `' " \\ %`);
  // The folder itself is entered by the database account; what lies in it, backups and log, is for one account each.
  fs.mkdirSync(backupDir, { recursive: true, mode: 0o755 });
  if (!fs.existsSync(wal)) fs.mkdirSync(wal, { mode: 0o700 });
  if (account.uid !== undefined) fs.chownSync(wal, account.uid, account.gid);
  if (!reachable(wal, account)) throw backupDirRefused(backupDir, `uid ${account.uid} 无法进入 cannot enter`);
  const kept = `'${wal}/%f.gz'`;
  const draft = `'${wal}/.%f.draft'`;
  return {
    archive_mode: 'on',
    archive_timeout: String(SECONDS_AT_MOST),
    // Written aside, flushed, renamed: a name that is there is whole. PostgreSQL offers a segment again after a crash: the same one is no fault.
    archive_command: `if [ -f ${kept} ]; then gunzip -c ${kept} | cmp -s - %p; else gzip -c %p > ${draft} && sync ${draft} && mv ${draft} ${kept}; fi`,
  };
}

/** The command that brings a segment back. */
export function restoreCommand(backupDir) {
  return `[ -f '${walDirOf(backupDir)}/%f.gz' ] && gunzip -c '${walDirOf(backupDir)}/%f.gz' > %p`;
}

export function walDirOf(backupDir) {
  return path.join(backupDir, 'wal');
}

function backupDirRefused(place, found) {
  return new EmbeddedPostgresError('PG_BACKUP_DIR_REFUSED', {
    zh: `备份目录 ${place} 无法使用(${found})。请用 ZHIHENG_BACKUP_DIR 指定数据库账号可写的目录。`,
    en: `The backup directory ${place} cannot be used (${found}). Name one in ZHIHENG_BACKUP_DIR that the database account can write.`,
    expected: 'a directory that the database account can reach and write',
    found,
  });
}
