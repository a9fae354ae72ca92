import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { Redis } from 'ioredis';
import { freePort } from '../../../tools/embedded-postgres.mjs';

/** A Redis that keeps an append-only file, so that it comes back after a kill as it was a second before: a little in the past. */
export type RedisServer = {
  readonly port: number;
  kill(): Promise<void>;
  start(): Promise<void>;
  flush(): Promise<void>;
  stop(): Promise<void>;
};

export async function startRedisServer(directory: string): Promise<RedisServer> {
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  const start = async (): Promise<void> => {
    const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
    const keeping = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '', '--maxmemory-policy', 'noeviction'];
    child = spawn('redis-server', [...place, ...keeping], { stdio: 'ignore' });
    await asking(port, (client) => client.ping());
  };
  await start();
  return {
    port,
    start,
    kill: () => end('SIGKILL'),
    flush: () => asking(port, (client) => client.flushall()),
    stop: () => end('SIGTERM'),
  };
}

async function asking(port: number, ask: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  client.on('error', () => undefined);
  try {
    // It says LOADING while it reads its file: the client waits for that by itself.
    await ask(client);
  } finally {
    client.disconnect();
  }
}
