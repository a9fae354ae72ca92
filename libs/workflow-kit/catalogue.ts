import type { Actor, Role } from '@zhiheng/contracts';
import type { Bilingual, Instant, JsonObject, LegalDate } from '@zhiheng/kernel';
import type { DataOf, Form } from './form.js';

/** An event that a workflow receives. Events are past facts: PLAN_SUBMITTED. */
export type EventEntry = {
  readonly title: Bilingual;
  /** Who may send it. Lapses of clocks are sent by the system only and need no entry. */
  readonly sentBy: readonly Role[];
  readonly data: Form;
  readonly basis?: string;
  /** May open a procedure. */
  readonly opens?: boolean;
};
export type EventCatalogue = Readonly<Record<string, EventEntry>>;

/** A fact that a workflow announces to others; `facts` are what rules of the rulebook may ask about. */
export type AnnouncementEntry<C> = {
  readonly title: Bilingual;
  readonly facts: (given: { readonly context: C; readonly event: AnyEvent }) => JsonObject;
  /** Nobody inside consumes it: it is for other systems and for the public. */
  readonly external?: boolean;
};
export type AnnouncementCatalogue<C> = Readonly<Record<string, AnnouncementEntry<C>>>;

/** A statutory or policy term. Its length is a policy value, never a number in code. */
export type ClockEntry = { readonly title: Bilingual; readonly term: string };
export type ClockCatalogue = Readonly<Record<string, ClockEntry>>;

/** A document that the workflow issues 文书. */
export type DocumentEntry = { readonly title: Bilingual; readonly basis?: string };
export type DocumentCatalogue = Readonly<Record<string, DocumentEntry>>;

/** A clock as rules may see it. Dates are legal dates; `today` stands in the event's `on`. */
export type ClockView = {
  readonly state: 'running' | 'suspended' | 'stopped' | 'lapsed';
  readonly startedOn: LegalDate;
  readonly dueOn: LegalDate;
  readonly opensOn?: LegalDate;
};

/** What every event brings beside its data. Policy values come by key; a rule never reads config. */
export type EventFrame = {
  readonly on: LegalDate;
  readonly at: Instant;
  readonly by: Actor;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly clocks: Readonly<Record<string, ClockView>>;
};

export type AnyEvent = EventFrame & { readonly type: string; readonly data: JsonObject };

/** The data of an event as its form types it, or undefined when the event is another one. */
export function dataOf<E extends EventCatalogue, K extends keyof E & string>(
  _events: E,
  type: K,
  event: AnyEvent,
): (E[K]['data'] extends Form<infer F> ? DataOf<F> : never) | undefined {
  return event.type === type ? (event.data as never) : undefined;
}
