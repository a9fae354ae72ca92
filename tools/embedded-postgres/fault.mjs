/**
 * A fault of the embedded database: a stable code, what was expected, what was found, and what a caller may do about it.
 * The message is for the person at the terminal: Chinese first, English second.
 */
export class EmbeddedPostgresError extends Error {
  constructor(code, { zh, en, expected, found, retry = 'never', cause }) {
    super(`${zh}\n${en}`, { cause });
    this.name = 'EmbeddedPostgresError';
    this.code = code;
    this.zh = zh;
    this.en = en;
    this.expected = expected;
    this.found = found;
    this.retry = retry;
  }
}

export function diskFull(place, found) {
  return new EmbeddedPostgresError('PG_DISK_FULL', {
    zh: `磁盘空间不足,内嵌数据库无法写入 ${place}。请清理磁盘,或用 ZHIHENG_DATA_DIR 指定另一个目录。`,
    en: `No space left for the embedded database in ${place}. Free some space, or name another directory in ZHIHENG_DATA_DIR.`,
    expected: 'at least 200 MB of free space',
    found,
    retry: 'later',
  });
}

export function portInUse(port, found) {
  return new EmbeddedPostgresError('PG_PORT_IN_USE', {
    zh: `端口 ${port} 已被其他程序占用,内嵌数据库无法启动。请用 ZHIHENG_PG_PORT 指定另一个端口(0 表示自动选择),例如:ZHIHENG_PG_PORT=0 npm start`,
    en: `Port ${port} is taken by another program. Choose another with ZHIHENG_PG_PORT (0 picks a free one), e.g. ZHIHENG_PG_PORT=0 npm start`,
    expected: `port ${port} free on 127.0.0.1`,
    found,
    retry: 'elsewhere',
  });
}

export function dataDirectoryRefused(place, found, cause) {
  return new EmbeddedPostgresError('PG_DATA_DIR_REFUSED', {
    zh: `内嵌数据库的数据目录 ${place} 无法使用(${found})。请用当初创建它的用户运行,或用 ZHIHENG_DATA_DIR 指定另一个可写的目录。`,
    en: `The data directory ${place} cannot be used (${found}). Run as the user who made it, or name another in ZHIHENG_DATA_DIR.`,
    expected: 'a directory that the database account can reach and write',
    found,
    cause,
  });
}

export function noBinary(found, cause) {
  return new EmbeddedPostgresError('PG_NO_BINARY', {
    zh: `此平台没有可用的内嵌 PostgreSQL(${found})。请改用外部数据库:设置 DATABASE_URL=postgres://用户:口令@主机:端口/库名`,
    en: `There is no embedded PostgreSQL for this platform (${found}). Use an external one: set DATABASE_URL=postgres://user:password@host:port/database`,
    expected: 'Linux (glibc) or macOS on x64 or arm64, dependencies installed with their optional packages',
    found,
    cause,
  });
}

/** What the file system says while we prepare the place: full, read-only, foreign. Anything else stays what it is. */
export function faultFromSystem(cause, place) {
  if (cause.code === 'ENOSPC' || cause.code === 'EDQUOT') return diskFull(place, cause.message);
  const refusals = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY', 'EEXIST', 'EBUSY'];
  return cause.syscall && refusals.includes(cause.code) ? dataDirectoryRefused(place, cause.message, cause) : cause;
}

/** Fits what initdb or postgres wrote on stderr to a code: a program of its own, its exit status tells nothing. */
export function faultFromLog(log, { place, port }) {
  const line = (pattern) =>
    log
      .split('\n')
      .find((text) => pattern.test(text))
      ?.trim();
  const full = line(/no space left on device|disk quota exceeded/i);
  if (full) return diskFull(place, full);
  const taken = line(/address already in use/i);
  if (taken) return portInUse(port, taken);
  const refused = line(/permission denied|wrong ownership|read-only file system|operation not permitted/i);
  if (refused) return dataDirectoryRefused(place, refused);
  const nameless = line(/could not look up effective user id/i);
  if (nameless) {
    return new EmbeddedPostgresError('PG_NO_ACCOUNT', {
      zh: '当前用户编号在系统中没有账号,PostgreSQL 拒绝初始化。请用有账号的用户运行(容器中可用 root 或 node),或设置 DATABASE_URL 使用外部数据库。',
      en: 'The current user id has no account on this system and PostgreSQL refuses it. Run as a user with an account, or set DATABASE_URL.',
      expected: 'a user id with an entry in the account database',
      found: nameless,
    });
  }
  return new EmbeddedPostgresError('PG_START_FAILED', {
    zh: `内嵌数据库未能启动。PostgreSQL 的输出:\n${log.trim() || '(无)'}`,
    en: `The embedded database did not start; above is what PostgreSQL wrote. Data directory: ${place}`,
    expected: 'postgres ready to accept connections',
    found: log.trim().split('\n').at(-1) ?? '',
  });
}
