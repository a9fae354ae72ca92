import type { Workflow } from '@zhiheng/workflow-kit';
import { enforcementV1 } from './v1/machine.js';

/** 立案查处, all versions, the newest last. */
export const enforcementVersions: readonly Workflow[] = [enforcementV1];
