import type { Workflow } from '@zhiheng/workflow-kit';
import { blacklistV1 } from './v1/machine.js';

/** The list of serious violators 严重违法失信名单: all versions, newest last. */
export const blacklistVersions: readonly Workflow[] = [blacklistV1];
