import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseAccount, reachable } from './account.mjs';
import { isAlive } from './processes.mjs';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Where root keeps what the database account must reach but the project directory (e.g. under /root) hides. */
export function systemStateDir() {
  const directory = '/var/lib/zhiheng';
  fs.mkdirSync(directory, { recursive: true, mode: 0o755 });
  return directory;
}

/**
 * `ZHIHENG_DATA_DIR`, else `.zhiheng` in the project, else (root, in a project that the database account cannot reach) a
 * directory of this clone under /var/lib/zhiheng.
 */
export function defaultDataDir(env = process.env) {
  if (env.ZHIHENG_DATA_DIR) return path.resolve(env.ZHIHENG_DATA_DIR, 'postgres');
  if (reachable(projectRoot, databaseAccount(projectRoot))) return path.join(projectRoot, '.zhiheng/postgres');
  const clone = createHash('sha256').update(projectRoot).digest('hex').slice(0, 8);
  return path.join(systemStateDir(), `${path.basename(projectRoot)}-${clone}`, 'postgres');
}

/** A fresh directory for a throw-away database, reachable for the database account. The caller removes it. */
export function throwAwayDir() {
  const prefix = 'zhiheng-postgres-';
  for (const base of [os.tmpdir(), '/tmp']) {
    if (!reachable(base, databaseAccount(base))) continue;
    sweep(base, prefix);
    const directory = fs.mkdtempSync(path.join(base, prefix));
    fs.chmodSync(directory, 0o755);
    return directory;
  }
  return fs.mkdtempSync(path.join(systemStateDir(), prefix));
}

// What an interrupted run (Ctrl-C, kill -9) could not remove: its database went down with it, 40 MB of files stayed.
function sweep(base, prefix) {
  for (const name of fs.readdirSync(base)) {
    const directory = path.join(base, name);
    const owner = path.join(directory, 'data.owner');
    try {
      if (!name.startsWith(prefix) || isAlive(Number.parseInt(fs.readFileSync(owner, 'utf8'), 10))) continue;
      fs.rmSync(directory, { recursive: true, force: true });
    } catch {
      // Not one of ours, of another user, or another run sweeps it in this moment: nothing depends on it.
    }
  }
}
