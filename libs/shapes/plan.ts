import type { Log, Settings, SystemPlan } from '@zhiheng/platform';
import { subscriptionsOf } from '@zhiheng/transport';
import { allUpgrades, allWorkflows } from '@zhiheng/workflows';
import { CONSUMERS } from './contexts.js';

/** What every process of the system knows, whatever its part: all workflows and their upgrades, and who subscribes to what. */
export function systemPlan(
  settings: Settings,
  { log, schema }: { readonly log: Log } & Pick<SystemPlan, 'schema'>,
): SystemPlan {
  const subscriptions = subscriptionsOf(Object.values(CONSUMERS).flat());
  return { settings, workflows: allWorkflows, upgrades: allUpgrades, subscriptions, schema, log };
}
