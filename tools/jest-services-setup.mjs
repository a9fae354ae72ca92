import { startThrowAwayPostgres } from './embedded-postgres.mjs';
import { startPrivateRedis } from './private-redis.mjs';

/**
 * One throw-away Postgres for the whole run (a suite makes its own schema in it), and a Redis where one is installed.
 * Addresses from outside (TEST_DATABASE_URL, REDIS_URL) are used as they are.
 */
export default async function setUpServices() {
  const services = [];
  globalThis.__ZHIHENG_TEST_SERVICES__ = services;
  if (!process.env.TEST_DATABASE_URL) {
    const postgres = await startThrowAwayPostgres();
    services.push(postgres);
    process.env.TEST_DATABASE_URL = postgres.url;
  }
  if (!process.env.REDIS_URL) {
    const redis = await startPrivateRedis();
    if (!redis) return;
    services.push(redis);
    process.env.REDIS_URL = redis.url;
  }
}
