import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';
import type { PublicRecord } from '../reading/read-records.js';

type Column = { readonly header: string; readonly of: (record: PublicRecord) => unknown };
const subject = (key: string) => (record: PublicRecord) =>
  (record['subject'] as Readonly<Record<string, unknown>> | undefined)?.[key];

const COLUMNS: readonly Column[] = [
  { header: '编号 id', of: ({ id }) => id },
  { header: '类别 kind', of: ({ kind }) => kind },
  { header: '行政区划 jurisdiction', of: ({ jurisdiction }) => jurisdiction },
  { header: '名称 name', of: subject('name') },
  { header: '代码 code', of: subject('id') },
  { header: '事项 title', of: ({ title }) => title },
  { header: '公示日期 published', of: ({ publishedOn }) => publishedOn },
  { header: '停止公示 withdrawn', of: ({ withdrawnOn }) => withdrawnOn },
  { header: '理由 why', of: ({ withdrawnWhy }) => withdrawnWhy },
  { header: '依据 legal basis', of: ({ legalBasis }) => legalBasis },
  { header: '内容 facts', of: ({ facts }) => (facts === undefined ? '' : JSON.stringify(facts)) },
];

/** CSV as a spreadsheet opens it: with the byte order mark, and no cell that would be taken for a formula. */
export function csvOf(records: AsyncIterable<PublicRecord>): Readable {
  const rows = Readable.from(rowsOf(records));
  const csv = stringify({ bom: true, record_delimiter: 'windows', header: true, columns: COLUMNS.map(({ header }) => header) });
  rows.on('error', (fault) => csv.destroy(fault));
  csv.on('close', () => rows.destroy());
  return rows.pipe(csv);
}

async function* rowsOf(records: AsyncIterable<PublicRecord>): AsyncGenerator<readonly string[]> {
  for await (const record of records) yield COLUMNS.map(({ of }) => harmless(String(of(record) ?? '')));
}

/** What begins like a formula gets an apostrophe before it, which a spreadsheet shows as text. */
export function harmless(cell: string): string {
  return /^\s*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
