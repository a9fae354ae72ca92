import type { ClockPort } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
import type { AnnouncementHandler } from '@zhiheng/platform';
import type { Topic } from '@zhiheng/workflows';
import type { Pool } from 'pg';
import { ChangeBatch } from '../records/change-batch.js';
import { PROJECTED_TOPICS, PROJECTIONS } from '../records/projections.js';
import { writeChanges } from '../records/write-changes.js';

/** The publication job: keeps the four public lists and the feed of their changes, as the workflows and the import announce them. */
export function keepPublicRecords({ pool, clock }: { readonly pool: Pool; readonly clock: ClockPort }): AnnouncementHandler {
  const batch = new ChangeBatch((changes) => writeChanges(pool, clock.now(), changes));
  return {
    context: 'publicity',
    topics: PROJECTED_TOPICS,
    handle: async (announcement) => {
      const change = PROJECTIONS[announcement.topic as Topic]?.(announcement);
      if (change === undefined) return;
      try {
        await batch.add({ change, announcement });
      } catch (fault) {
        throw mapStoreFault(fault);
      }
    },
  };
}
