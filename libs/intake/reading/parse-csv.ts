import { parse } from 'csv-parse/sync';
import type { Options } from 'csv-parse/sync';
import { ZhihengError } from '@zhiheng/kernel';

/** One record of a table. `line` is the physical line (1-based) on which it begins: a cell may hold line breaks. */
export type RawRow = { readonly line: number; readonly cells: readonly string[] };

const LINE_BREAK = /\r\n|\n|\r/g;

/**
 * Parses delimited text (comma, tab or semicolon, by the first line). Ragged rows and quotes inside fields are taken as they are; blank lines at
 * the end are dropped, blank lines in between are rows with one empty cell.
 * @throws ZhihengError CSV_UNPARSABLE with the line on which the broken record begins.
 */
export function parseCsv(text: string): readonly RawRow[] {
  // One kind of line end, also within cells: files mix them, and the parser is half as fast when it must look for three.
  const unified = text.includes('\r') ? text.replace(LINE_BREAK, '\n') : text;
  const options: Options = {
    delimiter: delimiterOf(unified),
    record_delimiter: '\n',
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
  };
  const rows = numberLines(parseOrSayWhere(unified, options));
  let end = rows.length;
  while (end > 0 && rows[end - 1]!.cells.length === 1 && isBlank(rows[end - 1]!)) end--;
  return end === rows.length ? rows : rows.slice(0, end);
}

function parseOrSayWhere(text: string, options: Options): string[][] {
  try {
    return parse(text, options) as unknown as string[][];
  } catch (cause) {
    const before: string[][] = [];
    try {
      parse(text, { ...options, on_record: (record: unknown) => (before.push(record as string[]), null) } as Options);
    } catch {
      // The same fault again: this pass only counts the records in front of it.
    }
    const last = numberLines(before).at(-1);
    const line = last === undefined ? 1 : last.line + 1 + breaksIn(last.cells);
    throw new ZhihengError('CSV_UNPARSABLE', {
      expected: 'comma-separated text, quotes closed 逗号分隔文本，引号成对',
      found: `line 第${line}行: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    });
  }
}

function numberLines(records: readonly string[][]): RawRow[] {
  let line = 1;
  return records.map((cells) => {
    const row = { line, cells };
    line += 1 + breaksIn(cells);
    return row;
  });
}

function breaksIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (cell.includes('\n')) count += cell.match(LINE_BREAK)?.length ?? 0;
  return count;
}

// Spreadsheets save "Unicode text" with tabs and, in some languages, CSV with semicolons.
function delimiterOf(text: string): string {
  const first =
    text
      .slice(0, 4096)
      .split(LINE_BREAK)
      .find((line) => line.trim() !== '') ?? '';
  const counted = [',', '\t', ';'].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }));
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}

export function isBlank(row: RawRow): boolean {
  return row.cells.every((cell) => cell.trim() === '');
}
