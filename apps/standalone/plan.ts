import { deliverAnnouncements } from '@zhiheng/features/webhooks';
import { keepPublicList, keepPublicRecords } from '@zhiheng/features/publicity';
import { topicsOf } from '@zhiheng/platform';
import type { Log, Settings, SystemPlan } from '@zhiheng/platform';
import { allWorkflows } from '@zhiheng/workflows';

/** The whole system as one process runs it: every workflow, every handler. */
export function standalonePlan(settings: Settings, log: Log): SystemPlan {
  return {
    settings,
    workflows: allWorkflows,
    handlers: ({ pool }, clock) => [
      keepPublicList(pool),
      keepPublicRecords({ pool, clock }),
      deliverAnnouncements({ pool, topics: topicsOf(allWorkflows) }),
    ],
    log,
  };
}
