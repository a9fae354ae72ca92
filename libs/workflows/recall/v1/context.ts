import type { DataOf, Form } from '@zhiheng/workflow-kit';
import type { events } from './events.js';

type Events = typeof events;
/** What the context keeps of an event: its data and its legal date. */
type Kept<K extends keyof Events> = (Events[K]['data'] extends Form<infer F> ? DataOf<F> : never) & { readonly on: string };

/** What later steps ask about; every other fact stands on the log. */
export type RecallContext = {
  /** How the possible defect became known; every opening event names the product. */
  readonly origin?: { readonly product: string; readonly makerElsewhere?: boolean; readonly on: string };
  readonly order?: Kept<'RECALL_ORDERED'>;
  readonly plan?: Kept<'PLAN_SUBMITTED'>;
  readonly progress?: readonly Kept<'PROGRESS_REPORTED'>[];
  /** Three-month periods of the present recall that have ended. */
  readonly periods?: number;
};
