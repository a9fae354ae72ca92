import { ZhihengError } from '@zhiheng/kernel';
import pg from 'pg';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { MigrationInterface } from 'typeorm';
import { AnsweringClient } from './answering-client.js';
import { entities } from './entities/entities.js';
import { migrations } from './migrations/migrations.js';
import { mapStoreFault } from './stores/store-fault.js';

export type DatabaseOptions = {
  readonly url: string;
  readonly applicationName?: string;
  /** Most connections of this process. */
  readonly poolSize?: number;
  /**
   * After how long without an answer a statement is given up and its connection with it, in milliseconds. A connection whose other end was
   * lost without a word (a firewall, a failover) says nothing for hours: without a limit all of them would be held by those who wait.
   */
  readonly answerWithinMs?: number;
};

export type MigrationStatus = { readonly applied: readonly string[]; readonly pending: readonly string[] };

/** An open database: TypeORM for entities, migrations and reading; the pool for statements that lock, claim or chain. */
export type Database = {
  readonly pool: Pool;
  readonly dataSource: DataSource;
  /** Brings the schema up to date; one process at a time. Answers the migrations that ran. */
  migrate(): Promise<readonly string[]>;
  /** Which migrations have run and which have not, in order. Changes nothing. Throws DATABASE_NEWER. */
  migrationStatus(): Promise<MigrationStatus>;
  /** Migrations of this release that the database has not had. Throws DATABASE_NEWER. */
  pendingMigrations(): Promise<readonly string[]>;
  /** Waits until another process has brought the schema up to date; answers none. Throws DATABASE_NEWER at once, DATABASE_OLDER after `withinMs`. */
  awaitSchema(withinMs?: number): Promise<readonly string[]>;
  close(): Promise<void>;
};

const SCHEMA = 'zhiheng';
// Any fixed number: all processes of the system use the same.
const MIGRATION_LOCK = 7_110_421;
// Longer than any migration of ours takes on a city's data; an orchestrator then starts the process again.
// Whoever migrates, or waits for another who does, may take long: the longest that a timer can.
const WITHOUT_LIMIT_MS = 0x7fff_ffff;
// Longer than any statement of a service takes on a city's data.
const ANSWER_WITHIN_MS = 30_000;
const LONGEST_WAIT_FOR_SCHEMA_MS = 120_000;

// Batches are small and find their rows by key. Without statistics (fresh tables) the planner would scan; these settings hold it
// to the index.
const ENGINE_PLANS =
  '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan';

/** Opens the database. Throws DATABASE_UNREACHABLE with what was tried (without the password). */
export async function openDatabase({
  url,
  applicationName = 'zhiheng',
  poolSize = 10,
  answerWithinMs = ANSWER_WITHIN_MS,
}: DatabaseOptions): Promise<Database> {
  const target = describeTarget(url);
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: poolSize,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: answerWithinMs,
    Client: AnsweringClient,
    options: `-c search_path=${SCHEMA} ${ENGINE_PLANS}`,
  });
  // A connection that dies idle is replaced by the pool; without a listener Node would end the process.
  pool.on('error', () => undefined);
  // So is one that dies in the hands of a transaction: the statement under way fails, and that is enough.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const sourceOf = (extra: object, size: number): DataSource =>
    new DataSource({
      type: 'postgres',
      url,
      schema: SCHEMA,
      applicationName: `${applicationName}-typeorm`,
      entities: [...entities],
      migrations: [...migrations] as (new () => MigrationInterface)[],
      migrationsTableName: 'migration',
      logging: false,
      poolSize: size,
      extra: { options: `-c search_path=${SCHEMA}`, ...extra },
    });
  const dataSource = sourceOf({ query_timeout: answerWithinMs, Client: AnsweringClient }, Math.min(poolSize, 5));
  try {
    // Two processes that create it at the same time: "if not exists" alone would let one of them fail.
    await pool.query(
      patient(`begin; select pg_advisory_xact_lock(${MIGRATION_LOCK}); create schema if not exists ${SCHEMA}; commit`),
    );
    await dataSource.initialize();
  } catch (cause) {
    await pool.end();
    throw unreachable(target, cause);
  }
  return {
    pool,
    dataSource,
    migrate: () => migrate(pool, sourceOf({}, 1)),
    migrationStatus: () => migrationStatus(pool),
    pendingMigrations: () => pendingMigrations(pool),
    awaitSchema: (withinMs = LONGEST_WAIT_FOR_SCHEMA_MS) => awaitSchema(pool, withinMs),
    close: async () => {
      await dataSource.destroy();
      await pool.end();
    },
  };
}

