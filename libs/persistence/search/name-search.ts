import type { Condition } from './where.js';

/** Columns that are searched: a name with an index over `search_grams(name)`, and an identity with one over `text_pattern_ops`. */
export type SearchedColumns = { readonly name: string; readonly id: string };

const CODE = /^[0-9a-z]{2,18}$/i;

/**
 * The condition that finds names holding a text of any length, and credit codes beginning with it. `first` is the number of the first
 * parameter. Undefined where there is nothing to search for.
 */
export function nameSearch(q: string, { name, id }: SearchedColumns): ((first: number) => Condition) | undefined {
  if (q.trim() === '') return undefined;
  const code = q.trim().replace(/^uscc:/i, '');
  return (first) => {
    const text = `$${first}`;
    // The grams find candidates by the index; neighbours in a candidate need not stand in the order asked for.
    const named = `search_grams(${name}) @> search_grams(${text}) and position(search_text(${text}) in search_text(${name})) > 0`;
    if (!CODE.test(code)) return { sql: named, values: [q] };
    return { sql: `(${named}) or ${id} like $${first + 1}`, values: [q, `uscc:${code.toUpperCase()}%`] };
  };
}
