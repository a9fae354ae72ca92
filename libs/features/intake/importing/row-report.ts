import type { Bilingual } from '@zhiheng/kernel';
import type { PoolClient } from 'pg';

/** One line of the row-level report. */
export type ReportedRow = {
  readonly line: number;
  readonly outcome: 'accepted' | 'duplicate' | 'quarantined';
  readonly code?: string;
  readonly why?: Bilingual;
  readonly expected?: string;
  readonly found?: string;
  /** Fingerprint of the sample or key of the enterprise. */
  readonly key?: string;
  /** Kept for quarantined rows, so that nothing is lost and the row can be mended. */
  readonly cells?: readonly string[];
};

/** Adds rows to the report of an import; rows that a run before a crash has reported stay as they are. */
export async function reportRows(tx: PoolClient, importId: string, rows: readonly ReportedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into import_row (import_id, line, outcome, code, why, expected, found, key, cells)
     select $1, t.* from unnest($2::int[], $3::text[], $4::text[], $5::jsonb[], $6::text[], $7::text[], $8::text[], $9::jsonb[])
       as t(line, outcome, code, why, expected, found, key, cells)
     on conflict (import_id, line) do nothing`,
    [
      importId,
      rows.map(({ line }) => line),
      rows.map(({ outcome }) => outcome),
      rows.map(({ code }) => code ?? null),
      rows.map(({ why }) => (why === undefined ? null : JSON.stringify(why))),
      rows.map(({ expected }) => expected ?? null),
      rows.map(({ found }) => found ?? null),
      rows.map(({ key }) => key ?? null),
      rows.map(({ cells }) => (cells === undefined ? null : JSON.stringify(cells))),
    ],
  );
}

export function* chunksOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