function patient(text: string, values: readonly unknown[] = []): pg.QueryConfig {
  const config: pg.QueryConfig & { readonly query_timeout: number } = { text, query_timeout: WITHOUT_LIMIT_MS };
  return values.length === 0 ? config : { ...config, values: [...values] };
}

async function migrate(pool: Pool, source: DataSource): Promise<readonly string[]> {
  const guard = await pool.connect();
  try {
    await guard.query(patient('select pg_advisory_lock($1)', [MIGRATION_LOCK]));
    await pendingMigrations(pool);
    await source.initialize();
    const ran = await source.runMigrations({ transaction: 'each' });
    return ran.map(({ name }) => name);
  } catch (cause) {
    throw mapStoreFault(cause);
  } finally {
    if (source.isInitialized) await source.destroy();
    await guard.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    guard.release();
  }
}

async function migrationStatus(pool: Pool): Promise<MigrationStatus> {
  const pending = await pendingMigrations(pool);
  return { applied: migrations.map(({ name }) => name).filter((name) => !pending.includes(name)), pending };
}

async function pendingMigrations(pool: Pool): Promise<readonly string[]> {
  const { rows: found } = await pool.query<{ readonly exists: boolean }>(
    `select to_regclass('${SCHEMA}.migration') is not null as exists`,
  );
  const { rows: done } = found[0]?.exists
    ? await pool.query<{ readonly name: string }>(`select name from ${SCHEMA}.migration`)
    : { rows: [] };
  refuseNewerSchema(done.map(({ name }) => name));
  const names = new Set(done.map(({ name }) => name));
  return migrations.map(({ name }) => name).filter((name) => !names.has(name));
}

/** A database that a newer release has migrated is left alone: an older program must not write into it. */
function refuseNewerSchema(done: readonly string[]): void {
  const known = new Set<string>(migrations.map(({ name }) => name));
  const foreign = done.filter((name) => !known.has(name));
  if (foreign.length === 0) return;
  throw new ZhihengError('DATABASE_NEWER', {
    expected: '本版本认识的数据库结构 a schema that this release knows',
    found: `更新版本的迁移 migrations of a newer release: ${foreign.join(', ')}`,
  });
}

async function awaitSchema(pool: Pool, withinMs: number): Promise<readonly string[]> {
  for (const deadline = Date.now() + withinMs; ;) {
    const pending = await pendingMigrations(pool).catch((cause: unknown) => {
      throw mapStoreFault(cause);
    });
    if (pending.length === 0) return [];
    if (Date.now() >= deadline) {
      throw new ZhihengError('DATABASE_OLDER', {
        expected: '已迁移到本版本的数据库，请运行 a database migrated to this release; run: npm run zhiheng -- migrate',
        found: `尚缺迁移 missing migrations: ${pending.join(', ')}`,
        retry: 'later',
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function unreachable(target: string, cause: unknown): ZhihengError {
  const { code, message } = cause as { readonly code?: string; readonly message?: string };
  const reason =
    {
      ECONNREFUSED: '没有服务在该地址监听 nothing listens there',
      ENOTFOUND: '主机名不存在 no such host',
      '28P01': '用户名或密码错误 wrong user or password',
      '3D000': '数据库不存在 no such database',
    }[code ?? ''] ?? message;
  return new ZhihengError('DATABASE_UNREACHABLE', {
    expected: `可连接的数据库 a database at ${target} (DATABASE_URL)`,
    found: `${code ?? ''} ${reason ?? ''}`.trim(),
    retry: 'later',
    cause,
  });
}

function describeTarget(url: string): string {
  // Neither the address nor Node's own fault, which repeats it, may get into a message or a log: it holds the password.
  if (!URL.canParse(url)) throw invalidUrl('无法解析的地址 an address that cannot be parsed');
  const { protocol, username, hostname, port, pathname } = new URL(url);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') throw invalidUrl(protocol);
  return `postgres://${username}@${hostname}:${port || '5432'}${pathname}`;
}

function invalidUrl(found: string): ZhihengError {
  return new ZhihengError('DATABASE_URL_INVALID', { expected: 'postgres://user:password@host:5432/database', found });
}
