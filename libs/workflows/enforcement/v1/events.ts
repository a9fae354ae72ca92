import type { EventCatalogue } from '@zhiheng/workflow-kit';
import { decisionEvents } from './decision-events.js';
import { investigationEvents } from './investigation-events.js';
import { performanceEvents } from './performance-events.js';
import { reviewEvents } from './review-events.js';

/** Every event that a case receives, in the order of the procedure. */
export const events = {
  ...investigationEvents,
  ...reviewEvents,
  ...decisionEvents,
  ...performanceEvents,
} as const satisfies EventCatalogue;
