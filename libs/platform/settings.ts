import { hostname } from 'node:os';
import { CRASH_POINTS, ZhihengError, instant } from '@zhiheng/kernel';
import type { Instant } from '@zhiheng/kernel';
import type { TracingSettings } from '@zhiheng/tracing';
import { readLoadSettings } from './load-settings.js';
import type { LoadSettings } from './load-settings.js';
import type { DatabaseLimits } from '@zhiheng/persistence';
import { readDatabaseLimits } from './database-settings.js';
import type { CrashAt } from './crash-at.js';
import { readPeopleSettings } from './people-settings.js';
import type { PeopleSettings } from './people-settings.js';
import { readTracingSettings } from './tracing-settings.js';
import { unknownVariables } from './unknown-variables.js';

/** The programs of the system. All but the first two are processes of the split system. */
export const APP_NAMES = [
  'standalone',
  'cli',
  'gateway',
  'inspection',
  'enforcement',
  'interview',
  'recall',
  'publicity',
  'clock',
] as const;
export type AppName = (typeof APP_NAMES)[number];

/** What the environment decides. Everything else is data in config/. */
export type Settings = {
  /** NODE_ENV=production: what is for demonstrations only is refused. */
  readonly production: boolean;
  /** External database; without it the embedded one is started. */
  readonly databaseUrl?: string;
  readonly databaseLimits: DatabaseLimits;
  readonly queueBackend: 'postgres' | 'redis';
  readonly redisUrl?: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `movable`: the clock can be set forward; `standing`: it moves only when it is set. For demonstrations and tests, never in production. */
  readonly clock: 'system' | 'movable' | 'standing';
  /** Where a standing clock stands at first, on a database that knows no instant yet. Default: now. */
  readonly clockStart?: Instant;
  /** `demo`: demo accounts, and on an empty database sample data of our own; `accounts`: demo accounts only. Never in production. */
  readonly seed: 'demo' | 'accounts' | 'none';
  /** Lets a metrics collector read GET /api/metrics without an account. */
  readonly metricsToken?: string;
  /** Names this process among the replicas of its app, in logs. */
  readonly replica: string;
  readonly people: PeopleSettings;
  readonly load: LoadSettings;
  /** Webhooks may go to this machine, over http too: for tests and trial. Never in production. */
  readonly webhookLoopback?: boolean;
  /** Where traces go; without it nothing is traced. */
  readonly tracing?: TracingSettings;
  /** Where this process ends itself, for tests of what happens then. Never in production. */
  readonly crashAt?: CrashAt;
};

type Reader<T> = (text: string) => T | undefined;

const oneOf =
  <T extends string>(...values: readonly T[]): Reader<T> =>
  (text) =>
    values.find((value) => value === text);
const moment: Reader<Instant> = (text) => (Number.isNaN(Date.parse(text)) ? undefined : instant(Date.parse(text)));
const label: Reader<string> = (text) => (/^[A-Za-z0-9.-]{1,63}$/.test(text) ? text : undefined);
const port: Reader<number> = (text) => (/^\d+$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined);
const crash: Reader<CrashAt> = (text) => {
  const [, name, nth = '1'] = /^([a-z-]+)(?::([1-9]\d{0,5}))?$/.exec(text) ?? [];
  const point = CRASH_POINTS.find((one) => one === name);
  return point === undefined ? undefined : { point, nth: Number(nth) };
};
const secret: Reader<string> = (text) => (/^[\w.-]{32,200}$/.test(text) ? text : undefined);
const url =
  (...schemes: readonly string[]): Reader<string> =>
  (text) =>
    URL.canParse(text) && schemes.includes(new URL(text).protocol) ? text : undefined;

