import { ZhihengError } from '@zhiheng/kernel';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export type SystemUnderPlay = {
  readonly url: string;
  /** Environment of commands on the same system; undefined where its database is not known. */
  readonly env?: NodeJS.ProcessEnv;
  stop(): Promise<void>;
};

const STARTING_MS = 120_000;

/** Starts a standalone system of the demo's own: an embedded database in a folder of its own, demo accounts, a clock that stands. */
export async function startOwnSystem({
  dataDirectory,
  start,
  port,
}: {
  readonly dataDirectory: string;
  readonly start: string;
  readonly port: number;
}): Promise<SystemUnderPlay> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ZHIHENG_DATA_DIR: dataDirectory,
    ZHIHENG_CLOCK: 'standing',
    ZHIHENG_CLOCK_START: start,
    ZHIHENG_SEED: 'accounts',
    ZHIHENG_LOG: 'error',
    ZHIHENG_TOKEN_HOURS: '720',
    ZHIHENG_PG_PORT: '0',
    PORT: String(port),
  };
  const child = spawn(process.execPath, ['dist/apps/standalone/main.js'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const url = await addressOf(child);
  return {
    url,
    env,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string): void =>
      reject(new ZhihengError('SYSTEM_NOT_STARTED', { expected: '系统启动 the system starts', found: `${why}\n${output}` }));
    const timer = setTimeout(() => fail('timeout'), STARTING_MS);
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => {
        if (output.length < 100_000) output += chunk.toString('utf8');
        const found = /(http:\/\/\S+)\/api\/docs/.exec(output)?.[1];
        if (found === undefined || !output.includes('Ctrl-C')) return;
        clearTimeout(timer);
        resolve(found);
      });
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(`exit ${code}`);
    });
  });
}
