import type { JsonObject } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { decodeCursor, encodeCursor } from './cursor.js';

export type PublicChange = {
  readonly kind: string;
  readonly id: string;
  readonly op: 'upsert' | 'withdraw';
  readonly at: string;
  readonly record: JsonObject;
};
export type ChangePage = { readonly changes: readonly PublicChange[]; readonly next: string; readonly more: boolean };

type Row = PublicChange & { readonly xid: string; readonly place: string };

const NUMBER = /^\d{1,18}$/;

/**
 * The changes after a cursor, in an order in which nothing can come in later: transactions commit out of order, so only those below
 * the oldest one still under way are told. Each change brings its record as it stands now: what was corrected or withdrawn since is
 * not spread again, and a follower that reads to the end has the list.
 */
export async function readChanges(
  { pool }: Pick<Database, 'pool'>,
  cursor: string | undefined,
  limit: number,
): Promise<ChangePage> {
  const [xid, place] = cursor === undefined || cursor === '' ? ['0', '0'] : decodeCursor(cursor, [NUMBER, NUMBER]);
  const { rows } = await pool.query<Row>(
    `select c.xid::text as xid, c.id::text as place, c.kind, c.record_id as id,
       case when r.withdrawn_on is null then 'upsert' else 'withdraw' end as op, to_json(c.at at time zone 'utc') #>> '{}' || 'Z' as at,
       public_record_json(r) as record
     from public_change c join public_record r on r.kind = c.kind and r.id = c.record_id
     where (c.xid, c.id) > ($1::text::xid8, $2::bigint) and c.xid < pg_snapshot_xmin(pg_current_snapshot())
     order by c.xid, c.id limit $3`,
    [xid, place, limit + 1],
  );
  const told = rows.slice(0, limit);
  const last = told.at(-1);
  return {
    changes: told.map(({ xid: _xid, place: _place, ...change }) => change),
    next: last === undefined ? (cursor ?? '') : encodeCursor([last.xid, last.place]),
    more: rows.length > limit,
  };
}
