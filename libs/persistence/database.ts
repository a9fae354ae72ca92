import { ZhihengError } from '@zhiheng/kernel';
import pg from 'pg';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { AnsweringClient } from './answering-client.js';
import { entities } from './entities/entities.js';
import { DEFAULT_LIMITS, limitOptions, surviveLostConnections } from './limits.js';
import type { DatabaseLimits } from './limits.js';
import { SCHEMA, createSchema, migrate, pendingMigrations } from './migrate.js';
import type { MigrationStatus } from './migrate.js';
import { migrations } from './migrations/migrations.js';
import { mapStoreFault } from './stores/store-fault.js';

export type DatabaseOptions = {
  readonly url: string;
  readonly applicationName?: string;
  /** Most connections of this process. */
  readonly poolSize?: number;
  readonly limits?: DatabaseLimits;
  /**
   * After how long without an answer a statement is given up and its connection with it, in milliseconds; a little longer than the longest
   * statement unless said. A connection whose other end was lost without a word (a firewall, a failover) says nothing for hours.
   */
  readonly answerWithinMs?: number;
};

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

// The server ends a statement at its limit and says so; who has heard nothing for this much longer has lost the server.
const ANSWER_GRACE_MS = 5_000;
// Longer than any migration of ours takes on a city's data; an orchestrator then starts the process again.
const LONGEST_WAIT_FOR_SCHEMA_MS = 120_000;

// Batches are small and find their rows by key. Without statistics (fresh tables) the planner would scan; these settings hold it
// to the index.
const ENGINE_PLANS =
  '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan';

// A page of a list is read in less time than a worker takes to start; the planner, who counts with whole lists, starts them all the same.
const LIST_PLANS = '-c max_parallel_workers_per_gather=0';

/** Opens the database. Throws DATABASE_UNREACHABLE with what was tried (without the password). */
export async function openDatabase({
  url,
  applicationName = 'zhiheng',
  poolSize = 10,
  limits = DEFAULT_LIMITS,
  answerWithinMs = limits.statementMs === 0 ? 0 : limits.statementMs + ANSWER_GRACE_MS,
}: DatabaseOptions): Promise<Database> {
  const target = describeTarget(url);
  const answering = { query_timeout: answerWithinMs, Client: AnsweringClient };
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: poolSize,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    ...answering,
    options: `-c search_path=${SCHEMA} ${limitOptions(limits)} ${ENGINE_PLANS}`,
  });
  surviveLostConnections(pool);
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema: SCHEMA,
    applicationName: `${applicationName}-typeorm`,
    entities: [...entities],
    logging: false,
    poolSize: Math.min(poolSize, 5),
    extra: { ...answering, options: `-c search_path=${SCHEMA} ${limitOptions(limits)} ${LIST_PLANS}` },
  });
  try {
    await createSchema(pool);
    await dataSource.initialize();
  } catch (cause) {
    await pool.end();
    throw unreachable(target, cause);
  }
  return {
    pool,
    dataSource,
    migrate: () => migrate(url, migrations),
    migrationStatus: () => migrationStatus(pool),
    pendingMigrations: () => pendingMigrations(pool, migrations),
    awaitSchema: (withinMs = LONGEST_WAIT_FOR_SCHEMA_MS) => awaitSchema(pool, withinMs),
    close: async () => {
      await dataSource.destroy();
      await pool.end();
    },
  };
}

async function migrationStatus(pool: Pool): Promise<MigrationStatus> {
  const pending = await pendingMigrations(pool, migrations);
  return { applied: migrations.map(({ name }) => name).filter((name) => !pending.includes(name)), pending };
}

async function awaitSchema(pool: Pool, withinMs: number): Promise<readonly string[]> {
  for (const deadline = Date.now() + withinMs; ;) {
    const pending = await pendingMigrations(pool, migrations).catch((cause: unknown) => {
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
