import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** An empty database, dropped afterwards. */
export async function withEmptyDatabase(run: (url: string) => Promise<void>): Promise<void> {
  const server = process.env['TEST_DATABASE_URL']!;
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(`create database ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    await run(url.href);
    await client.query(`drop database ${name} with (force)`);
  } finally {
    await client.end();
  }
}
