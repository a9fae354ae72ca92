import type { Workflow } from '@zhiheng/workflow-kit';
import { inspectionV1 } from './v1/machine.js';

/** 产品质量监督抽查: every version, the newest last. */
export const inspectionVersions: readonly Workflow[] = [inspectionV1];
