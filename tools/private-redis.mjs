import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './embedded-postgres.mjs';

// As for Postgres: when this process dies in any way, the pipe closes and the shell ends the server.
const WATCHDOG =
  'exec 3<&0; "$@" </dev/null & P=$!; trap "" INT TERM HUP; (cat <&3 >/dev/null; kill -TERM $P 2>/dev/null) & exec 3<&-; wait $P';

/**
 * A Redis for one run, on a free loopback port; in memory only, unless `durable` asks for an append-only file. Undefined when `redis-server`
 * is not installed.
 */
export async function startPrivateRedis({ durable = false } = {}) {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
  const port = await freePort();
  const home = durable ? fs.mkdtempSync(path.join(os.tmpdir(), 'zhiheng-redis-')) : os.tmpdir();
  const options = [
    '--port',
    port,
    '--bind',
    '127.0.0.1',
    '--dir',
    home,
    '--save',
    '',
    '--appendonly',
    durable ? 'yes' : 'no',
    '--maxmemory-policy',
    'noeviction',
  ];
  const child = spawn('/bin/sh', ['-c', WATCHDOG, 'zhiheng-redis', 'redis-server', ...options.map(String)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const exited = once(child, 'exit');
  await listening(port, child);
  child.unref();
  child.stdin.unref();
  const stop = async () => {
    child.ref();
    child.stdin.end();
    await exited;
    if (durable) fs.rmSync(home, { recursive: true, force: true });
  };
  return { url: `redis://127.0.0.1:${port}`, port, stop };
}

async function listening(port, child) {
  for (const deadline = Date.now() + 10_000; ;) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`redis-server did not start on port ${port}`);
    const socket = net.connect(port, '127.0.0.1');
    const open = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
