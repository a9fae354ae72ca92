import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { databaseProcessesOf } from '../../e2e/processes-of.js';
import { runCommand } from '../../e2e/program.js';
import type { Environment } from '../../e2e/program.js';
import { query, startPostgresServer } from './postgres-server.js';
import type { PostgresServer } from './postgres-server.js';
import { startRedisServer } from './redis-server.js';
import type { RedisServer } from './redis-server.js';
import { startServices } from './services.js';
import type { Services } from './services.js';
import { startTcpProxy } from './tcp-proxy.js';
import type { TcpProxy } from './tcp-proxy.js';
import { installWitness } from './witness.js';

/** The split system with several replicas of what has a queue, on servers of its own, each behind a wire that can be spoiled. */
export type Cluster = {
  readonly directory: string;
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly wires: { readonly postgres: TcpProxy; readonly redis: TcpProxy };
  readonly services: Services;
  /** For the command line, past the wires. */
  readonly env: Environment;
  /** Where the data directory lies on a small file system of its own, so that it can be filled. */
  readonly smallDisk: string | undefined;
  dispose(): Promise<void>;
};

const REPLICAS = { gateway: 2, inspection: 1, enforcement: 2, interview: 1, recall: 1, publicity: 2, clock: 2 } as const;
const DISK_MEBIBYTES = 700;

export async function startCluster(env: Environment = {}): Promise<Cluster> {
  const directory = mkdtempSync(path.join(tmpdir(), 'zhiheng-chaos-'));
  chmodSync(directory, 0o755); // started by root, the database runs under an account of its own
  const closers: (() => unknown)[] = [() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 })];
  const dispose = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const smallDisk = mountSmallDisk(path.join(directory, 'disk'));
    if (smallDisk !== undefined) closers.push(() => unmount(smallDisk));
    const home = smallDisk ?? directory;
    const postgres = await startPostgresServer(path.join(home, 'postgres'));
    closers.push(
      () => killedRemains(home),
      () => postgres.stop(),
    );
    const redis = await startRedisServer(path.join(directory, 'redis'));
    closers.push(() => redis.stop());
    const wires = { postgres: await startTcpProxy(postgres), redis: await startTcpProxy(redis) };
    closers.push(() => Promise.all([wires.postgres.close(), wires.redis.close()]));

    const direct = { ...env, DATABASE_URL: postgres.url, QUEUE_BACKEND: 'redis', REDIS_URL: `redis://127.0.0.1:${redis.port}` };
    await runCommand(['migrate', 'up'], direct);
    await query(postgres.url, installWitness);
    const wired = {
      ...direct,
      DATABASE_URL: postgres.url.replace(`:${postgres.port}/`, `:${wires.postgres.port}/`),
      REDIS_URL: `redis://127.0.0.1:${wires.redis.port}`,
    };
    const services = await startServices(REPLICAS, { ...wired, ZHIHENG_DB_STATEMENT_SECONDS: '25' });
    closers.push(() => services.dispose());
    return { directory, postgres, redis, wires, services, env: direct, smallDisk, dispose };
  } catch (fault) {
    await dispose();
    throw fault;
  }
}

/** A file system of a few hundred MiB, where this machine lets us mount one. */
function mountSmallDisk(place: string): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  mkdirSync(place);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MEBIBYTES}m,mode=0755`, 'tmpfs', place]);
  return status === 0 ? place : undefined;
}

function unmount(place: string): void {
  const { status, stderr } = spawnSync('umount', [place], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`umount ${place}: ${stderr}`);
}

function killedRemains(home: string): void {
  for (const { pid } of databaseProcessesOf(home)) process.kill(pid, 'SIGKILL');
}
