import type { Pool } from 'pg';

/**
 * Resolves when every transaction that runs on the server now has ended. The feed of changes shows what lies behind the oldest of them,
 * whatever its database: tests beside this one make databases and migrate them on the same server.
 */
export async function transactionsEnded(pool: Pick<Pool, 'query'>): Promise<void> {
  const { rows } = await pool.query<{ readonly xid: string }>('select pg_current_xact_id()::text as xid');
  for (;;) {
    const { rowCount } = await pool.query('select where pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8', [
      rows[0]!.xid,
    ]);
    if (rowCount === 1) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
