import type { DataOf, Form } from '@zhiheng/workflow-kit';
import type { events } from './events.js';

type Events = typeof events;
/** What the context keeps of an event: its data and its legal date. */
type Kept<K extends keyof Events> = (Events[K]['data'] extends Form<infer F> ? DataOf<F> : never) & { readonly on: string };

/** What later steps and the public entry ask about; every other fact stands on the log. */
export type BlacklistContext = {
  readonly proposal?: Kept<'LISTING_PROPOSED'>;
  readonly assessment?: Kept<'CONDITIONS_ASSESSED'>;
  readonly notice?: Kept<'PRIOR_NOTICE_SERVED'>;
  readonly statements?: readonly Kept<'STATEMENT_MADE'>[];
  readonly consent?: Kept<'CONSENT_GIVEN'>;
  readonly decision?: Kept<'LISTING_DECIDED'>;
  readonly service?: Kept<'DECISION_SERVED'>;
  readonly corrections?: readonly Kept<'ENTRY_CORRECTED'>[];
  readonly application?: Kept<'REMOVAL_APPLIED'>;
  /** Belongs to the application of the same number only; an earlier application may have left one. */
  readonly supplement?: Kept<'PAPERS_SUPPLEMENTED'>;
};
