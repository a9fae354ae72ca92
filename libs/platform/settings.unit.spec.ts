import type { ZhihengError } from '@zhiheng/kernel';
import { readSettings } from './settings.js';
import type { AppName } from './settings.js';

const faultOf = (env: Readonly<Record<string, string>>, app?: AppName): ZhihengError => {
  try {
    readSettings(env, app);
  } catch (fault) {
    return fault as ZhihengError;
  }
  throw new Error('the settings were accepted');
};
const faultsOf = (env: Readonly<Record<string, string>>, app?: AppName): readonly string[] =>
  (faultOf(env, app).found as string).trim().split(/\n\s*/);

const PEOPLE = { tokenHours: 8, limits: { loginsPerAccount: 10, loginsPerAddress: 100, publicPerMinute: 600 } };
const LOAD = { maxRequests: 1_000, maxWaitingEvents: 5_000, drainSeconds: 0 };

describe('a crash point', () => {
  it('is read with the number of its passing', () => {
    expect(readSettings({ ZHIHENG_CRASH_AT: 'after-commit:7' }).crashAt).toEqual({ point: 'after-commit', nth: 7 });
    expect(readSettings({ ZHIHENG_CRASH_AT: 'before-lapse' }).crashAt).toEqual({ point: 'before-lapse', nth: 1 });
  });

  it.each(['somewhere', 'after-commit:0', 'after-commit:x'])('%s is none', (text) => {
    expect(faultsOf({ ZHIHENG_CRASH_AT: text })).toEqual([expect.stringContaining('ZHIHENG_CRASH_AT')]);
  });

  it('is refused in production', () => {
    expect(faultsOf({ NODE_ENV: 'production', ZHIHENG_CRASH_AT: 'after-commit' })).toEqual([
      expect.stringContaining('ZHIHENG_CRASH_AT'),
    ]);
  });
});

