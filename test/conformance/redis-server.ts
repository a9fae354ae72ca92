import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export type RedisServer = { readonly url: string; stop(): Promise<void> };

/** Whether suites over Redis run. In CI they do even without one, and fail: nothing is skipped there in silence. */
export function redisIsExpected(): boolean {
  return redisIsAvailable() || process.env['CI'] === 'true';
}

function redisIsAvailable(): boolean {
  return process.env['REDIS_URL'] !== undefined || spawnSync('redis-server', ['--version']).status === 0;
}

/** The Redis of REDIS_URL, or a private one on a free port that keeps nothing. */
export async function startRedis(): Promise<RedisServer> {
  const given = process.env['REDIS_URL'];
  if (given !== undefined) return { url: given, stop: async () => undefined };
  if (!redisIsAvailable()) throw new Error('redis-server was not found: install it or set REDIS_URL');
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'zhiheng-redis-'));
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory],
    { stdio: 'ignore' },
  );
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  client.on('error', () => undefined);
  await client.ping();
  client.disconnect();
  return {
    url,
    stop: async () => {
      server.kill('SIGTERM');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
