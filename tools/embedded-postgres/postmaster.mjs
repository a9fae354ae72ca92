import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { serverEnvironment } from './data-directory.mjs';
import { EmbeddedPostgresError, faultFromLog } from './fault.mjs';
import { commandLine, isAlive, sleep } from './processes.mjs';

/**
 * The shell is a watchdog. It holds our end of a pipe: when this process dies in any way, kill -9 included, `cat` ends and
 * the shell asks Postgres for a fast, clean shutdown. It ignores the terminal's signals, Postgres has its own session.
 */
const WATCHDOG =
  'exec 3<&0; "$@" </dev/null & P=$!; trap "" INT TERM HUP; (cat <&3 >/dev/null; kill -INT $P 2>/dev/null) & exec 3<&-; wait $P';

// Fast shutdown waits for a checkpoint. Beyond this an immediate one is safe as well: the write-ahead log recovers it.
const FAST_SHUTDOWN_MS = 60_000;

/** The running postmaster of a data directory, if there is one. */
export function runningPostmaster(dataDir) {
  const lines = readLines(path.join(dataDir, 'postmaster.pid'));
  const pid = Number(lines[0]);
  // The file may outlive a crash, and its number may since belong to anyone: ask the process itself.
  if (!pid || !isAlive(pid) || !commandLine(pid).includes(` -D ${dataDir} `)) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Stops whatever serves the data directory: our own server, or one that outlived its owner. */
export async function stopPostmaster(dataDir) {
  const deadline = Date.now() + FAST_SHUTDOWN_MS;
  for (let signalled; ; await sleep(10)) {
    const running = runningPostmaster(dataDir);
    if (!running) break;
    if (signalled === running.pid && Date.now() < deadline) continue;
    signalled = running.pid;
    signal(running.pid, Date.now() < deadline ? 'SIGINT' : 'SIGQUIT');
  }
  // A postmaster.pid whose number now belongs to a program of another kind would stop the next start. Any Postgres is left its file.
  const left = Number(readLines(path.join(dataDir, 'postmaster.pid'))[0]);
  if (left && isAlive(left) && !/postgres/.test(commandLine(left)))
    fs.rmSync(path.join(dataDir, 'postmaster.pid'), { force: true });
}

/** Starts the server and resolves when it accepts connections, however long the recovery after a crash may take. */
export async function startPostmaster({ dataDir, postgres, account, port, settings, logFile }) {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [postgres, '-D', dataDir, '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1', ...options];
  for (let attempt = 1; ; attempt++) {
    const log = openLog(logFile);
    const child = spawn('/bin/sh', ['-c', WATCHDOG, 'zhiheng-postgres', ...command], {
      ...account,
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['pipe', log.fd, log.fd],
      detached: true, // Ctrl-C must not reach Postgres before its clients have drained
    });
    fs.closeSync(log.fd);
    const exited = new Promise((resolve) => {
      child.once('exit', resolve);
      child.once('error', resolve);
    });
    if (await becomesReady(dataDir, exited)) {
      child.unref();
      child.stdin.unref?.();
      child.stdin.on('error', () => {}); // the watchdog was killed: stopPostmaster does not need it
      return { child, exited, pid: runningPostmaster(dataDir).pid };
    }
    child.stdin.destroy();
    const said = log.since();
    // Dying workers of a killed postmaster hold the shared memory for a moment; Postgres says so in words only.
    if (!/pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(said))
      throw faultFromLog(said, { place: dataDir, port });
    if (attempt === 40) {
      throw new EmbeddedPostgresError('PG_DATA_DIR_BUSY', {
        zh: `数据目录 ${dataDir} 仍被另一个 PostgreSQL 进程占用。\n${said.trim()}`,
        en: `The data directory is still held by another PostgreSQL process.`,
        expected: 'no other server on the data directory',
        found: said.trim().split('\n')[0],
        retry: 'later',
      });
    }
    await sleep(250);
  }
}

async function becomesReady(dataDir, exited) {
  let gone = false;
  void exited.then(() => (gone = true));
  while (!gone) {
    if (runningPostmaster(dataDir)?.ready) return true;
    await Promise.race([exited, sleep(10)]);
  }
  return false;
}

function openLog(file) {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 5_000_000) fs.renameSync(file, `${file}.1`);
  const fd = fs.openSync(file, 'a', 0o640);
  const start = fs.fstatSync(fd).size;
  return { fd, since: () => fs.readFileSync(file).subarray(start).toString('utf8').slice(-8000) };
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (cause) {
    if (cause.code !== 'ESRCH') throw cause;
  }
}

function readLines(file) {
  try {
    return fs.readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
