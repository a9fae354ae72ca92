import { spawn } from 'node:child_process';

export type Proof = { readonly instances: number; readonly entries: number; readonly root?: string; readonly faults: number };

/** Runs a proof of the command line over the database of the played system. */
export async function prove(command: 'verify-chain' | 'replay', env: NodeJS.ProcessEnv): Promise<Proof> {
  const child = spawn(process.execPath, ['dist/apps/cli/main.js', command, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  try {
    const { faults, ...report } = JSON.parse(out) as Omit<Proof, 'faults'> & { readonly faults: readonly object[] };
    return { ...report, faults: faults.length };
  } catch {
    throw new Error(`${command}: ${out}${err}`);
  }
}
