import { ZhihengError } from '@zhiheng/kernel';
import pg from 'pg';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { MigrationInterface } from 'typeorm';
import { mapStoreFault } from './stores/store-fault.js';

export type MigrationStatus = { readonly applied: readonly string[]; readonly pending: readonly string[] };
export type MigrationClass = new () => MigrationInterface;

export const SCHEMA = 'zhiheng';

// Any fixed number: all processes of the system use the same.
const MIGRATION_LOCK = 7_110_421;
const ASK_AGAIN_MS = 100;

/** Runs the migrations that have not run, each in its transaction. One process at a time, others wait. Answers those that ran. */
export async function migrate(url: string, migrations: readonly MigrationClass[]): Promise<readonly string[]> {
  // A connection of its own: a migration may take as long as it needs.
  const guard = new pg.Client({ connectionString: url, application_name: 'zhiheng-migrate', keepAlive: true });
  guard.on('error', () => undefined);
  try {
    await guard.connect();
    await holdMigrationLock(guard);
    await pendingMigrations(guard, migrations);
    return await runPending(url, migrations);
  } catch (cause) {
    throw mapStoreFault(cause);
  } finally {
    await guard.end();
  }
}

/**
 * Asks for the lock until it is free. Waiting inside the database would be a transaction that is open all the time, and an index that is
 * built concurrently under the lock would wait for its end.
 */
async function holdMigrationLock(guard: Pick<Pool, 'query'>): Promise<void> {
  for (;;) {
    const { rows } = await guard.query<{ readonly held: boolean }>('select pg_try_advisory_lock($1) as held', [MIGRATION_LOCK]);
    if (rows[0]!.held) return;
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}

async function runPending(url: string, migrations: readonly MigrationClass[]): Promise<readonly string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema: SCHEMA,
    applicationName: 'zhiheng-migrate',
    migrations: [...migrations],
    migrationsTableName: 'migration',
    logging: false,
    poolSize: 2,
    extra: { options: `-c search_path=${SCHEMA}` },
  });
  await dataSource.initialize();
  try {
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    return ran.map(({ name }) => name);
  } finally {
    await dataSource.destroy();
  }
}

/** Creates the schema where it is not. Processes may do so at the same time. */
export async function createSchema(pool: Pool): Promise<void> {
  const { rowCount } = await pool.query('select where to_regnamespace($1) is not null', [SCHEMA]);
  if (rowCount === 1) return;
  // "if not exists" alone would let one of two processes fail.
  await pool.query(`begin; select pg_advisory_xact_lock(${MIGRATION_LOCK}); create schema if not exists ${SCHEMA}; commit`);
}

/** Migrations of the release that the database has not had. Throws DATABASE_NEWER. */
export async function pendingMigrations(
  database: Pick<Pool, 'query'>,
  migrations: readonly MigrationClass[],
): Promise<readonly string[]> {
  const { rows: found } = await database.query<{ readonly exists: boolean }>(
    `select to_regclass('${SCHEMA}.migration') is not null as exists`,
  );
  const { rows: done } = found[0]?.exists
    ? await database.query<{ readonly name: string }>(`select name from ${SCHEMA}.migration`)
    : { rows: [] };
  refuseNewerSchema(
    done.map(({ name }) => name),
    migrations,
  );
  const names = new Set(done.map(({ name }) => name));
  return migrations.map(({ name }) => name).filter((name) => !names.has(name));
}

/** A database that a newer release has migrated is left alone: an older program must not write into it. */
function refuseNewerSchema(done: readonly string[], migrations: readonly MigrationClass[]): void {
  const known = new Set<string>(migrations.map(({ name }) => name));
  const foreign = done.filter((name) => !known.has(name));
  if (foreign.length === 0) return;
  throw new ZhihengError('DATABASE_NEWER', {
    expected: '本版本认识的数据库结构 a schema that this release knows',
    found: `更新版本的迁移 migrations of a newer release: ${foreign.join(', ')}`,
  });
}
