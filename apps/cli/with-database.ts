import { startEmbeddedPostgres } from '@zhiheng/embedded-postgres';
import { openDatabase } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { readSettings } from '@zhiheng/platform';

/** Opens the database alone, as it is: for commands that need neither the law nor the queues. */
export async function withDatabase<T>(run: (database: Database) => Promise<T>): Promise<T> {
  const { databaseUrl, databaseLimits } = readSettings({ ZHIHENG_LOG: 'error', ...process.env });
  const embedded = databaseUrl === undefined ? await startEmbeddedPostgres() : undefined;
  try {
    const database = await openDatabase({
      url: databaseUrl ?? embedded!.url,
      // A look at all logs of a city takes as long as it takes; nobody waits for its locks.
      limits: { ...databaseLimits, statementMs: 0 },
    });
    try {
      return await run(database);
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}

/** As `withDatabase`, brought up to date first. */
export function withCurrentDatabase<T>(run: (database: Database) => Promise<T>): Promise<T> {
  return withDatabase(async (database) => {
    await database.migrate();
    return run(database);
  });
}
