import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };
export type Environment = Readonly<Record<string, string>>;

/** A program of dist/ at work in a process of its own. */
export type Program = {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** What it has written so far. */
  stdout(): string;
  stderr(): string;
  hasExited(): boolean;
  signal(name: NodeJS.Signals): void;
};
export type ProgramRun = {
  readonly args?: readonly string[];
  readonly env?: Environment;
  /** What it reads from standard input; without it there is none. */
  readonly input?: string;
  /** How long it may take to its end; killed after that. */
  readonly limitMs?: number;
};
export type Finished = Exit & { readonly stdout: string; readonly stderr: string };

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const APPS = {
  standalone: 'dist/apps/standalone/main.js',
  cli: 'dist/apps/cli/main.js',
  simulator: 'dist/apps/simulator/main.js',
  split: 'tools/split.mjs',
  gateway: 'dist/apps/gateway/main.js',
  inspection: 'dist/apps/inspection/main.js',
  enforcement: 'dist/apps/enforcement/main.js',
  interview: 'dist/apps/interview/main.js',
  recall: 'dist/apps/recall/main.js',
  publicity: 'dist/apps/publicity/main.js',
  clock: 'dist/apps/clock/main.js',
} as const;

/** Builds dist/ where a source changed since the last time; nothing to do otherwise. */
export function buildPrograms(): void {
  const run = spawnSync(process.execPath, ['tools/bootstrap.mjs', 'build', '--quiet'], {
    cwd: ROOT,
    env: plainEnvironment(),
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`the build failed:\n${run.stdout}${run.stderr}`);
}

/** Starts an app of dist/ and goes on. */
export function startProgram(app: keyof typeof APPS, { args = [], env = {}, input }: ProgramRun): Program {
  const child = spawn(process.execPath, [APPS[app], ...args], {
    cwd: ROOT,
    env: { ...plainEnvironment(), ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.on('error', () => undefined).end(input);
  const text = { stdout: '', stderr: '' };
  let exit: Exit | undefined;
  for (const name of ['stdout', 'stderr'] as const)
    child[name]!.setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve((exit = { code, signal })));
  });
  return {
    pid: child.pid!,
    exited,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    hasExited: () => exit !== undefined,
    signal: (name) => void child.kill(name),
  };
}

/** Runs an app to its end; one that does not end in time is killed. */
export async function runToEnd(app: keyof typeof APPS, run: ProgramRun): Promise<Finished> {
  const program = startProgram(app, run);
  const limit = setTimeout(() => program.signal('SIGKILL'), run.limitMs ?? 180_000);
  try {
    const exit = await program.exited;
    return { ...exit, stdout: program.stdout(), stderr: program.stderr() };
  } finally {
    clearTimeout(limit);
  }
}

/** Runs a command of the command line to its end. Throws with what it wrote when it does not succeed. */
export async function runCommand(args: readonly string[], env: Environment): Promise<string> {
  const { code, stdout, stderr } = await runToEnd('cli', { args, env });
  if (code !== 0) throw new Error(`zhiheng ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

// Nothing of the test run reaches the programs: not Jest's NODE_OPTIONS, not the addresses of its services.
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR !== undefined && { TMPDIR }), LANG: 'C.UTF-8' };
}
