import { startEmbeddedPostgres } from '@zhiheng/embedded-postgres';
import { openDatabase } from '@zhiheng/persistence';
import { readSettings } from '@zhiheng/platform';
import { print } from '../print.js';

/** Needs the database only: it runs before any queue or service is there. */
export async function migrate(): Promise<void> {
  const { databaseUrl } = readSettings({ ...process.env, QUEUE_BACKEND: 'postgres' }, 'cli');
  const embedded = databaseUrl === undefined ? await startEmbeddedPostgres() : undefined;
  try {
    const database = await openDatabase({ url: databaseUrl ?? embedded!.url });
    try {
      const ran = await database.migrate();
      print(ran.length === 0 ? '数据库已是最新 The database is up to date' : `已迁移 migrated: ${ran.join(', ')}`);
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}
