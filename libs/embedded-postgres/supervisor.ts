import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BaseBackup, EmbeddedPostgres, EmbeddedPostgresOptions } from '../../tools/embedded-postgres.mjs';
import { EmbeddedPostgresFault } from './embedded-postgres-fault.js';

export type { BaseBackup, EmbeddedPostgres, EmbeddedPostgresOptions };

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

/** Makes a base backup of the embedded database, which goes on serving. @throws EmbeddedPostgresFault PG_NOT_ARCHIVING, … */
export async function backUpEmbedded(options: { readonly backupDir: string } & EmbeddedPostgresOptions): Promise<BaseBackup> {
  return supervised((supervisor) => supervisor.backUpEmbedded(options));
}

/**
 * Makes the data directory anew as it was at an instant (without one: as far as the log goes).
 * @throws EmbeddedPostgresFault PG_DATA_DIR_TAKEN, PG_NO_BASE_BACKUP; PG_START_FAILED when the log does not reach the instant
 */
export async function restoreEmbedded(options: {
  readonly backupDir: string;
  readonly at?: string;
  readonly dataDir?: string;
}): Promise<{ readonly dataDir: string; readonly base: string }> {
  return supervised((supervisor) => supervisor.restoreEmbedded(options));
}

/** The base backups there are, oldest first. */
export async function listBaseBackups(backupDir: string): Promise<readonly BaseBackup[]> {
  return supervised((supervisor) => supervisor.listBaseBackups(backupDir));
}

/** Removes all but the newest `keep` base backups and the log that only those needed. */
export async function pruneBackups(
  backupDir: string,
  keep: number,
): Promise<{ readonly bases: number; readonly segments: number }> {
  return supervised((supervisor) => supervisor.pruneBackups(backupDir, keep));
}

async function supervised<T>(action: (supervisor: Supervisor) => T | Promise<T>): Promise<T> {
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
