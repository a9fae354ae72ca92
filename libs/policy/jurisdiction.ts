import type { Bilingual } from '@zhiheng/kernel';

/** A place with a market supervision authority of its own. Codes follow GB/T 2260. */
export type Jurisdiction = {
  readonly code: string;
  readonly name: Bilingual;
  readonly level: 'county' | 'city' | 'province';
  readonly province: string;
  /** The level above, where it is configured: its policy and rules apply here too. */
  readonly parent?: string;
  /** Name of the working-day calendar. */
  readonly calendar: string;
  readonly lawRuleSets: 'all' | readonly string[];
};

/** The codes whose policy and rules apply in a place, nearest first; stops where a parent is unknown or comes again. */
export function chainOf(code: string, jurisdictions: ReadonlyMap<string, Jurisdiction>): readonly string[] {
  const chain: string[] = [];
  for (let next: string | undefined = code; next !== undefined && jurisdictions.has(next) && !chain.includes(next);) {
    chain.push(next);
    next = jurisdictions.get(next)?.parent;
  }
  return chain;
}
