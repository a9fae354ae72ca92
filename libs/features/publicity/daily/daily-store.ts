import { ZhihengError, legalDateOf, sha256, startOfLegalDay } from '@zhiheng/kernel';
import type { Instant, LegalDate } from '@zhiheng/kernel';
import type { Pool } from 'pg';

export type DailyFile = {
  readonly date: LegalDate;
  readonly previous: string;
  readonly sha256: string;
  readonly records: number;
  readonly bytes: number;
};

// Any fixed number: one process at a time closes a day.
const CLOSING_LOCK = 7_110_440;
const GRACE_MS = 60_000;
const GENESIS = '0'.repeat(64);

// What was public at the end of the day: of each record its last change before then, unless that withdrew it.
const LINES = `
  select count(*)::int as records, coalesce(string_agg(record::text, E',\\n' order by kind, record_id), '') as lines from (
    select distinct on (kind, record_id) kind, record_id, op, record from public_change
    where at < $1::timestamptz and xid < $2::text::xid8
    order by kind, record_id, seq desc, xid desc, id desc
  ) as last where op = 'upsert'`;

/** Closes every day that has ended since the first change, oldest first, `most` at a time. Answers how many. Harmless with several at work. */
export async function closeDays(pool: Pool, now: Instant, most: number): Promise<number> {
  const tx = await pool.connect();
  try {
    await tx.query('begin');
    await tx.query('select pg_advisory_xact_lock($1)', [CLOSING_LOCK]);
    const { rows } = await tx.query<{
      readonly day: string | null;
      readonly previous: string | null;
      readonly first: Date | null;
    }>(
      `select (select max(day)::text from public_daily) as day, (select sha256 from public_daily order by day desc limit 1) as previous,
         (select min(at) from public_change) as first`,
    );
    const { day, previous, first } = rows[0]!;
    const ended = legalDateOf(new Date(Date.parse(now) - GRACE_MS).toISOString() as Instant);
    let next = day !== null ? dayAfter(day) : first === null ? undefined : legalDateOf(first.toISOString() as Instant);
    let hash = previous ?? GENESIS;
    let closed = 0;
    for (; next !== undefined && next < ended && closed < most; next = dayAfter(next), closed++) {
      const until = startOfLegalDay(dayAfter(next));
      const { rows: cuts } = await tx.query<{ readonly cut: string }>(
        'select pg_snapshot_xmin(pg_current_snapshot())::text as cut',
      );
      const cut = cuts[0]!.cut;
      const { text, records } = await render(tx, { date: next, previous: hash, until, cut });
      const digest = sha256(text);
      await tx.query(
        'insert into public_daily (day, until, cut, previous, sha256, records, bytes) values ($1, $2, $3::text::xid8, $4, $5, $6, $7)',
        [next, until, cut, hash, digest, records, Buffer.byteLength(text)],
      );
      hash = digest;
    }
    await tx.query('commit');
    return closed;
  } catch (fault) {
    await tx.query('rollback').catch(() => undefined);
    throw fault;
  } finally {
    tx.release();
  }
}

/** The files there are, newest first. */
export async function listDays(pool: Pool, limit: number): Promise<readonly DailyFile[]> {
  const { rows } = await pool.query<Omit<DailyFile, 'bytes'> & { readonly bytes: string }>(
    'select day::text as date, previous, sha256, records, bytes from public_daily order by day desc limit $1',
    [limit],
  );
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}

/** The file of a day, made again from the changes. Throws NOT_FOUND for a day not closed, DAILY_FILE_DAMAGED when its bytes are not those that were published. */
export async function readDay(pool: Pool, date: string): Promise<{ readonly text: string; readonly sha256: string }> {
  const { rows } = await pool.query<{
    readonly until: Date;
    readonly cut: string;
    readonly previous: string;
    readonly sha256: string;
  }>('select until, cut::text as cut, previous, sha256 from public_daily where day = $1', [date]);
  const day = rows[0];
  if (day === undefined)
    throw new ZhihengError('NOT_FOUND', { expected: '已结束的公示日 a day that has been closed', found: date });
  const { text } = await render(pool, { date, previous: day.previous, until: day.until.toISOString(), cut: day.cut });
  const found = sha256(text);
  if (found !== day.sha256) throw new ZhihengError('DAILY_FILE_DAMAGED', { expected: day.sha256, found });
  return { text, sha256: found };
}

type Day = { readonly date: string; readonly previous: string; readonly until: string; readonly cut: string };

/** The bytes: one line a record, as the database writes JSON (keys in one order, numbers in one form). */
async function render(
  database: Pick<Pool, 'query'>,
  { date, previous, until, cut }: Day,
): Promise<{ readonly text: string; readonly records: number }> {
  const { rows } = await database.query<{ readonly records: number; readonly lines: string }>(LINES, [until, cut]);
  const { records, lines } = rows[0]!;
  return { text: `{"date":"${date}","previous":"${previous}","records":[\n${lines}\n]}\n`, records };
}

function dayAfter(day: string): LegalDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10) as LegalDate;
}
