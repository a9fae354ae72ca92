import { ZhihengError } from '@zhiheng/kernel';

/** What the environment decides. Everything else is data in config/. */
export type Settings = {
  /** External database; without it the embedded one is started. */
  readonly databaseUrl?: string;
  readonly queueBackend: 'postgres' | 'redis';
  readonly redisUrl?: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `movable`: the clock can be set forward, for demonstrations and tests. Never in production. */
  readonly clock: 'system' | 'movable';
  /** `demo`: on an empty database, sample data of our own is imported at the first start. */
  readonly seed: 'demo' | 'none';
  /** Webhooks may go to this machine, over http too: for tests and trial. Never in production. */
  readonly webhookLoopback?: boolean;
};

type Reader<T> = (text: string) => T | undefined;

const oneOf =
  <T extends string>(...values: readonly T[]): Reader<T> =>
  (text) =>
    values.find((value) => value === text);
const port: Reader<number> = (text) => (/^\d+$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined);
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
  const settings: Settings = {
    ...(databaseUrl && { databaseUrl }),
    queueBackend,
    ...(redisUrl && { redisUrl }),
    host: env['HOST']?.trim() || '127.0.0.1',
    port: read('PORT', port, '0–65535') ?? 3_000,
    logLevel:
      read('ZHIHENG_LOG', oneOf('debug', 'info', 'warn', 'error', 'silent'), 'debug | info | warn | error | silent') ?? 'info',
    clock: read('ZHIHENG_CLOCK', oneOf('system', 'movable'), 'system | movable') ?? 'system',
    seed: read('ZHIHENG_SEED', oneOf('demo', 'none'), 'demo | none') ?? 'none',
    ...(read('ZHIHENG_WEBHOOK_ALLOW_LOOPBACK', oneOf('true', 'false'), 'true | false') === 'true' && { webhookLoopback: true }),
  };
  if (queueBackend === 'redis' && redisUrl === undefined)
    faults.push('REDIS_URL: QUEUE_BACKEND=redis 时必填 required with QUEUE_BACKEND=redis');
  if (env['NODE_ENV'] === 'production' && settings.clock === 'movable')
    faults.push('ZHIHENG_CLOCK: 生产环境不能使用可调时钟 a movable clock is refused in production');
  if (faults.length > 0)
    throw new ZhihengError('SETTINGS_INVALID', {
      expected: '环境变量正确 valid environment variables',
      found: `\n  ${faults.join('\n  ')}`,
    });
  return settings;
}
