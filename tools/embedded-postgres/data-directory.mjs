import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { reachable } from './account.mjs';
import { dataDirectoryRefused, EmbeddedPostgresError, faultFromLog } from './fault.mjs';

const SECRET = 'zhiheng.password';

/** Refuses a data directory of another major version: Postgres cannot read it, and must not try. */
export function checkVersion(dataDir, major) {
  const found = readIfThere(path.join(dataDir, 'PG_VERSION'))?.trim();
  if (found === undefined || found === major) return found !== undefined;
  throw new EmbeddedPostgresError('PG_VERSION_MISMATCH', {
    zh: `数据目录 ${dataDir} 由 PostgreSQL ${found} 创建,本版本内嵌的是 PostgreSQL ${major},无法直接读取。请用原版本导出数据,或用 ZHIHENG_DATA_DIR 指定新目录;原目录未被改动。`,
    en: `${dataDir} was made by PostgreSQL ${found}; this release carries ${major}. Export with the former release, or name a new directory in ZHIHENG_DATA_DIR. Nothing was changed.`,
    expected: `PostgreSQL ${major}`,
    found: `PostgreSQL ${found}`,
  });
}

/**
 * Initialises beside and renames into place: a crash or a full disk in the middle never leaves half a database behind.
 * Collation is fixed (UTF-8, code point order): the system's locale must not decide how Chinese is stored or compared.
 */
export function initialise({ dataDir, initdb, account, user, flush }) {
  const draft = `${dataDir}.draft-${process.pid}`;
  const secret = randomBytes(18).toString('base64url');
  const secretFile = `${draft}.secret`;
  try {
    fs.rmSync(draft, { recursive: true, force: true });
    fs.mkdirSync(draft, { mode: 0o700 });
    fs.writeFileSync(secretFile, secret, { mode: 0o600 });
    give(draft, account);
    give(secretFile, account);
    if (!reachable(draft, account)) throw dataDirectoryRefused(dataDir, `uid ${account.uid} 无法进入 cannot enter`);
    const run = spawnSync(
      initdb,
      [
        '-D',
        draft,
        '-U',
        user,
        `--pwfile=${secretFile}`,
        '--auth=scram-sha-256',
        '--no-instructions',
        ...(flush ? [] : ['--no-sync']),
        ...LOCALE,
      ],
      { ...account, cwd: '/', env: serverEnvironment(), encoding: 'utf8' },
    );
    if (run.status !== 0) throw faultFromLog(`${run.stderr ?? ''}${run.error?.message ?? ''}`, { place: dataDir });
    fs.renameSync(secretFile, path.join(draft, SECRET));
    fs.renameSync(draft, dataDir);
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
    fs.rmSync(secretFile, { force: true });
  }
}

const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** The password that `initialise` drew for this data directory. */
export function passwordOf(dataDir) {
  const secret = readIfThere(path.join(dataDir, SECRET));
  if (secret !== undefined) return secret;
  throw dataDirectoryRefused(dataDir, `缺少 missing ${SECRET}`);
}

/** What the server programs see of our environment: nothing that could change encoding, time zone or connection defaults. */
export function serverEnvironment() {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

function give(file, { uid, gid }) {
  if (uid !== undefined) fs.chownSync(file, uid, gid);
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}
