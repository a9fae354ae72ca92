import type { ReadScope } from './principal.js';

/** A condition over `instance` under an alias, with its values: `i.jurisdiction …`. */
export type SqlCondition = { readonly sql: string; readonly values: readonly unknown[] };

/**
 * The procedures that somebody may read, as a condition for a query: in the areas and workflows of the roles, or about the own
 * subject; a restricted one only for those named on its list. `first` is the number of the first parameter.
 */
export function readableProcedures(
  { accountIds, jurisdictionPrefixes, workflows, subjectId }: ReadScope,
  { alias, first }: { readonly alias: string; readonly first: number },
): SqlCondition {
  const [areas, flows, subject, accounts] = [0, 1, 2, 3].map((offset) => `$${first + offset}`);
  return {
    sql: `((exists (select from unnest(${areas}::text[]) as area(prefix) where starts_with(${alias}.jurisdiction, area.prefix))
        and (${flows}::text[] is null or ${alias}.workflow = any(${flows}::text[]))) or ${alias}.subject_id = ${subject}::text)
      and not exists (select from restriction r where r.instance_id = ${alias}.id and not r.named && ${accounts}::text[])`,
    values: [jurisdictionPrefixes, workflows === 'all' ? null : workflows, subjectId ?? null, accountIds],
  };
}
