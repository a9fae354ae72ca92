import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { EmbeddedPostgresError } from './fault.mjs';

/**
 * The account under which initdb and postgres run: they refuse uid 0. An ordinary user runs them as himself (`{}`). Root uses
 * the owner of an existing data directory, else `postgres`, else `nobody`, which exists everywhere; users are never created.
 */
export function databaseAccount(dataDir) {
  if (process.getuid?.() !== 0) return {};
  const owner = fs.statSync(dataDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  throw new EmbeddedPostgresError('PG_NO_ACCOUNT', {
    zh: 'PostgreSQL 不允许以 root 运行,而系统中既没有 postgres 也没有 nobody 用户。请用普通用户运行,或设置 DATABASE_URL 使用外部数据库。',
    en: 'PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody". Run as an ordinary user, or set DATABASE_URL.',
    expected: 'user postgres or nobody',
    found: 'neither',
  });
}

/** Whether the account can enter a directory or execute a file: under /root (0700) `nobody` cannot, whatever the file's own mode. */
export function reachable(file, account) {
  return account.uid === undefined || spawnSync('test', ['-x', file], account).status === 0;
}

function idOf(flag, name) {
  const answer = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return answer.status === 0 ? Number(answer.stdout) : -1;
}
