import type { Citation } from '@zhiheng/calendar';
import type { Bilingual, LegalDate } from '@zhiheng/kernel';
import type { Expression } from './expression.js';

/** The data of a consequence: a CEL expression, a constant, or fields of their own. */
export type DataTemplate = { readonly [field: string]: string | number | boolean | DataTemplate };

/** What follows. `start` opens the procedure if it is not open yet; `signal` reaches it only if it is. Texts are CEL. */
export type Consequence = {
  readonly mode: 'start' | 'signal';
  readonly workflow: string;
  readonly event: string;
  readonly instance: readonly string[];
  readonly subject?: { readonly kind: string; readonly id: string; readonly name: string };
  readonly data: DataTemplate;
};

/** A rule of the rulebook as it is written: *on* a fact, *if* a condition holds, *then* a consequence in another workflow. */
export type Rule = {
  readonly id: string;
  readonly title: Bilingual;
  /** `<workflow>.<announcement>` */
  readonly on: string;
  readonly if?: string;
  readonly then: Consequence;
  readonly from: LegalDate;
  /** The last day in force. */
  readonly until?: LegalDate;
  /** False where a policy orders the consequence and no law does. */
  readonly statutory: boolean;
  readonly citation: Citation;
  /** KPI: the share of such facts that must have this consequence, 0..1. */
  readonly target?: number;
  /** The jurisdiction that made the rule; absent for the nation. */
  readonly jurisdiction?: string;
};

export type CompiledData = ReadonlyMap<string, Expression | number | boolean | CompiledData>;

/** A rule with its expressions compiled. */
export type CompiledRule = {
  readonly rule: Rule;
  readonly condition?: Expression;
  readonly identity: readonly Expression[];
  readonly subject?: { readonly kind: Expression; readonly id: Expression; readonly name: Expression };
  readonly data: CompiledData;
};

/** All rules, ready to fire. Ask it with `fireRules` and `subscriptions`. */
export type Rulebook = {
  /** National rules first, then by jurisdiction, each in the order of its file. */
  readonly rules: readonly Rule[];
  /** Jurisdiction -> topic -> the rules that apply there: the nation's, those of the levels above, its own. */
  readonly byJurisdiction: ReadonlyMap<string, ReadonlyMap<string, readonly CompiledRule[]>>;
};

/** Which workflows have rules that listen to a topic, in any jurisdiction and at any time. */
export function subscriptions(rulebook: Rulebook): ReadonlyMap<string, readonly string[]> {
  const targets = new Map<string, Set<string>>();
  for (const { on, then } of rulebook.rules) targets.set(on, (targets.get(on) ?? new Set()).add(then.workflow));
  return new Map([...targets].map(([topic, workflows]) => [topic, [...workflows].sort()]));
}
