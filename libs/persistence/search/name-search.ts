import type { Condition } from './where.js';

/** A table that is searched: a name with an index over `search_grams(name)`, and an identity with one over `text_pattern_ops`. */
export type SearchedTable = {
  readonly table: string;
  readonly name: string;
  readonly id: string;
  /** All columns that are asked of a row. */
  readonly columns: readonly string[];
};

/** A text sought in the names of tables. */
export type NameSearch = {
  /** The statement that asks how many of the first names of each table hold the text: one row, `held`. */
  counted(tables: readonly SearchedTable[]): Condition;
  /** The rows of a table that hold the text, to be read from; `held`: what was counted there. */
  rowsOf(table: SearchedTable, held: number): (first: number) => Condition;
};

const CODE = /^[0-9a-z]{2,18}$/i;
// So many names are looked at, in the order of identities. Where at least so many of them hold the text, a walk in that order fills a page
// sooner than all places of the text are looked up and sorted; both take about as long here, at 300,000 enterprises.
const LOOKED_AT = 500;
const COMMON_AT = 8;

/**
 * A part of a name of any length, or the beginning of a credit code. Undefined where there is nothing to search for. The planner is not asked
 * whether to walk: it multiplies the frequencies of grams that always come together.
 */
export function nameSearch(q: string): NameSearch | undefined {
  if (q.trim() === '') return undefined;
  const code = q.trim().replace(/^uscc:/i, '');
  const beginning = CODE.test(code) ? `uscc:${code.toUpperCase()}%` : undefined;
  const values = beginning === undefined ? [q] : [q, beginning];
  const named = (name: string, first: number): string => `position(search_text($${first}) in search_text(${name})) > 0`;
  const coded = (id: string, first: number): string => (beginning === undefined ? 'false' : `${id} like $${first + 1}`);
  return {
    counted: (tables) => ({
      sql: `select array[${tables
        .map(
          ({ table, name, id }) => `(select count(*)::int from (select ${name} as name, ${id} as id from ${table}
            order by ${id} using ~<~ limit ${LOOKED_AT}) n where ${named('n.name', 1)} or ${coded('n.id', 1)})`,
        )
        .join(',\n')}] as held`,
      values,
    }),
    rowsOf: ({ table, name, id, columns }, held) => {
      const select = `select ${columns.join(', ')} from ${table}`;
      if (held >= COMMON_AT)
        return (first) => ({ sql: `(${select} where ${named(name, first)} or ${coded(id, first)})`, values });
      // The grams find candidates by the index; neighbours in a candidate need not stand in the order asked for. The gram of one or two
      // characters is these very characters: what it finds need not be folded and looked at again.
      return (first) => ({
        sql: `(with found as materialized (
          ${select} where search_grams(${name}) @> search_grams($${first}) and (char_length(search_text($${first})) < 3 or ${named(name, first)})
          union all ${select} where ${coded(id, first)} and not ${named(name, first)}) select * from found)`,
        values,
      });
    },
  };
}
