import { ZhihengError } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import type { RecordKind } from '../records/record-change.js';
import { decodeCursor, encodeCursor } from './cursor.js';

export type RecordFilter = {
  readonly kind: RecordKind;
  readonly q?: string | undefined;
  readonly jurisdiction?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly withdrawn?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};
export type PublicRecord = JsonObject;
export type StoredRecord = {
  readonly record: PublicRecord;
  readonly published_on: string;
  readonly id: string;
  readonly changed_at: Date;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const UUID = /^[0-9a-f-]{36}$/;

/** One page, newest first. Withdrawn records are shown only when asked for, and then without what was published. */
export async function readRecords(
  { dataSource }: Database,
  { kind, q, jurisdiction, from, to, withdrawn = false, cursor, limit }: RecordFilter,
): Promise<{ readonly rows: readonly StoredRecord[]; readonly next?: string }> {
  const [afterDay, afterId] = cursor === undefined ? [null, null] : decodeCursor(cursor, [DAY, UUID]);
  const sought = q?.normalize('NFKC').toLowerCase().replace(/\s/gu, '') ?? '';
  const rows = await dataSource.query<StoredRecord[]>(
    `select public_record_json(r) as record, r.published_on::text as published_on, r.id, r.changed_at
     from public_record r
     where r.kind = $1 and r.published_on is not null and ${withdrawn ? 'r.withdrawn_on is not null' : 'r.withdrawn_on is null'}
       ${
         sought === ''
           ? 'and $2::text is not null'
           : `and public_grams(r.search) @> public_grams($2)
       and regexp_replace(lower(normalize(r.search, NFKC)), '\\s', '', 'g') like '%' || regexp_replace($2, '([!%_])', '!\\1', 'g') || '%' escape '!'`
       }
       and ($3::text is null or starts_with(r.jurisdiction, $3)) and ($4::date is null or r.published_on >= $4) and ($5::date is null or r.published_on <= $5)
       and ($6::date is null or (r.published_on, r.id) < ($6::date, $7::uuid))
     order by r.published_on desc, r.id desc limit $8`,
    [
      kind,
      withdrawn ? '' : sought,
      jurisdiction?.replace(/(00)+$/, '') ?? null,
      from ?? null,
      to ?? null,
      afterDay,
      afterId,
      limit,
    ],
  );
  const last = rows.at(-1);
  return { rows, ...(last !== undefined && rows.length === limit && { next: encodeCursor([last.published_on, last.id]) }) };
}

/** One record. Throws NOT_FOUND, or RECORD_WITHDRAWN with the day and the reason. */
export async function readRecord(database: Database, kind: RecordKind, id: string): Promise<PublicRecord> {
  const [row] = await database.dataSource.query<{ readonly record: PublicRecord }[]>(
    'select public_record_json(r) as record from public_record r where kind = $1 and id = $2 and published_on is not null',
    [kind, id],
  );
  if (row === undefined) throw new ZhihengError('NOT_FOUND', { expected: '已公示的记录 a public record', found: id });
  const { record } = row;
  if ('withdrawnOn' in record)
    throw new ZhihengError('RECORD_WITHDRAWN', { expected: '公示中的记录 a record that is still public', found: record });
  return record;
}

/** Every record that a filter finds, page by page: nothing is held but one page. */
export async function* allRecords(
  database: Database,
  filter: Omit<RecordFilter, 'cursor' | 'limit'>,
): AsyncGenerator<PublicRecord> {
  let cursor: string | undefined;
  do {
    const { rows, next } = await readRecords(database, { ...filter, cursor, limit: 500 });
    for (const { record } of rows) yield record;
    cursor = next;
  } while (cursor !== undefined);
}
