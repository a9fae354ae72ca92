import { mapStoreFault } from '@zhiheng/persistence';
import type { AnnouncementHandler } from '@zhiheng/platform';
import type { Pool } from 'pg';
import { writeDeliveries } from '../delivery/delivery-store.js';

/** Puts every announcement down for the webhooks that asked for it. */
export function deliverAnnouncements({
  pool,
  topics,
}: {
  readonly pool: Pool;
  readonly topics: readonly string[];
}): AnnouncementHandler {
  return {
    context: 'publicity',
    topics,
    handle: async (announcement) => {
      try {
        await writeDeliveries(pool, announcement);
      } catch (fault) {
        throw mapStoreFault(fault);
      }
    },
  };
}
