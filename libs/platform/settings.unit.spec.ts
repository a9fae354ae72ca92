import type { ZhihengError } from '@zhiheng/kernel';
import { readSettings } from './settings.js';

const faultOf = (env: Readonly<Record<string, string>>): ZhihengError => {
  try {
    readSettings(env);
  } catch (fault) {
    return fault as ZhihengError;
  }
  throw new Error('the settings were accepted');
};
const faultsOf = (env: Readonly<Record<string, string>>): readonly string[] =>
  (faultOf(env).found as string).trim().split(/\n\s*/);

describe('the settings', () => {
  it('need nothing from the environment', () => {
    expect(readSettings({})).toEqual({
      production: false,
      tokenHours: 8,
      queueBackend: 'postgres',
      host: '127.0.0.1',
      port: 3_000,
      logLevel: 'info',
      clock: 'system',
      seed: 'none',
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
      }),
    ).toEqual({
      production: false,
      tokenHours: 8,
      databaseUrl: 'postgres://u:p@db:5432/zhiheng',
      queueBackend: 'redis',
      redisUrl: 'redis://cache:6379',
      host: '0.0.0.0',
      port: 8_080,
      logLevel: 'warn',
      clock: 'movable',
      seed: 'none',
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
});
