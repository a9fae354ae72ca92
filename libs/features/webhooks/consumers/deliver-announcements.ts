import { mapStoreFault } from '@zhiheng/persistence';
import { activeTraceparent } from '@zhiheng/tracing';
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
        const traceparent = activeTraceparent() ?? announcement.traceparent;
        await writeDeliveries(pool, { ...announcement, ...(traceparent !== undefined && { traceparent }) });
      } catch (fault) {
        throw mapStoreFault(fault);
      }
    },
  };
}
