import { keepPublicList, keepPublicRecords } from '@zhiheng/features/publicity';
import type { Log, Settings, SystemPlan } from '@zhiheng/platform';
import { allWorkflows } from '@zhiheng/workflows';

/** The whole system as one process runs it: every workflow, every handler. */
export function standalonePlan(settings: Settings, log: Log): SystemPlan {
  return {
    settings,
    workflows: allWorkflows,
    handlers: ({ pool }, clock) => [keepPublicList(pool), keepPublicRecords({ pool, clock })],
    log,
  };
}