describe('the settings', () => {
  it('need nothing from the environment', () => {
    expect(readSettings({})).toEqual({
      production: false,
      people: PEOPLE,
      load: LOAD,
      databaseLimits: { statementMs: 60_000, lockMs: 10_000, idleTransactionMs: 60_000 },
      queueBackend: 'postgres',
      host: '127.0.0.1',
      port: 3_000,
      logLevel: 'info',
      clock: 'system',
      seed: 'none',
      replica: expect.any(String) as string,
    });
  });

  it('come from the environment, empty variables counting as absent', () => {
    expect(
      readSettings({
        DATABASE_URL: ' postgres://u:p@db:5432/zhiheng ',
        QUEUE_BACKEND: 'redis',
        REDIS_URL: 'redis://cache:6379',
        HOST: '0.0.0.0',
        PORT: '8080',
        ZHIHENG_LOG: 'warn',
        ZHIHENG_CLOCK: 'movable',
        ZHIHENG_SEED: '',
        ZHIHENG_REPLICA: 'host-1',
      }),
    ).toEqual({
      production: false,
      people: PEOPLE,
      load: LOAD,
      databaseLimits: { statementMs: 60_000, lockMs: 10_000, idleTransactionMs: 60_000 },
      databaseUrl: 'postgres://u:p@db:5432/zhiheng',
      queueBackend: 'redis',
      redisUrl: 'redis://cache:6379',
      host: '0.0.0.0',
      port: 8_080,
      logLevel: 'warn',
      clock: 'movable',
      seed: 'none',
      replica: 'host-1',
    });
  });

  it('that are wrong are all named at once, each with what was expected and found', () => {
    const env = {
      DATABASE_URL: 'mysql://u:sEcret@db/x',
      QUEUE_BACKEND: 'kafka',
      REDIS_URL: 'cache:6379',
      PORT: '70000',
      ZHIHENG_LOG: 'loud',
      ZHIHENG_CLOCK: 'sundial',
      ZHIHENG_SEED: 'yes',
    };
    const faults = faultsOf(env);

    expect(faultOf(env)).toMatchObject({ code: 'SETTINGS_INVALID', retry: 'never' });
    expect(faults.map((fault) => fault.slice(0, fault.indexOf(':')))).toEqual([
      'DATABASE_URL',
      'QUEUE_BACKEND',
      'REDIS_URL',
      'PORT',
      'ZHIHENG_LOG',
      'ZHIHENG_CLOCK',
      'ZHIHENG_SEED',
    ]);
    expect(faults[1]).toBe('QUEUE_BACKEND: 应为 expected postgres | redis; 实际 found "kafka"');
    // An address may hold a password.
    expect(faultOf(env).message).not.toContain('sEcret');
  });

  it.each(['-1', '3000.5', '0x10', '65536', 'http'])('know no port %s', (port) => {
    expect(faultsOf({ PORT: port })).toEqual([expect.stringMatching(/^PORT: /)]);
  });

  it('ask for the address of Redis where Redis carries the queues', () => {
    expect(faultsOf({ QUEUE_BACKEND: 'redis' })).toEqual([expect.stringMatching(/^REDIS_URL: .*required/)]);
  });

  it('allow no movable clock in production', () => {
    expect(faultsOf({ NODE_ENV: 'production', ZHIHENG_CLOCK: 'movable' })).toEqual([
      expect.stringMatching(/^ZHIHENG_CLOCK: .*production/),
    ]);
  });

  it('allow no webhooks to this machine in production', () => {
    expect(faultsOf({ NODE_ENV: 'production', ZHIHENG_WEBHOOK_ALLOW_LOOPBACK: 'true' })).toEqual([
      expect.stringMatching(/^ZHIHENG_WEBHOOK_ALLOW_LOOPBACK: .*production/),
    ]);
    expect(readSettings({ NODE_ENV: 'production', ZHIHENG_WEBHOOK_ALLOW_LOOPBACK: 'false' }).webhookLoopback).toBeUndefined();
  });

  it('of a service need an outer database and Redis: the embedded one is for one process', () => {
    expect(faultsOf({}, 'enforcement')).toEqual([
      expect.stringMatching(/^DATABASE_URL: enforcement .*required/),
      expect.stringMatching(/^REDIS_URL: .*required/),
    ]);
    expect(faultsOf({ DATABASE_URL: 'mysql://db' }, 'clock').map((fault) => fault.split(':')[0])).toEqual([
      'DATABASE_URL',
      'REDIS_URL',
    ]);
    expect(readSettings({ DATABASE_URL: 'postgres://db/x', QUEUE_BACKEND: 'postgres' }, 'clock').queueBackend).toBe('postgres');
  });

  it('let a service answer probes on HEALTH_PORT, else on PORT; the gateway answers them on PORT', () => {
    const env = { DATABASE_URL: 'postgres://db/x', REDIS_URL: 'redis://r', PORT: '80', HEALTH_PORT: '81' };

    expect(readSettings(env, 'recall').port).toBe(81);
    expect(readSettings({ ...env, HEALTH_PORT: '' }, 'recall').port).toBe(80);
    expect(readSettings(env, 'gateway').port).toBe(80);
  });

  it('that nobody reads are taken for misspelt, and the nearest name is said', () => {
    expect(faultsOf({ ZHIHENG_CLOK: 'movable', ZHIHENG_DATA_DIRECTORY: '/x', ZHIHENG_PG_PORT: '0', OTHER: 'x' })).toEqual([
      'ZHIHENG_CLOK: 没有这个变量 no such variable; 是否指 did you mean ZHIHENG_CLOCK?',
      'ZHIHENG_DATA_DIRECTORY: 没有这个变量 no such variable; 是否指 did you mean ZHIHENG_DATA_DIR?',
    ]);
  });

  it('say where traces go, in the standard variables of OpenTelemetry; without an address nothing is traced', () => {
    const tracing = (env: Readonly<Record<string, string>>) => readSettings(env).tracing;
    expect(tracing({ OTEL_SERVICE_NAME: 'x' })).toBeUndefined();
    expect(tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
    expect(tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/' })).toEqual({
      url: 'http://c:4318/v1/traces',
      service: 'zhiheng-standalone',
      sampler: { root: 'always_on', ratio: 1, parentBased: true },
      headers: {},
      timeoutMs: 10_000,
    });
    expect(
      tracing({
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://c/otlp',
        OTEL_SERVICE_NAME: 'shi-ju',
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.25',
        OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b,y=2',
        OTEL_EXPORTER_OTLP_TIMEOUT: '2000',
      }),
    ).toEqual({
      url: 'https://c/otlp',
      service: 'shi-ju',
      sampler: { root: 'ratio', ratio: 0.25, parentBased: true },
      headers: { 'x-key': 'a b', y: '2' },
      timeoutMs: 2_000,
    });
  });

  it('refuse settings of tracing that cannot be kept, without showing addresses or keys', () => {
    const faults = faultsOf({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://key@c',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_SAMPLER: 'sometimes',
      OTEL_TRACES_SAMPLER_ARG: '2',
      OTEL_EXPORTER_OTLP_HEADERS: 'a secret key',
    });
    for (const name of ['ENDPOINT', 'PROTOCOL', 'SAMPLER', 'SAMPLER_ARG', 'HEADERS'])
      expect(faults).toContainEqual(expect.stringContaining(`_${name}:`));
    expect(faults.join()).not.toMatch(/key@c|a secret key/);
  });

  it('say how long the database may keep others waiting, in seconds, a lock less long than a statement', () => {
    const { databaseLimits } = readSettings({
      ZHIHENG_DB_STATEMENT_SECONDS: '120',
      ZHIHENG_DB_LOCK_SECONDS: '5',
      ZHIHENG_DB_IDLE_TRANSACTION_SECONDS: '30',
    });
    expect(databaseLimits).toEqual({ statementMs: 120_000, lockMs: 5_000, idleTransactionMs: 30_000 });
    expect(faultsOf({ ZHIHENG_DB_STATEMENT_SECONDS: '0', ZHIHENG_DB_IDLE_TRANSACTION_SECONDS: '1.5' })).toEqual([
      expect.stringContaining('ZHIHENG_DB_STATEMENT_SECONDS'),
      expect.stringContaining('ZHIHENG_DB_IDLE_TRANSACTION_SECONDS'),
    ]);
    expect(faultsOf({ ZHIHENG_DB_STATEMENT_SECONDS: '10' })).toEqual([expect.stringContaining('ZHIHENG_DB_LOCK_SECONDS')]);
  });
});
