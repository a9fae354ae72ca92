import { blacklistSteps } from './blacklist.js';
import { enforcementSteps } from './enforcement.js';
import { inspectionSteps } from './inspection.js';
import type { Step } from './step.js';

/** From a line of a file to the published blacklist and off it, after three years. */
export const journey: readonly Step[] = [...inspectionSteps, ...enforcementSteps, ...blacklistSteps];
