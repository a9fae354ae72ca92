import pg from 'pg';
import type { Pool } from 'pg';

const CHANNEL = 'zhiheng_public_change';

/** Wakes those who wait for a public change. One connection of its own, opened when somebody waits; without it they look every second. */
export class ChangeSignal {
  private client: pg.Client | undefined;
  private opening = false;
  private wakers = new Set<() => void>();
  private closed = false;

  constructor(private readonly pool: Pool) {}

  get waiting(): number {
    return this.wakers.size;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Resolves at the next change, or after `ms`. */
  next(ms: number): Promise<void> {
    if (this.closed) return Promise.resolve();
    this.open();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.wakers.add(wake);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wakeAll();
    await this.client?.end().catch(() => undefined);
  }

  private open(): void {
    if (this.client !== undefined || this.opening) return;
    this.opening = true;
    const client = new pg.Client(this.pool.options);
    client.on('error', () => (this.client = undefined));
    client.on('end', () => (this.client = undefined));
    client.on('notification', () => this.wakeAll());
    client
      .connect()
      .then(() => client.query(`listen ${CHANNEL}`))
      .then(async () => {
        if (this.closed) await client.end();
        else this.client = client;
      })
      .catch(() => client.end().catch(() => undefined))
      .finally(() => (this.opening = false));
  }

  private wakeAll(): void {
    for (const wake of [...this.wakers]) wake();
  }
}
