import { bigIntegers, mapStoreFault } from '@zhiheng/persistence';
import type { Pool } from 'pg';
import type { UnsentRow } from './pack.js';

/** Rows of one consumer, within the part of the outbox that was looked at, which were sent longer ago than the lease. */
export type ExpiredRows = { readonly consumer: string; readonly count: number };
export type OutboxPage = {
  readonly expired: readonly ExpiredRows[];
  readonly parked: number;
  readonly lastId: string | undefined;
  readonly full: boolean;
};

/** The relay's side of the outbox. One statement a call; each commits at once. */
export class Outbox {
  constructor(private readonly pool: Pool) {}

  /** Claims unsent rows in order; rows that another relay holds are passed over. */
  async claimUnsent(limit: number): Promise<readonly UnsentRow[]> {
    const rows = await this.run<{ readonly id: string; readonly consumer: string }>(
      'outbox-claim',
      `update outbox set sent_at = now()
       where id = any(array(select id from outbox where sent_at is null order by id limit $1 for update skip locked))
       returning id, consumer`,
      [limit],
    );
    return rows.map(({ id, consumer }) => ({ outboxId: id, consumer })).sort(byId);
  }

  /** Rows that could not be put into a queue are unsent again. */
  async release(outboxIds: readonly string[]): Promise<void> {
    await this.run('outbox-release', 'update outbox set sent_at = null where id = any($1::bigint[])', [bigIntegers(outboxIds)]);
  }

  /** Looks at the next sent rows after `after` and counts those whose lease is over. */
  async sentPage({
    after,
    limit,
    leaseMs,
  }: {
    readonly after: string;
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<OutboxPage> {
    const rows = await this.run<{
      readonly consumer: string;
      readonly n: number;
      readonly last: string;
      readonly expired: number;
      readonly parked: number;
    }>(
      'outbox-page',
      `select consumer, count(*)::int as n, max(id) as last, (count(*) filter (where sent_at < now() - $3 * interval '1 ms'))::int as expired,
         (count(*) filter (where sent_at = 'infinity'))::int as parked
       from (select id, consumer, sent_at from outbox where id > $1::bigint and sent_at is not null order by id limit $2) page
       group by consumer`,
      [after, limit, leaseMs],
    );
    const seen = rows.reduce((sum, { n }) => sum + n, 0);
    return {
      expired: rows.filter(({ expired }) => expired > 0).map(({ consumer, expired }) => ({ consumer, count: expired })),
      parked: rows.reduce((sum, { parked }) => sum + parked, 0),
      lastId: rows
        .map(({ last }) => BigInt(last))
        .reduce<bigint | undefined>((most, id) => (most === undefined || id > most ? id : most), undefined)
        ?.toString(),
      full: seen === limit,
    };
  }

  /**
   * Makes rows of a consumer unsent that no job of its queue can still hold: sent a lease before the oldest job there (or before
   * now, when the queue is empty). Answers how many.
   */
  async recover(request: {
    readonly consumer: string;
    readonly after: string;
    readonly upTo: string;
    readonly oldestJobAt: number | undefined;
    readonly leaseMs: number;
  }): Promise<number> {
    const rows = await this.run<{ readonly n: number }>(
      'outbox-recover',
      `with recovered as (
         update outbox set sent_at = null
         where id > $2::bigint and id <= $3::bigint and consumer = $1
           and sent_at < least(now(), to_timestamp($4::float8 / 1000)) - $5 * interval '1 ms'
         returning id
       ) select count(*)::int as n from recovered`,
      [request.consumer, request.after, request.upTo, request.oldestJobAt ?? null, request.leaseMs],
    );
    return rows[0]?.n ?? 0;
  }

  /** Makes parked rows unsent that are behind nothing: who settled the earlier one did not live to send them on. */
  async unparkOrphans({ after, upTo }: { readonly after: string; readonly upTo: string }): Promise<number> {
    const rows = await this.run<{ readonly n: number }>(
      'outbox-orphans',
      `with orphans as (
         update outbox o set sent_at = null
         where o.id > $1::bigint and o.id <= $2::bigint and o.sent_at = 'infinity'
           and not exists (select 1 from outbox e where e.instance_id = o.instance_id and e.consumer = o.consumer and e.id < o.id)
         returning 1
       ) select count(*)::int as n from orphans`,
      [after, upTo],
    );
    return rows[0]?.n ?? 0;
  }

  private async run<Row extends object>(name: string, text: string, values: unknown[]): Promise<readonly Row[]> {
    try {
      return (await this.pool.query<Row & Record<string, unknown>>({ name, text, values })).rows;
    } catch (fault) {
      throw mapStoreFault(fault);
    }
  }
}

function byId(left: UnsentRow, right: UnsentRow): number {
  return BigInt(left.outboxId) < BigInt(right.outboxId) ? -1 : 1;
}
