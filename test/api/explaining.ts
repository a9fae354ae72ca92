import type { Database } from '@zhiheng/persistence';

/** The same database, which also says how it would carry out each query. */
export function explaining(database: Database, plans: string[]): Database {
  const query = async (sql: string, values: unknown[]): Promise<unknown> => {
    const rows = (await database.dataSource.query(`explain ${sql}`, values)) as readonly Record<string, string>[];
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    return database.dataSource.query(sql, values);
  };
  return { ...database, dataSource: { query } as unknown as Database['dataSource'] };
}
