import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { databaseProcessesOf } from './processes-of.js';
import { startProgram } from './program.js';
import type { Environment, Exit, Program } from './program.js';
import { waitFor } from './wait-for.js';

/** A data directory of its own for one system, and what was started on it. */
export type Home = {
  readonly directory: string;
  /** Environment of every program on this home: free ports, nothing seeded. */
  readonly env: Environment;
  start(env?: Environment): Promise<Standalone>;
  /** Ends what still runs on this home, by its process id, and removes the directory. */
  dispose(): Promise<void>;
};
export type Standalone = {
  readonly url: string;
  readonly program: Program;
  stop(signal?: NodeJS.Signals): Promise<Exit>;
  /** kill -9, and nothing of its database is left. */
  kill(): Promise<void>;
};

export function makeHome(env: Environment = {}): Home {
  const directory = mkdtempSync(path.join(tmpdir(), 'zhiheng-e2e-'));
  chmodSync(directory, 0o755); // started by root, the database runs under an account of its own
  const programs: Program[] = [];
  const settings = { ZHIHENG_DATA_DIR: directory, PORT: '0', ZHIHENG_PG_PORT: '0', ZHIHENG_SEED: 'none', ...env };
  return {
    directory,
    env: settings,
    start: async (more = {}) => {
      const program = startProgram('standalone', { env: { ...settings, ...more } });
      programs.push(program);
      return { program, url: await addressOf(program), ...endings(program, directory) };
    },
    dispose: async () => {
      for (const program of programs) {
        if (!program.hasExited()) program.signal('SIGKILL');
        await program.exited;
      }
      await allGone(directory).catch((fault: unknown) => {
        for (const { pid } of databaseProcessesOf(directory)) process.kill(pid, 'SIGKILL');
        throw fault;
      });
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The address of the database that runs in a home, for looking into it from outside. */
export function databaseUrlOf(home: string): string {
  const place = `${home}/postgres`;
  const port = readFileSync(`${place}/postmaster.pid`, 'utf8').split('\n')[3]?.trim();
  const password = readFileSync(`${place}/zhiheng.password`, 'utf8');
  return `postgres://zhiheng:${password}@127.0.0.1:${port}/zhiheng`;
}

/** A server that holds a port of 127.0.0.1, as another program would. */
export async function holdPort(): Promise<{ readonly port: number; release(): Promise<void> }> {
  const server: Server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, release: () => new Promise((resolve) => server.close(() => resolve())) };
}

export async function allGone(home: string): Promise<void> {
  await waitFor(() => databaseProcessesOf(home).length === 0, { what: `no process of the database in ${home}` });
}

async function addressOf(program: Program): Promise<string> {
  return waitFor(
    () => {
      if (program.hasExited()) throw new Error(`the system ended instead of starting:\n${program.stdout()}${program.stderr()}`);
      return /(http:\/\/127\.0\.0\.1:\d+)\/api\/health/.exec(program.stdout())?.[1];
    },
    { what: 'the system says where it listens' },
  );
}

function endings(program: Program, home: string): Pick<Standalone, 'stop' | 'kill'> {
  return {
    stop: async (signal = 'SIGTERM') => {
      program.signal(signal);
      return program.exited;
    },
    kill: async () => {
      program.signal('SIGKILL');
      await program.exited;
      await allGone(home);
    },
  };
}
