import { ZhihengError } from '@zhiheng/kernel';
import pg from 'pg';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { Logger, MigrationInterface } from 'typeorm';
import { mapStoreFault } from './stores/store-fault.js';

export type MigrationStatus = { readonly applied: readonly string[]; readonly pending: readonly string[] };
export type MigrationClass = new () => MigrationInterface;

export const SCHEMA = 'zhiheng';

// Any fixed number: all processes of the system use the same.
const MIGRATION_LOCK = 7_110_421;
const ASK_AGAIN_MS = 100;

export type MigrateOptions = {
  /** Longest that a statement of a migration waits for a lock, milliseconds: so long do all others wait behind it. */
  readonly lockMs?: number;
  /** How long, in milliseconds, a migration is tried again that does not get its locks. */
  readonly withinMs?: number;
  /** Told each time that a migration did not get its locks. */
  readonly onHeldUp?: (attempt: number) => void;
};

const LOCK_MS = 1_000;
const WITHIN_MS = 600_000;
// Without it TypeORM writes a failed attempt to standard output, where a command says one JSON value and nothing else.
const SILENT: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Runs the migrations that have not run, each in its transaction, while the system serves. One process at a time, others wait. A
 * statement that asks for a table's lock makes everybody wait who comes after it; so it asks for a moment only, steps back and asks again.
 * Answers those that ran. Throws DATABASE_NEWER, MIGRATION_HELD_UP.
 */
export async function migrate(
  url: string,
  migrations: readonly MigrationClass[],
  options: MigrateOptions = {},
): Promise<readonly string[]> {
  // A connection of its own: a migration may take as long as it needs.
  const guard = new pg.Client({ connectionString: url, application_name: 'zhiheng-migrate', keepAlive: true });
  guard.on('error', () => undefined);
  try {
    await guard.connect();
    await holdMigrationLock(guard);
    const before = await pendingMigrations(guard, migrations);
    await runPatiently(guard, { url, migrations, options });
    const after = new Set(await pendingMigrations(guard, migrations));
    return before.filter((name) => !after.has(name));
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

type Run = { readonly url: string; readonly migrations: readonly MigrationClass[]; readonly options: MigrateOptions };

async function runPatiently(guard: Pick<Pool, 'query'>, { url, migrations, options }: Run): Promise<void> {
  const { lockMs = LOCK_MS, withinMs = WITHIN_MS, onHeldUp } = options;
  const deadline = Date.now() + withinMs;
  for (let attempt = 1; ; attempt++) {
    try {
      return await runPending(url, { migrations, lockMs });
    } catch (cause) {
      if ((cause as { readonly code?: string }).code !== LOCK_NOT_AVAILABLE) throw cause;
      if (Date.now() >= deadline) throw await heldUp(guard, cause);
      onHeldUp?.(attempt);
    }
    // As long as it may have kept others waiting, they now have the way free.
    await new Promise((resolve) => setTimeout(resolve, lockMs * (1 + Math.random())));
  }
}

/** Says which transactions have been open longest: one of them holds the table. */
async function heldUp(guard: Pick<Pool, 'query'>, cause: unknown): Promise<ZhihengError> {
  const { rows } = await guard.query<{ readonly who: string }>(
    `select format('pid %s (%s) since %s', pid, application_name, xact_start) as who from pg_stat_activity
     where datname = current_database() and xact_start is not null and pid <> pg_backend_pid() order by xact_start limit 3`,
  );
  return new ZhihengError('MIGRATION_HELD_UP', {
    expected: '迁移能取得表锁 locks that a migration gets',
    found: rows.map(({ who }) => who).join('; ') || '无 none now',
    retry: 'later',
    cause,
  });
}

async function runPending(
  url: string,
  { migrations, lockMs }: { readonly migrations: readonly MigrationClass[]; readonly lockMs: number },
): Promise<void> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema: SCHEMA,
    applicationName: 'zhiheng-migrate',
    migrations: [...migrations],
    migrationsTableName: 'migration',
    logger: SILENT,
    poolSize: 2,
    extra: { options: `-c search_path=${SCHEMA} -c lock_timeout=${lockMs}` },
  });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
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
