import type { Principal } from '@zhiheng/auth';
import { prefixOf } from '@zhiheng/contracts';
import type { ImportKind } from '@zhiheng/intake';
import { ZhihengError } from '@zhiheng/kernel';
import { Where, mapStoreFault } from '@zhiheng/persistence';
import { readCursor, writeCursor } from '@zhiheng/platform';
import type { Pool } from 'pg';

export type ImportItem = {
  readonly id: string;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly jurisdiction: string;
  readonly receivedOn: string;
  readonly status: 'running' | 'done';
  readonly rows: number;
  readonly startedAt: string;
  readonly finishedAt?: string;
};

type Reader = Pick<Principal, 'actor'>;
type Row = {
  readonly id: string;
  readonly kind: ImportKind;
  readonly file_name: string;
  readonly jurisdiction: string;
  readonly received_on: string;
  readonly status: 'running' | 'done';
  readonly rows: number;
  readonly started_at: Date;
  readonly finished_at: Date | null;
};

const LIST = 'imports';

/** Imports of somebody's area, the newest first. */
export async function listImports(
  pool: Pool,
  reader: Reader,
  { kind, limit, cursor }: { readonly kind?: ImportKind; readonly limit: number; readonly cursor?: string },
): Promise<{ readonly items: readonly ImportItem[]; readonly next?: string }> {
  const where = new Where();
  addArea(where, reader);
  if (kind !== undefined) where.and(`f.kind = ${where.bind(kind)}`);
  if (cursor !== undefined) {
    const [at, id] = readCursor(LIST, cursor, ['instant', 'uuid']).map((value) => where.bind(value));
    where.and(`(f.started_at, f.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const rows = await query<Row>(
    pool,
    `select f.id, f.kind, f.file_name, f.jurisdiction, f.received_on::text as received_on, f.status, f.rows, f.started_at, f.finished_at
     from import_file f where ${where.sql} order by f.started_at desc, f.id desc limit ${limit + 1}`,
    where.values,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    ...(rows.length > limit && last !== undefined && { next: writeCursor(LIST, [last.started_at.toISOString(), last.id]) }),
  };
}

/** Throws NOT_FOUND for an import of another area, as for one that does not exist. */
export async function requireReadableImport(pool: Pool, id: string, reader: Reader): Promise<void> {
  const where = new Where();
  where.and(`f.id = ${where.bind(id)}`);
  addArea(where, reader);
  const rows = await query(pool, `select f.id from import_file f where ${where.sql}`, where.values);
  if (rows.length === 0) throw new ZhihengError('NOT_FOUND', { expected: '已有导入的编号 the id of an import', found: id });
}

// Imports are no cases: whoever may read them at all reads those of their area, whatever procedures they read.
function addArea(where: Where, { actor: { area, subjectId } }: Reader): void {
  if (area !== undefined) where.and(`starts_with(f.jurisdiction, ${where.bind(prefixOf(area))})`);
  else if (subjectId !== undefined) where.and('false');
}

async function query<R extends object>(pool: Pool, sql: string, values: readonly unknown[]): Promise<readonly R[]> {
  try {
    return (await pool.query<R & Record<string, unknown>>(sql, [...values])).rows;
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

function toItem(row: Row): ImportItem {
  return {
    id: row.id,
    kind: row.kind,
    fileName: row.file_name,
    jurisdiction: row.jurisdiction,
    receivedOn: row.received_on,
    status: row.status,
    rows: row.rows,
    startedAt: row.started_at.toISOString(),
    ...(row.finished_at !== null && { finishedAt: row.finished_at.toISOString() }),
  };
}
