import type { Pool, PoolClient } from 'pg';

const CHANNEL = 'zhiheng_clock';

/** Tells the processes of a system that its clock was moved. */
export async function signalMoved(pool: Pool): Promise<void> {
  await pool.query(`select pg_notify('${CHANNEL}', '')`);
}

/**
 * Hears of it over a connection of its own. Only the quicker way: who misses a signal sees the new time at the next refresh, so a
 * connection that is lost is opened again by the next `listen`, and a fault is nobody's concern.
 */
export class ClockSignal {
  private connection: PoolClient | undefined;
  private opening = false;
  private closed = false;

  constructor(
    private readonly pool: Pool,
    private readonly heard: () => void,
  ) {}

  async listen(): Promise<void> {
    if (this.connection !== undefined || this.opening || this.closed) return;
    this.opening = true;
    const connection = await this.pool.connect().finally(() => {
      this.opening = false;
    });
    this.connection = connection;
    // Closed while it was being opened: nobody else would give it back.
    if (this.closed) return this.lose(connection);
    connection.on('notification', this.heard);
    connection.on('error', () => this.lose(connection));
    try {
      await connection.query(`listen ${CHANNEL}`);
    } catch (fault) {
      this.lose(connection);
      throw fault;
    }
  }

  close(): void {
    this.closed = true;
    if (this.connection !== undefined) this.lose(this.connection);
  }

  private lose(connection: PoolClient): void {
    if (this.connection !== connection) return;
    this.connection = undefined;
    connection.removeListener('notification', this.heard);
    connection.release(true);
  }
}
