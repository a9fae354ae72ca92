import { LIVE_CHANNEL } from '@zhiheng/platform';
import { isUuid } from '@zhiheng/kernel';
import type { InstanceId } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import type { PoolClient } from 'pg';

/** Told which procedures moved; and, with nothing named, that the line was lost and anything may have. */
export type LiveListener = { readonly moved: (ids: readonly InstanceId[]) => void; readonly resumed: () => void };

const RETRY_MS = 1_000;
// A line whose other end was lost without a word is as silent as one on which nothing happens: it is asked.
const ASK_EVERY_MS = 20_000;

/**
 * What all processes say about moved procedures, over one connection of this process, which is there while somebody listens and comes
 * back when it is lost.
 */
export class LiveFeed {
  private readonly listeners = new Set<LiveListener>();
  private client: PoolClient | undefined;
  private connecting: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private asking: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly pool: Database['pool'],
    private readonly askEveryMs = ASK_EVERY_MS,
  ) {}

  /** Adds a listener; resolves when it would hear the next commit. Answers how to leave. */
  async listen(listener: LiveListener): Promise<() => void> {
    this.listeners.add(listener);
    await this.connect();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.disconnect();
    };
  }

  close(): void {
    this.closed = true;
    this.listeners.clear();
    this.disconnect();
  }

  private connect(): Promise<void> {
    if (this.client !== undefined || this.closed) return Promise.resolve();
    this.connecting ??= this.open().finally(() => {
      this.connecting = undefined;
    });
    return this.connecting;
  }

  private async open(): Promise<void> {
    try {
      const client = await this.pool.connect();
      client.on('notification', ({ payload }) => this.tell(payload ?? ''));
      client.once('error', () => this.lost(client));
      client.once('end', () => this.lost(client));
      this.client = client;
      await client.query(`listen ${LIVE_CHANNEL}`);
      clearInterval(this.asking);
      this.asking = setInterval(() => void client.query('select 1').catch(() => this.lost(client)), this.askEveryMs);
      if (this.closed || this.listeners.size === 0) this.disconnect();
    } catch {
      if (this.client === undefined) this.tryLater();
      else this.lost(this.client);
    }
  }

  private lost(client: PoolClient): void {
    if (this.client !== client) return;
    this.disconnect();
    this.tryLater();
  }

  private tryLater(): void {
    if (this.closed || this.listeners.size === 0) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      void this.connect().then(() => {
        if (this.client !== undefined) for (const listener of this.listeners) listener.resumed();
      });
    }, RETRY_MS);
  }

  private disconnect(): void {
    clearTimeout(this.retry);
    clearInterval(this.asking);
    const { client } = this;
    this.client = undefined;
    if (client === undefined) return;
    client.removeAllListeners('notification');
    // Not given back: the next one to get it from the pool would be listening too.
    client.on('error', () => undefined);
    client.release(true);
  }

  private tell(payload: string): void {
    const ids = idsIn(payload);
    if (ids.length > 0) for (const listener of this.listeners) listener.moved(ids);
  }
}

// Anybody who may connect to the database may notify: what is no list of ids is not passed on.
function idsIn(payload: string): readonly InstanceId[] {
  try {
    const ids: unknown = JSON.parse(payload);
    return Array.isArray(ids) ? ids.filter((id): id is InstanceId => typeof id === 'string' && isUuid(id)) : [];
  } catch {
    return [];
  }
}
