import type { Log, Settings, SystemPlan } from '@zhiheng/platform';
import { subscriptionsOf } from '@zhiheng/transport';
import { allWorkflows } from '@zhiheng/workflows';
import { CONSUMERS } from './contexts.js';

/** What every process of the system knows, whatever its part: all workflows, and who subscribes to what. */
export function systemPlan(
  settings: Settings,
  { log, schema }: { readonly log: Log } & Pick<SystemPlan, 'schema'>,
): SystemPlan {
  return { settings, workflows: allWorkflows, subscriptions: subscriptionsOf(Object.values(CONSUMERS).flat()), schema, log };
}
