import type { Upgrade, Workflow } from '@zhiheng/workflow-kit';
import { blacklistVersions } from './blacklist/index.js';
import { enforcementVersions } from './enforcement/index.js';
import { inspectionVersions } from './inspection/index.js';
import { interviewVersions } from './interview/index.js';
import { recallVersions } from './recall/index.js';

export type { Topic } from './topics.js';

/** Every version of every workflow that this release can run. */
export const allWorkflows: readonly Workflow[] = [
  ...inspectionVersions,
  ...enforcementVersions,
  ...interviewVersions,
  ...recallVersions,
  ...blacklistVersions,
];

/**
 * Every upgrade of running procedures that this release can carry out, each from `upgrades/v<n>-to-v<m>.ts` of its workflow. It stays here as
 * long as a history holds it: replay decides it again.
 */
export const allUpgrades: readonly Upgrade[] = [];