/** Reads the settings; throws SETTINGS_INVALID that lists every fault at once. */
export function readSettings(env: Readonly<Record<string, string | undefined>>, app: AppName = 'standalone'): Settings {
  const faults: string[] = [];
  const known = new Set<string>();
  const read = <T>(name: string, reader: Reader<T>, expected: string): T | undefined => {
    known.add(name);
    const text = env[name]?.trim();
    if (text === undefined || text === '') return undefined;
    const value = reader(text);
    if (value === undefined)
      faults.push(
        `${name}: 应为 expected ${expected}; 实际 found ${/TOKEN$|SECRET|PASSWORD|HEADERS/.test(name) ? '（不显示 not shown）' : /URL|ENDPOINT/.test(name) ? '无法解析的地址 an address that cannot be parsed' : JSON.stringify(text)}`,
      );
    return value;
  };
  const databaseUrl = read('DATABASE_URL', url('postgres:', 'postgresql:'), 'postgres://user:password@host:5432/database');
  const queueBackend =
    read('QUEUE_BACKEND', oneOf('postgres', 'redis'), 'postgres | redis') ?? (isSplit(app) ? 'redis' : 'postgres');
  const redisUrl = read('REDIS_URL', url('redis:', 'rediss:'), 'redis://host:6379');
  const production = env['NODE_ENV'] === 'production';
  const clockStart = read('ZHIHENG_CLOCK_START', moment, '2026-01-01T09:00:00+08:00');
  const metricsToken = read('ZHIHENG_METRICS_TOKEN', secret, '至少 32 个字符 at least 32 characters of A-Z a-z 0-9 . _ -');
  const tracing = readTracingSettings(read, app);
  const crashAt = read('ZHIHENG_CRASH_AT', crash, `<${CRASH_POINTS.join(' | ')}>[:<n>]`);
  const settings: Settings = {
    ...(tracing && { tracing }),
    ...(metricsToken && { metricsToken }),
    production,
    ...(databaseUrl && { databaseUrl }),
    databaseLimits: readDatabaseLimits(read, faults),
    queueBackend,
    ...(redisUrl && { redisUrl }),
    host: env['HOST']?.trim() || '127.0.0.1',
    port: (hasHttp(app) ? undefined : read('HEALTH_PORT', port, '0–65535')) ?? read('PORT', port, '0–65535') ?? 3_000,
    logLevel:
      read('ZHIHENG_LOG', oneOf('debug', 'info', 'warn', 'error', 'silent'), 'debug | info | warn | error | silent') ?? 'info',
    clock: read('ZHIHENG_CLOCK', oneOf('system', 'movable', 'standing'), 'system | movable | standing') ?? 'system',
    people: readPeopleSettings(read, faults),
    load: readLoadSettings(read),
    ...(clockStart && { clockStart }),
    ...(crashAt && { crashAt }),
    seed: read('ZHIHENG_SEED', oneOf('demo', 'accounts', 'none'), 'demo | accounts | none') ?? 'none',
    replica: read('ZHIHENG_REPLICA', label, '字母、数字、点和连字符 letters, digits, dots and hyphens') ?? hostname(),
    ...(read('ZHIHENG_WEBHOOK_ALLOW_LOOPBACK', oneOf('true', 'false'), 'true | false') === 'true' && { webhookLoopback: true }),
  };
  if (isSplit(app) && databaseUrl === undefined && !env['DATABASE_URL']?.trim())
    faults.push(
      `DATABASE_URL: ${app} 必填，内嵌数据库只用于单进程 required by ${app}: the embedded database is for one process only`,
    );
  if (queueBackend === 'redis' && redisUrl === undefined && !env['REDIS_URL']?.trim())
    faults.push('REDIS_URL: QUEUE_BACKEND=redis 时必填 required with QUEUE_BACKEND=redis');
  if (production && settings.seed !== 'none')
    faults.push('ZHIHENG_SEED: 生产环境不能使用示例数据和示例账号 demo data and accounts are refused in production');
  if (production && settings.clock !== 'system')
    faults.push('ZHIHENG_CLOCK: 生产环境不能使用可调时钟 a clock that can be set is refused in production');
  if (production && crashAt !== undefined)
    faults.push('ZHIHENG_CRASH_AT: 生产环境不能设置崩溃点 a process that ends itself is refused in production');
  if (production && settings.webhookLoopback)
    faults.push('ZHIHENG_WEBHOOK_ALLOW_LOOPBACK: 生产环境不能向本机推送 webhooks to this machine are refused in production');
  faults.push(...unknownVariables(env, known));
  if (faults.length > 0)
    throw new ZhihengError('SETTINGS_INVALID', {
      expected: '环境变量正确 valid environment variables',
      found: `\n  ${faults.join('\n  ')}`,
    });
  return settings;
}

function isSplit(app: AppName): boolean {
  return app !== 'standalone' && app !== 'cli';
}

function hasHttp(app: AppName): boolean {
  return app === 'standalone' || app === 'gateway' || app === 'cli';
}
