import type { Bilingual } from '@zhiheng/kernel';
import type { AnyEvent } from './catalogue.js';

/**
 * A named yes/no question. The engine shows the title when the answer is no, so it says what must hold, in the words of the
 * law: 「复检机构与初检机构不是同一机构」.
 */
export type Rule<C> = {
  readonly title: Bilingual;
  readonly basis?: string;
  /** `context`: can be answered before the event comes, so that explain() can say why it would be refused. */
  readonly asks: 'context' | 'event';
  readonly holds: (given: { readonly context: C; readonly event: AnyEvent }) => boolean;
};
export type RuleCatalogue<C> = Readonly<Record<string, Rule<C>>>;

/**
 * Declares the rules of a workflow over its context: `rulesOver<RecallContext>()({ planIsComplete: { … } })`. A rule that asks
 * for what an event brings reads it with `dataOf`.
 */
export function rulesOver<C>() {
  return <const R extends Readonly<Record<string, Rule<C>>>>(rules: R): R => rules;
}

/** The policy value of a key as a number; rules compare with it, never with a literal. */
export function policyNumber(event: AnyEvent, key: string): number {
  return event.policy[key] as number;
}
