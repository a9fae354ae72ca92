/** What a transition asks for, as data. Nothing here acts: the engine plans and records it, and other parts act later. */
export type Action =
  | { readonly type: 'startClock'; readonly params: { readonly clock: string } }
  | { readonly type: 'stopClock'; readonly params: { readonly clock: string } }
  | { readonly type: 'suspendClock'; readonly params: { readonly clock: string; readonly reason: string } }
  | { readonly type: 'resumeClock'; readonly params: { readonly clock: string; readonly reason: string } }
  | { readonly type: 'extendClock'; readonly params: { readonly clock: string } }
  | { readonly type: 'issue'; readonly params: { readonly document: string } }
  | { readonly type: 'announce'; readonly params: { readonly announcement: string } }
  | { readonly type: 'remember'; readonly params: { readonly as: string } }
  | { readonly type: 'append'; readonly params: { readonly to: string } }
  | { readonly type: 'count'; readonly params: { readonly what: string } };

/** Starts a term that spans several states; it runs from the legal date of the event. Within one state use `timed`. */
export const startClock = (clock: string): Action => ({ type: 'startClock', params: { clock } });
export const stopClock = (clock: string): Action => ({ type: 'stopClock', params: { clock } });
/** Stops the term from the event's date on, for a reason that the rule of this term allows; other reasons are refused. */
export const suspendClock = (clock: string, reason: string): Action => ({ type: 'suspendClock', params: { clock, reason } });
export const resumeClock = (clock: string, reason: string): Action => ({ type: 'resumeClock', params: { clock, reason } });
/** Grants the next extension that the rule of this term provides; the sender must hold the role of its approver. */
export const extendClock = (clock: string): Action => ({ type: 'extendClock', params: { clock } });
/** Issues a document of the catalogue. */
export const issue = (document: string): Action => ({ type: 'issue', params: { document } });
/** Announces a fact to other workflows, publication jobs and outside systems. */
export const announce = (announcement: string): Action => ({ type: 'announce', params: { announcement } });
/** Keeps the event's data and its legal date in the context: `context[as] = { ...data, on }`. */
export const remember = (as: string): Action => ({ type: 'remember', params: { as } });
/** Adds the event's data and its legal date to a list in the context. */
export const append = (to: string): Action => ({ type: 'append', params: { to } });
/** Adds one to a number in the context. */
export const count = (what: string): Action => ({ type: 'count', params: { what } });
