import { randomUUID } from 'node:crypto';
import { openDatabase } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import pg from 'pg';

export type TestDatabase = Database & { readonly url: string };

/** Runs with a migrated database of its own; drops it afterwards, and keeps it (and says so) when the test failed. */
export async function withPostgres<T>(run: (database: TestDatabase) => Promise<T>): Promise<T> {
  const server = process.env['TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('TEST_DATABASE_URL is not set: this test belongs to the "int" project of Jest');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href, applicationName: name.slice(0, 20) });
  let failed = true;
  try {
    await database.migrate();
    const result = await run({ ...database, url: url.href });
    failed = false;
    return result;
  } finally {
    await database.close();
    if (failed) process.stderr.write(`kept the database of the failed test: ${name}\n`);
    else await administer(server, `drop database ${name} with (force)`);
  }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
