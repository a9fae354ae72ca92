import type { Workflow } from '@zhiheng/workflow-kit';
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
