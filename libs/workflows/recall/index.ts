import type { Workflow } from '@zhiheng/workflow-kit';
import { recallV1 } from './v1/machine.js';

/** Recall of defective consumer products 缺陷消费品召回: all versions, newest last. */
export const recallVersions: readonly Workflow[] = [recallV1];
