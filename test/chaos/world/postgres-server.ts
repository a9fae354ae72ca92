import { startEmbeddedPostgres } from '@zhiheng/embedded-postgres';
import type { EmbeddedPostgres } from '@zhiheng/embedded-postgres';
import pg from 'pg';
import { freePort } from '../../../tools/embedded-postgres.mjs';

/** A Postgres with its durable settings, on one port for good. */
export type PostgresServer = {
  readonly port: number;
  readonly dataDir: string;
  /** Past every proxy. */
  readonly url: string;
  /** kill -9 of the postmaster; its backends notice and go. */
  kill(): Promise<void>;
  start(): Promise<void>;
  isRunning(): boolean;
  /** Ends every backend of others but the postmaster. */
  terminateBackends(): Promise<number>;
  stop(): Promise<void>;
};

// Little room for the write-ahead log, so that a full disk is felt soon.
const SETTINGS = { min_wal_size: '32MB', max_wal_size: '48MB', shared_buffers: '128MB' };

export async function startPostgresServer(dataDir: string): Promise<PostgresServer> {
  const port = await freePort();
  const open = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir, port, settings: SETTINGS });
  let server = await open();
  let running = true;
  const watch = (): void => {
    const mine = server;
    void mine.exited.then(() => {
      if (server === mine) running = false;
    });
  };
  watch();
  return {
    port,
    dataDir,
    url: server.url,
    isRunning: () => running,
    kill: async () => {
      if (running) process.kill(server.pid, 'SIGKILL');
      await server.exited;
      await server.stop(); // gives the data directory up
    },
    start: async () => {
      if (!running) await server.stop();
      server = await open();
      running = true;
      watch();
    },
    terminateBackends: () => query(server.url, terminate),
    stop: () => server.stop(),
  };
}

async function terminate(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  return rowCount ?? 0;
}

/** Asks over a connection of its own. */
export async function query<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=zhiheng' });
  client.on('error', () => undefined); // the server may end under it: that is the test
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
