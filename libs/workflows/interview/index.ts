import type { Workflow } from '@zhiheng/workflow-kit';
import { interviewV1 } from './v1/machine.js';

/** 约谈: every version, the newest last. */
export const interviewVersions: readonly Workflow[] = [interviewV1];
