import type { ConfigFault } from './config-file.js';
import type { Jurisdiction } from './jurisdiction.js';
import { duplicate } from './read-rule-set.js';
import type { PlacedRule } from './read-rulebook.js';
import type { CompiledRule, Rulebook } from './rulebook.js';

/**
 * Sorts the rules by where they apply. An id is one rule wherever it can be seen: two cities may use the same id, a city and
 * its province or the nation may not.
 */
export function buildRulebook(
  rules: readonly PlacedRule[],
  {
    jurisdictions,
    chainOf,
  }: { readonly jurisdictions: ReadonlyMap<string, Jurisdiction>; readonly chainOf: (code: string) => readonly string[] },
): { readonly rulebook: Rulebook; readonly faults: readonly ConfigFault[] } {
  // A duplicate is seen from many jurisdictions and reported once.
  const firsts = new Map<PlacedRule, PlacedRule>();
  const views: readonly (readonly string[])[] = [[], ...[...jurisdictions.keys()].map(chainOf)];
  const byJurisdiction = new Map<string, ReadonlyMap<string, readonly CompiledRule[]>>();
  for (const view of views) {
    const visible = rules.filter(
      ({ compiled: { rule } }) => rule.jurisdiction === undefined || view.includes(rule.jurisdiction),
    );
    const byId = new Map<string, PlacedRule>();
    const byTopic = new Map<string, CompiledRule[]>();
    for (const placed of visible) {
      const { id, on } = placed.compiled.rule;
      const first = byId.get(id);
      if (first) firsts.set(placed, first);
      else byId.set(id, placed);
      byTopic.set(on, [...(byTopic.get(on) ?? []), placed.compiled]);
    }
    if (view[0] !== undefined) byJurisdiction.set(view[0], byTopic);
  }
  return {
    rulebook: { rules: rules.map(({ compiled }) => compiled.rule), byJurisdiction },
    faults: [...firsts].map(([placed, first]) => duplicate(placed.places.id, placed.compiled.rule.id, first.places.id)),
  };
}
