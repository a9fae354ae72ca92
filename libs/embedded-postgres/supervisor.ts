import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from '../../tools/embedded-postgres.mjs';
import { EmbeddedPostgresFault } from './embedded-postgres-fault.js';

export type { EmbeddedPostgres, EmbeddedPostgresOptions };

type Supervisor = typeof import('../../tools/embedded-postgres.mjs');

/**
 * Starts the embedded database of a data directory, or shares the one that another living process of this project runs.
 * The launcher owns it: start it before the services, stop it after them.
 * @throws EmbeddedPostgresFault when it cannot start: port taken, disk full, other version, no programs for this platform, …
 */
export async function startEmbeddedPostgres(options?: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  return supervised((supervisor) => supervisor.startEmbeddedPostgres(options));
}

/** A database that lives until `stop`, on a free port, without flushing to disk: for tests and benches. */
export async function startThrowAwayPostgres(options?: Pick<EmbeddedPostgresOptions, 'settings'>): Promise<EmbeddedPostgres> {
  return supervised((supervisor) => supervisor.startThrowAwayPostgres(options));
}

async function supervised<T>(action: (supervisor: Supervisor) => Promise<T>): Promise<T> {
  const supervisor = (await import(supervisorUrl())) as Supervisor;
  try {
    return await action(supervisor);
  } catch (cause) {
    throw cause instanceof supervisor.EmbeddedPostgresError ? new EmbeddedPostgresFault(cause) : cause;
  }
}

// The supervisor is plain JavaScript that is not built: from libs/ and from dist/libs/ the way to it differs, the project root does not.
function supervisorUrl(): string {
  let directory = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(directory, 'package.json'))) directory = path.dirname(directory);
  return pathToFileURL(path.join(directory, 'tools/embedded-postgres.mjs')).href;
}
