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
});
