import type { Log } from '../log.js';

/** What is used of a Redis connection to make it anew. */
export type Connection = {
  readonly status: string;
  /** Ends what is there of it; with `true` it comes back by itself. */
  disconnect(reconnect?: boolean): void;
  connect(): Promise<unknown>;
};

// How long a connection that is told to come back may take before it is made by hand.
const COMES_BACK_WITHIN_MS = 3_000;

/**
 * Makes a connection anew that was not ready for so long. ioredis does that by itself, but not always: after a wire that was cut, stalled and
 * forgotten within a minute (the chaos suite, seed 194f55dcc350) a connection stayed neither ready nor closed, without a word, for good.
 * Answers what ends the watch.
 */
export function revive(
  connection: Connection,
  { afterMs, consumer, log }: { readonly afterMs: number; readonly consumer: string; readonly log: Log },
): () => void {
  let notReadySince: number | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    const now = performance.now();
    if (connection.status === 'ready') notReadySince = undefined;
    else notReadySince ??= now;
    if (notReadySince === undefined || now - notReadySince < afterMs) return;
    notReadySince = now;
    log('queue.connection-revived', { consumer, status: connection.status });
    connection.disconnect(true);
    again = setTimeout(() => void connection.connect().catch(() => undefined), COMES_BACK_WITHIN_MS).unref();
  };
  const watch = setInterval(look, afterMs / 4).unref();
  return () => {
    clearInterval(watch);
    clearTimeout(again);
  };
}
