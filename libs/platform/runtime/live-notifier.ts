import type { InstanceId } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import { faultFields } from '../log/fault-fields.js';
import type { Log } from '../log/log.js';

/** The channel on which every process says which procedures have a new entry on their log. */
export const LIVE_CHANNEL = 'zhiheng_live';

const COALESCE_MS = 100;
// Postgres takes 8,000 bytes in one notification; an id with its comma takes 39.
const IDS_IN_ONE = 200;

export type LiveNotifier = {
  moved(ids: readonly InstanceId[]): void;
  /** Sends what waits. */
  stop(): Promise<void>;
};

/**
 * Tells all processes which procedures moved, a few times a second at most. A courtesy to open lists, not a record: what is lost when the
 * database is away is read again by who reconnects.
 */
export function createLiveNotifier({ pool, log }: { readonly pool: Pool; readonly log: Log }): LiveNotifier {
  const waiting = new Set<InstanceId>();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();

  async function send(): Promise<void> {
    timer = undefined;
    const ids = [...waiting];
    waiting.clear();
    try {
      for (let at = 0; at < ids.length; at += IDS_IN_ONE)
        await pool.query('select pg_notify($1, $2)', [LIVE_CHANNEL, JSON.stringify(ids.slice(at, at + IDS_IN_ONE))]);
    } catch (fault) {
      log('live.notify.fault', faultFields(fault));
    }
  }

  return {
    moved: (ids) => {
      for (const id of ids) waiting.add(id);
      timer ??= setTimeout(() => {
        sending = send();
      }, COALESCE_MS);
    },
    stop: async () => {
      clearTimeout(timer);
      await sending;
      if (waiting.size > 0) await send();
    },
  };
}
