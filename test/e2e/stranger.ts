import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { waitFor } from './wait-for.js';

type Records = Readonly<Record<string, unknown>>;

/** The script of docs/how-to that follows the public changes from an empty cursor, in a process that knows nothing of ours. */
export type Stranger = {
  kill(): void;
  /** Starts it again on its own notes. */
  start(): void;
  /** What it holds, as soon as it is what the database publishes or after long; both by `kind/id`. */
  caughtUp(databaseUrl: string): Promise<{ readonly followed: Records; readonly published: Records }>;
};

export function startStranger(url: string, notes: string): Stranger {
  const start = () =>
    spawn(process.execPath, ['docs/how-to/examples/follow-public-changes.mjs', url, notes], {
      stdio: 'ignore',
      env: { PATH: process.env['PATH'] },
    });
  let running = start();
  const held = (): Records =>
    existsSync(notes) ? (JSON.parse(readFileSync(notes, 'utf8')) as { readonly records: Records }).records : {};
  return {
    kill: () => void running.kill('SIGKILL'),
    start: () => void (running = start()),
    caughtUp: async (databaseUrl) => {
      const published = await publishedIn(databaseUrl);
      // As many records are not yet the same: one of them may have changed since. Who never catches up is shown by what he holds.
      await waitFor(() => isDeepStrictEqual(held(), published), { what: 'the follower has caught up' }).catch(() => undefined);
      return { followed: held(), published };
    },
  };
}

/** What the database publishes, once nothing waits to follow. */
async function publishedIn(connectionString: string): Promise<Records> {
  const client = new pg.Client({ connectionString, options: '-c search_path=zhiheng' });
  await client.connect();
  try {
    await waitFor(async () => (await client.query('select from outbox limit 1')).rowCount === 0, {
      what: 'all announcements are handled',
    });
    const { rows } = await client.query<{ readonly key: string; readonly record: unknown }>(
      `select kind || '/' || id as key, public_record_json(r) as record from public_record r
       where published_on is not null and withdrawn_on is null`,
    );
    return Object.fromEntries(rows.map(({ key, record }) => [key, record]));
  } finally {
    await client.end();
  }
}
