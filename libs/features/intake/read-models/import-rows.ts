import { ZhihengError } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import type { ReportedRow } from '../importing/row-report.js';

export type ImportRowsPage = { readonly items: readonly ReportedRow[]; readonly next?: number };

/** A page of the row-level report, in order of lines. Throws NOT_FOUND. */
export async function readImportRows(
  pool: Pool,
  importId: string,
  {
    outcome,
    after = 0,
    limit = 100,
  }: { readonly outcome?: ReportedRow['outcome']; readonly after?: number; readonly limit?: number },
): Promise<ImportRowsPage> {
  const { rows } = await pool.query<Record<keyof ReportedRow, unknown>>(
    `select line, outcome, code, why, expected, found, key, cells from import_row
     where import_id = $1 and line > $2 and ($3::text is null or outcome = $3) order by line limit $4`,
    [importId, after, outcome ?? null, limit],
  );
  if (rows.length === 0) await refuseUnknown(pool, importId);
  const items = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as ReportedRow);
  return { items, ...(items.length === limit && { next: items.at(-1)!.line }) };
}

async function refuseUnknown(pool: Pool, importId: string): Promise<void> {
  const { rowCount } = await pool.query('select from import_file where id = $1', [importId]);
  if (rowCount === 0) throw new ZhihengError('NOT_FOUND', { expected: '已有导入的编号 the id of an import', found: importId });
}
