import type { Condition } from './where.js';

/** Which procedures are sought: all, or the open ones alone, among which a name is looked up for a tenth of the price. */
export type Among = 'all' | 'open';

/** What is walked where a text is common: the list of names alone, or the wide rows of procedures, which cost ten times as much. */
export type Walked = 'names' | 'procedures';

// At the beginning of a list so many names are looked at. Where at least so many of them hold the text, a walk along the list fills a page
// sooner than the places of the text are looked up and sorted; both take about as long here, at a million procedures.
const LOOKED_AT = 8_000;
const COMMON_AT: Readonly<Record<Among, Readonly<Record<Walked, number>>>> = {
  all: { names: 15, procedures: 80 },
  open: { names: 160, procedures: 160 },
};

const CODE = /^[0-9a-z]{2,18}$/i;

/** A text sought in names. */
export type SoughtName = {
  /** The condition that a folded name holds the text, or that the credit code of the row begins with it. */
  held(of: { readonly row: string; readonly name: string }, first: number): Condition;
  /** The statement that finds by the indexes all procedures for which it holds, with what the list of names knows of them. */
  found(among: Among, first: number): Condition;
  /** The statement that asks how many names at the beginning of a list hold the text. */
  counted(order: 'asc' | 'desc'): Condition;
};

/**
 * A part of a name of any length, or the beginning of a credit code. Undefined where there is nothing to search for.
 * The grams only find candidates: neighbours in a candidate need not stand in the order asked for.
 */
export function soughtName(q: string): SoughtName | undefined {
  if (q.trim() === '') return undefined;
  const code = q.trim().replace(/^uscc:/i, '');
  const beginning = CODE.test(code) ? `uscc:${code.toUpperCase()}%` : undefined;
  const values = beginning === undefined ? [q] : [q, beginning];
  const held: SoughtName['held'] = ({ row, name }, first) => {
    const named = `strpos(${name}, search_text($${first})) > 0`;
    return { sql: beginning === undefined ? named : `${named} or ${row}.subject_id like $${first + 1}`, values };
  };
  return {
    held,
    found: (among, first) => {
      const { named, coded } = FOUND[among](`$${first}`, `$${first + 1}`);
      return { sql: beginning === undefined ? named : `${named} union ${coded}`, values };
    },
    counted: (order) => ({
      sql: `select count(*)::int as held from (
        select name, subject_id from procedure_name order by opened_at ${order}, id ${order} limit ${LOOKED_AT}) n
        where ${held({ row: 'n', name: 'n.name' }, 1).sql}`,
      values,
    }),
  };
}

/**
 * Whether a text is so common that a list is walked. Judged by the names themselves: the statistics of the planner multiply the pairs of a
 * text as though they had nothing to do with each other.
 */
export function isCommon(held: number, { among, walked }: { readonly among: Among; readonly walked: Walked }): boolean {
  return held >= COMMON_AT[among][walked];
}

type Lookup = (text: string, beginning: string) => { readonly named: string; readonly coded: string };

// The gram of one or two characters is these very characters: what the index finds need not be folded and looked at again.
const holds = (name: string, text: string): string =>
  `(char_length(search_text(${text})) < 3 or strpos(${name}, search_text(${text})) > 0)`;

const KNOWN = 'id, workflow, jurisdiction, subject_id, opened_at';
const FOUND: Readonly<Record<Among, Lookup>> = {
  all: (text, beginning) => ({
    named: `select ${KNOWN} from procedure_name
      where name_grams(name) @> sought_grams(search_text(${text})) and ${holds('name', text)}`,
    coded: `select ${KNOWN} from instance where subject_id like ${beginning}`,
  }),
  open: (text, beginning) => ({
    named: `select ${KNOWN} from instance
      where not done and name_grams(search_text(subject_name)) @> sought_grams(search_text(${text})) and ${holds('search_text(subject_name)', text)}`,
    coded: `select ${KNOWN} from instance where not done and subject_id like ${beginning}`,
  }),
};
