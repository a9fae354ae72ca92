import { dayAfter, FIRST_PREVIOUS, headText, merkleTree, parseRoot, sealRoot } from '@zhiheng/engine';
import type { DailyRoot, SealedRoot } from '@zhiheng/engine';
import { ZhihengError, instant, legalDateOf, sha256, startOfLegalDay } from '@zhiheng/kernel';
import type { Instant, LegalDate } from '@zhiheng/kernel';
import type { Pool, PoolClient } from 'pg';
import { readHeads } from './root-store.js';
import { mapStoreFault } from './store-fault.js';

export type RootsMade = {
  readonly made: readonly SealedRoot[];
  /** A day has ended, but a transaction that began before its root may be made is still open: ask again later. */
  readonly waiting: boolean;
};

// Any fixed number: one process at a time makes roots.
const ROOT_LOCK = 7_110_460;
// An entry is committed later than it was decided, seconds later at most. A root is not made earlier than this after its day.
const GRACE_MS = 600_000;
// How far back a root looks for entries that came later than even that.
const LATEST = '24 hours';
// The first root covers all that ever was: neither the server nor who waits for its answer may give it up like any other statement.
const LONGEST_MS = 3_600_000;

const COVER = `
  with recent as materialized (
    select instance_id, seq, hash from log where at >= $2::timestamptz - interval '${LATEST}' and at < $3::timestamptz
  ), moved as (
    select distinct on (instance_id) instance_id, seq, hash from recent order by instance_id, seq desc
  ), uncovered as materialized (
    select m.*, h.seq as covered from moved m
    left join lateral (select seq from daily_head h where h.instance_id = m.instance_id order by day desc limit 1) h on true
    where m.seq > coalesce(h.seq, 0)
  ), kept as (
    insert into daily_head (instance_id, day, seq, head_hash) select instance_id, $1::date, seq, hash from uncovered order by instance_id
  )
  select count(*)::int as heads, (count(*) filter (where covered is null))::int as opened, coalesce(sum(seq - coalesce(covered, 0)), 0)::text as entries
  from uncovered`;

/**
 * Makes the root of every legal day that has ended, oldest first, each in one transaction. Costs what the day has moved. A root is
 * complete or late, never incomplete: it waits until every transaction has ended that began before it may be made. Any number of
 * processes may ask; one works, the others find it done. Throws STORE_UNAVAILABLE, STORE_REFUSED.
 */
export async function makeDailyRoots(
  pool: Pool,
  now: Instant,
  { most = 400, waitMs = 10_000 }: { readonly most?: number; readonly waitMs?: number } = {},
): Promise<RootsMade> {
  const made: SealedRoot[] = [];
  const ended = legalDateOf(instant(Date.parse(now) - GRACE_MS));
  try {
    const last = await lastRoot(pool);
    if (!(await isDue(pool, { last, ended }))) return { made, waiting: false };
    if (!(await settled(pool, waitMs))) return { made, waiting: true };
    while (made.length < most) {
      const next = await makeNext(pool, ended);
      if (next === undefined) break;
      made.push(next);
    }
    return { made, waiting: false };
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

async function isDue(
  pool: Pool,
  { last, ended }: { readonly last: SealedRoot | undefined; readonly ended: LegalDate },
): Promise<boolean> {
  if (last !== undefined) return dayAfter(last.day) < ended;
  const { rowCount } = await pool.query('select from log limit 1');
  return rowCount === 1;
}

/** Whether every transaction that is open now has ended within the time. */
async function settled(pool: Pool, waitMs: number): Promise<boolean> {
  // A number of our own: higher than that of every open one. The highest that has ended would not do.
  const { rows } = await pool.query<{ readonly mark: string }>('select pg_current_xact_id()::text as mark');
  for (const deadline = Date.now() + waitMs; ;) {
    const { rowCount } = await pool.query('select where pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8', [
      rows[0]!.mark,
    ]);
    if (rowCount === 1) return true;
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function makeNext(pool: Pool, ended: LegalDate): Promise<SealedRoot | undefined> {
  const tx = await pool.connect();
  try {
    await tx.query('begin');
    await tx.query(`set local statement_timeout = ${LONGEST_MS}`);
    const { rows } = await tx.query<{ readonly mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [ROOT_LOCK]);
    const made = rows[0]!.mine ? await makeAfter(tx, { last: await lastRoot(tx), ended }) : undefined;
    await tx.query('commit');
    tx.release();
    return made;
  } catch (fault) {
    await tx.query('rollback').catch(() => undefined);
    tx.release(true);
    throw fault;
  }
}

async function makeAfter(
  tx: PoolClient,
  { last, ended }: { readonly last: SealedRoot | undefined; readonly ended: LegalDate },
): Promise<SealedRoot | undefined> {
  const before = last && readRoot(last);
  const day = last === undefined ? dayBefore(ended) : dayAfter(last.day);
  if (day >= ended) return undefined;
  const until = startOfLegalDay(dayAfter(day));
  const cover = { text: COVER, values: [day, before?.until ?? '-infinity', until], query_timeout: LONGEST_MS };
  const { rows } = await tx.query<{ readonly heads: number; readonly opened: number; readonly entries: string }>(cover);
  const { heads, opened, entries } = rows[0]!;
  const tree = merkleTree();
  for await (const head of readHeads(tx, day)) tree.add(headText(head));
  const sealed = sealRoot({
    format: 'zhiheng-root/1',
    day,
    until,
    heads,
    tree: tree.root(),
    procedures: (before?.procedures ?? 0) + opened,
    entries: (before?.entries ?? 0) + Number(entries),
    previous: last === undefined ? FIRST_PREVIOUS : sha256(last.text),
  });
  await tx.query('insert into daily_root (day, root, hash) values ($1, $2, $3)', [day, sealed.text, sealed.hash]);
  return sealed;
}

async function lastRoot(database: Pick<Pool, 'query'>): Promise<SealedRoot | undefined> {
  const { rows } = await database.query<SealedRoot>(
    'select day::text as day, hash, root as text from daily_root order by day desc limit 1',
  );
  return rows[0];
}

// On a damaged root nothing is built: verify-chain says what became of it.
function readRoot({ day, text, hash }: SealedRoot): DailyRoot {
  const root = parseRoot(text);
  if (root !== undefined && root.day === day && sha256(text) === hash) return root;
  throw new ZhihengError('DAILY_ROOT_DAMAGED', { expected: hash, found: sha256(text) });
}

function dayBefore(day: LegalDate): LegalDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) as LegalDate;
}
