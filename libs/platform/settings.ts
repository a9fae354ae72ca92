import { ZhihengError, instant } from '@zhiheng/kernel';
import type { Instant } from '@zhiheng/kernel';

/** What the environment decides. Everything else is data in config/. */
export type Settings = {
  /** NODE_ENV=production: what is for demonstrations only is refused. */
  readonly production: boolean;
  /** External database; without it the embedded one is started. */
  readonly databaseUrl?: string;
  readonly queueBackend: 'postgres' | 'redis';
  readonly redisUrl?: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `movable`: the clock can be set forward; `standing`: it moves only when it is set. For demonstrations and tests, never in production. */
  readonly clock: 'system' | 'movable' | 'standing';
  /** Where a standing clock stands at first, on a database that knows no instant yet. Default: now. */
  readonly clockStart?: Instant;
  /** `demo`: demo accounts and, on an empty database, sample data of our own; `accounts`: the demo accounts alone. */
  readonly seed: 'demo' | 'accounts' | 'none';
  /** How long a token is good. */
  readonly tokenHours: number;
};

type Reader<T> = (text: string) => T | undefined;

const oneOf =
  <T extends string>(...values: readonly T[]): Reader<T> =>
  (text) =>
    values.find((value) => value === text);
const moment: Reader<Instant> = (text) => (Number.isNaN(Date.parse(text)) ? undefined : instant(Date.parse(text)));
const port: Reader<number> = (text) => (/^\d+$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined);
const count =
  (least: number, most: number): Reader<number> =>
  (text) =>
    /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;
const url =
  (...schemes: readonly string[]): Reader<string> =>
  (text) =>
    URL.canParse(text) && schemes.includes(new URL(text).protocol) ? text : undefined;

/** Reads the settings; throws SETTINGS_INVALID that lists every fault at once. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const faults: string[] = [];
  const read = <T>(name: string, reader: Reader<T>, expected: string): T | undefined => {
    const text = env[name]?.trim();
    if (text === undefined || text === '') return undefined;
    const value = reader(text);
    if (value === undefined)
      faults.push(
        `${name}: 应为 expected ${expected}; 实际 found ${/URL/.test(name) ? '无法解析的地址 an address that cannot be parsed' : JSON.stringify(text)}`,
      );
    return value;
  };
  const databaseUrl = read('DATABASE_URL', url('postgres:', 'postgresql:'), 'postgres://user:password@host:5432/database');
  const queueBackend = read('QUEUE_BACKEND', oneOf('postgres', 'redis'), 'postgres | redis') ?? 'postgres';
  const redisUrl = read('REDIS_URL', url('redis:', 'rediss:'), 'redis://host:6379');
  const clockStart = read('ZHIHENG_CLOCK_START', moment, '2026-01-01T09:00:00+08:00');
  const production = env['NODE_ENV'] === 'production';
  const settings: Settings = {
    production,
    ...(databaseUrl && { databaseUrl }),
    queueBackend,
    ...(redisUrl && { redisUrl }),
    host: env['HOST']?.trim() || '127.0.0.1',
    port: read('PORT', port, '0–65535') ?? 3_000,
    logLevel:
      read('ZHIHENG_LOG', oneOf('debug', 'info', 'warn', 'error', 'silent'), 'debug | info | warn | error | silent') ?? 'info',
    clock: read('ZHIHENG_CLOCK', oneOf('system', 'movable', 'standing'), 'system | movable | standing') ?? 'system',
    ...(clockStart && { clockStart }),
    tokenHours: read('ZHIHENG_TOKEN_HOURS', count(1, 720), '1–720') ?? 8,
    seed: read('ZHIHENG_SEED', oneOf('demo', 'accounts', 'none'), 'demo | accounts | none') ?? 'none',
  };
  if (queueBackend === 'redis' && redisUrl === undefined)
    faults.push('REDIS_URL: QUEUE_BACKEND=redis 时必填 required with QUEUE_BACKEND=redis');
  if (production && settings.clock !== 'system')
    faults.push('ZHIHENG_CLOCK: 生产环境不能使用可调时钟 a clock that can be set is refused in production');
  if (faults.length > 0)
    throw new ZhihengError('SETTINGS_INVALID', {
      expected: '环境变量正确 valid environment variables',
      found: `\n  ${faults.join('\n  ')}`,
    });
  return settings;
}
