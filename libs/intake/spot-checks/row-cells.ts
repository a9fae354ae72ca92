import type { Bilingual } from '@zhiheng/kernel';
import { fieldsOfHeader } from '../profile/choose-profile.js';
import type { ImportProfile } from '../profile/import-profile.js';
import { matchLayout } from '../profile/match-layout.js';
import { cleanCell } from '../reading/clean-text.js';
import type { RawRow } from '../reading/parse-csv.js';

export type Reject = { readonly code: string; readonly why: Bilingual; readonly expected?: string; readonly found?: string };

/** The stated cells of a row by field: cleaned, unknown values (/, -, blank) absent. */
export type RowCells = Readonly<Record<string, string>>;

/** Makes the function that reads rows of one file into fields, by header or, without one, by the layout that each row proves. */
export function rowReader(
  profile: ImportProfile,
  header: RawRow | undefined,
): (row: RawRow) => { readonly cells: RowCells } | { readonly reject: Reject } {
  if (header === undefined) return (row) => byLayout(profile, row);
  const fields = fieldsOfHeader(profile, header);
  const lastRequired = Math.max(...[...fields].filter(([, field]) => profile.required.includes(field)).map(([index]) => index));
  return (row) => {
    if (row.cells.every((cell) => profile.unknown.has(cleanCell(cell)))) return { reject: EMPTY };
    if (row.cells.length > header.cells.length && row.cells.slice(header.cells.length).some((cell) => cell.trim() !== ''))
      return { reject: ragged(header.cells.length, row) };
    if (row.cells.length <= lastRequired) return { reject: ragged(header.cells.length, row) };
    if (row.cells.join('\u0000') === header.cells.join('\u0000')) return { reject: REPEATED_HEADER };
    const cells: Record<string, string> = {};
    for (const [index, field] of fields) put(cells, profile, field, row.cells[index]);
    return knownReject(profile, cells) ?? { cells };
  };
}

function byLayout(profile: ImportProfile, row: RawRow): { readonly cells: RowCells } | { readonly reject: Reject } {
  const columns = profile.layouts[0]?.columns ?? [];
  const asFirst = cellsOf(profile, columns, row);
  if (SUBSTANCE.every((field) => asFirst[field] === undefined)) return { reject: EMPTY };
  const matches = profile.layouts.map((layout) => ({ layout, match: matchLayout(layout, row) }));
  const proven = matches.filter(({ match }) => match.matched);
  if (proven.length === 1) {
    const cells = cellsOf(profile, proven[0]!.layout.columns, row);
    return knownReject(profile, cells) ?? { cells };
  }
  const known = knownReject(profile, asFirst);
  if (known !== undefined) return known;
  if (matches.every(({ layout }) => layout.columns.length !== row.cells.length)) return { reject: ragged(columns.length, row) };
  return {
    reject: shifted(
      profile,
      matches.filter(({ match }) => match.misfits.length > 0).map(({ match }) => match.misfits),
    ),
  };
}

const SUBSTANCE = ['product', 'producer', 'sampledUnit', 'item', 'measured', 'limit', 'name', 'uscc'];

function cellsOf(profile: ImportProfile, columns: readonly (string | null)[], row: RawRow): RowCells {
  const cells: Record<string, string> = {};
  columns.forEach((field, index) => field !== null && put(cells, profile, field, row.cells[index]));
  return cells;
}

function put(cells: Record<string, string>, profile: ImportProfile, field: string, cell: string | undefined): void {
  if (cell === undefined || cell === '') return;
  const text = cleanCell(cell);
  if (!profile.unknown.has(text)) cells[field] = text;
}

function knownReject(profile: ImportProfile, cells: RowCells): { readonly reject: Reject } | undefined {
  const rule = profile.rejects.find(({ when }) =>
    Object.entries(when).every(([field, pattern]) => pattern.test(cells[field] ?? '')),
  );
  if (rule === undefined) return undefined;
  return { reject: { code: rule.code, why: rule.why, expected: rule.expected, found: cells[rule.field] ?? '' } };
}

const EMPTY: Reject = {
  code: 'EMPTY_RECORD',
  why: { zh: '空记录：没有产品、企业、项目和结果', en: 'empty record: no product, party, item or result' },
};
const REPEATED_HEADER: Reject = {
  code: 'REPEATED_HEADER',
  why: { zh: '数据中重复出现表头行', en: 'the header line is repeated among the data' },
};

function ragged(expected: number, row: RawRow): Reject {
  return {
    code: 'RAGGED_ROW',
    why: {
      zh: '列数与表头不符，无法确定各列含义',
      en: 'the number of cells differs from the header: the meaning of the columns is uncertain',
    },
    expected: `${expected} 列 cells`,
    found: `${row.cells.length} 列 cells`,
  };
}

function shifted(
  profile: ImportProfile,
  misfits: readonly (readonly { readonly field: string; readonly found: string }[])[],
): Reject {
  const nearest = [...misfits].sort((a, b) => a.length - b.length)[0]?.[0];
  const name = nearest === undefined ? '' : (profile.columns[nearest.field]?.[0] ?? nearest.field);
  return {
    code: 'SHIFTED_COLUMNS',
    why: {
      zh: '列错位：没有一种已知的列排列与本行唯一相符',
      en: 'columns have slipped: no known column order fits this row with certainty',
    },
    ...(nearest !== undefined && { expected: name, found: nearest.found }),
  };
}
