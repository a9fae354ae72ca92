import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { startProgram } from './program.js';
import type { Environment, Exit, Program } from './program.js';
import { makeHome } from './standalone.js';
import type { Home } from './standalone.js';
import { waitFor } from './wait-for.js';

type Process = { readonly app: ServiceApp; readonly replica: string; readonly pid: number; readonly url: string };
type State = { readonly url: string; readonly environment: Environment; readonly processes: readonly Process[] };
export type ServiceApp = 'gateway' | 'inspection' | 'enforcement' | 'interview' | 'recall' | 'publicity' | 'clock';

/** The system as separate processes on a database and a Redis of its own, as `npm run split` starts it. */
export type Split = {
  readonly url: string;
  /** For commands of the command line beside it. */
  readonly env: Environment;
  readonly databaseUrl: string;
  readonly replicas: readonly string[];
  /** Where a process answers. */
  addressOf(replica: string): string;
  /** Everything that its processes have written so far: their logs, and what they told the terminal. */
  output(): string;
  /** kill -9 of one process. */
  kill(replica: string): Promise<void>;
  /** SIGTERM to one process; resolves when it is gone. */
  terminate(replica: string): Promise<void>;
  /** Starts a killed process again, on its old address where it is the gateway. */
  restart(replica: string): Promise<void>;
  /** Everything that Redis holds is gone. */
  flushRedis(): Promise<void>;
  stop(): Promise<Exit>;
  dispose(): Promise<void>;
};

/** Starts all services, `replicas` of some. The database lives in a directory of its own. */
export async function startSplit({
  env = {},
  replicas = {},
}: {
  readonly env?: Environment;
  readonly replicas?: Readonly<Partial<Record<ServiceApp, number>>>;
} = {}): Promise<Split> {
  const home = makeHome({ ZHIHENG_LOG: 'warn', ...env });
  const stateFile = path.join(home.directory, 'split.json');
  const counts = Object.entries(replicas).map(([app, count]) => `${app}=${count}`);
  const split = startProgram('split', {
    args: ['--state', stateFile, ...(counts.length > 0 ? ['--replicas', counts.join(',')] : [])],
    env: home.env,
  });
  const state = await waitFor(() => stateOf(split, stateFile), { what: 'every service is ready', withinMs: 240_000 });
  const processes = new Map(state.processes.map((one) => [one.replica, one]));
  const restarted = new Map<string, Program>();

  const stop = async (): Promise<Exit> => {
    for (const program of restarted.values()) if (!program.hasExited()) program.signal('SIGTERM');
    await Promise.all([...restarted.values()].map(({ exited }) => exited));
    if (!split.hasExited()) split.signal('SIGTERM');
    return split.exited;
  };
  return {
    url: state.url,
    env: { ...home.env, ...state.environment },
    databaseUrl: state.environment['DATABASE_URL']!,
    replicas: [...processes.keys()],
    addressOf: (replica) => processes.get(replica)!.url,
    output: () => [split, ...restarted.values()].map(({ stdout, stderr }) => stdout() + stderr()).join(''),
    kill: async (replica) => {
      const { pid } = processes.get(replica)!;
      process.kill(pid, 'SIGKILL');
      await waitFor(() => !isAlive(pid), { what: `${replica} is gone`, everyMs: 5 });
    },
    terminate: async (replica) => {
      const { pid } = processes.get(replica)!;
      process.kill(pid, 'SIGTERM');
      await waitFor(() => !isAlive(pid), { what: `${replica} has left`, everyMs: 5 });
    },
    restart: async (replica) => {
      const { app, url } = processes.get(replica)!;
      const env = { ...home.env, ...state.environment, ZHIHENG_REPLICA: replica };
      const program = startProgram(app, { env: { ...env, PORT: app === 'gateway' ? new URL(url).port : '0' } });
      restarted.set(replica, program);
      const at = await waitFor(() => addressOf(program), { what: `${replica} is ready again` });
      processes.set(replica, { app, replica, pid: program.pid, url: at });
    },
    flushRedis: async () => {
      const client = new Redis(state.environment['REDIS_URL']!);
      await client.flushall();
      client.disconnect();
    },
    stop,
    dispose: () => disposeOf(home, { stop, processes }),
  };
}

function stateOf(split: Program, stateFile: string): State | undefined {
  if (split.hasExited()) throw new Error(`the services ended instead of starting:\n${split.stdout()}${split.stderr()}`);
  return existsSync(stateFile) && split.stdout().includes('Ctrl-C')
    ? (JSON.parse(readFileSync(stateFile, 'utf8')) as State)
    : undefined;
}

function addressOf(program: Program): string | undefined {
  if (program.hasExited()) throw new Error(`it ended instead of starting:\n${program.stdout()}${program.stderr()}`);
  return /(http:\/\/[^\s/]+:\d+)\/health\/ready/.exec(program.stdout())?.[1];
}

async function disposeOf(
  home: Home,
  { stop, processes }: { readonly stop: () => Promise<Exit>; readonly processes: ReadonlyMap<string, Process> },
): Promise<void> {
  await stop();
  for (const { pid } of processes.values()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  await home.dispose();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether `npm run split` finds the Redis that it starts. In CI suites run without one too, and fail: nothing is skipped there in silence. */
export function splitIsPossible(): boolean {
  return process.env['CI'] === 'true' || spawnSync('redis-server', ['--version']).status === 0;
}
