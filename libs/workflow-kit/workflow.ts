import type { Bilingual, JsonObject } from '@zhiheng/kernel';
import { assign, setup } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import type { AnnouncementCatalogue, AnyEvent, ClockCatalogue, DocumentCatalogue, EventCatalogue } from './catalogue.js';
import type { RuleCatalogue } from './rules.js';
import { lapsedEvent } from './table.js';
import type { LapsedEvent, StateRow } from './table.js';

/** What an author writes: the table and the catalogues that it names things from. */
export type WorkflowSource<C, E extends EventCatalogue, R extends RuleCatalogue<C>, K extends ClockCatalogue> = {
  readonly name: string;
  readonly version: number;
  readonly title: Bilingual;
  /** The order, regulation or policy that makes this procedure. */
  readonly basis: readonly string[];
  readonly events: E;
  readonly rules: R;
  readonly clocks: K;
  readonly announcements: AnnouncementCatalogue<C>;
  readonly documents: DocumentCatalogue;
  /** Policy keys that the rules read, beside the terms of the clocks. */
  readonly policies: readonly string[];
  readonly table: StateRow<(keyof E & string) | LapsedEvent<keyof K & string>, keyof R & string>;
};

/** A version of a workflow, ready for the registry. Its machine is plain XState. */
export type Workflow = {
  readonly name: string;
  readonly version: number;
  readonly title: Bilingual;
  readonly basis: readonly string[];
  readonly events: EventCatalogue;
  readonly rules: RuleCatalogue<never>;
  readonly clocks: ClockCatalogue;
  /** Lapse event -> clock. */
  readonly lapses: Readonly<Record<string, string>>;
  readonly announcements: AnnouncementCatalogue<never>;
  readonly documents: DocumentCatalogue;
  /** Every policy key that this workflow asks for: those of its rules and the terms of its clocks. */
  readonly policyKeys: readonly string[];
  readonly table: StateRow;
  readonly machine: AnyStateMachine;
};

type Given = { readonly context: JsonObject; readonly event: AnyEvent };
const noted = ({ event }: Given): JsonObject => ({ ...event.data, on: event.on });
const listed = (value: unknown): readonly JsonObject[] => (value ?? []) as readonly JsonObject[];

/** Builds the XState machine of a workflow. The context starts empty and is plain JSON: the first event fills it. */
export function defineWorkflow<C, const E extends EventCatalogue, R extends RuleCatalogue<C>, const K extends ClockCatalogue>(
  source: WorkflowSource<C, E, R, K>,
): Workflow {
  const nothing = (): void => undefined;
  const builder = setup({
    types: { context: {} as JsonObject, events: {} as AnyEvent },
    actions: {
      startClock: nothing,
      stopClock: nothing,
      suspendClock: nothing,
      resumeClock: nothing,
      extendClock: nothing,
      issue: nothing,
      announce: nothing,
      remember: assign((given: Given, { as }: { as: string }) => ({ [as]: noted(given) })),
      append: assign((given: Given, { to }: { to: string }) => ({ [to]: [...listed(given.context[to]), noted(given)] })),
      count: assign(({ context }: Given, { what }: { what: string }) => ({ [what]: Number(context[what] ?? 0) + 1 })),
    },
    guards: Object.fromEntries(
      Object.entries(source.rules).map(([name, rule]) => [
        name,
        (given: Given) => rule.holds(given as unknown as { context: C; event: AnyEvent }),
      ]),
    ),
  });
  // The table's own types are stricter than XState's (no after, invoke, spawn; a basis on every state): this is where they meet.
  const machine = builder.createMachine({ id: source.name, context: {}, ...source.table } as unknown as Parameters<
    typeof builder.createMachine
  >[0]);
  return {
    name: source.name,
    version: source.version,
    title: source.title,
    basis: source.basis,
    events: source.events,
    rules: source.rules as RuleCatalogue<never>,
    clocks: source.clocks,
    lapses: Object.fromEntries(Object.keys(source.clocks).map((clock) => [lapsedEvent(clock), clock])),
    announcements: source.announcements as AnnouncementCatalogue<never>,
    documents: source.documents,
    policyKeys: [...new Set([...source.policies, ...Object.values(source.clocks).map((clock) => clock.term)])].sort(),
    table: source.table as StateRow,
    machine: machine as unknown as AnyStateMachine,
  };
}
