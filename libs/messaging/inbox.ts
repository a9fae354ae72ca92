import type { InstanceId, MessageId } from '@zhiheng/kernel';
import { bigIntegers, integers, mapStoreFault, texts, uuids } from '@zhiheng/persistence';
import type { Pool } from 'pg';

/** An outbox row that is still unhandled. `blocked`: an earlier row of the same procedure, outside the pack, is unhandled too. */
export type UnhandledRow = {
  readonly outboxId: string;
  readonly text: string;
  readonly blocked: boolean;
  readonly times?: DeliveryTimes;
};

/** When a row was committed and when a relay sent it (ms since 1970, by the clock of the database). */
export type DeliveryTimes = { readonly writtenAt: number; readonly sentAt?: number };

/** An announcement that nobody could handle, as it goes to the dead-letter store. */
export type BuriedEnvelope = {
  readonly outboxId: string;
  readonly messageId: MessageId;
  readonly topic: string;
  readonly text: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
};

// Reading a number is cheaper than reading a date.
const epochMs = (column: string): string => `extract(epoch from ${column})::float8 * 1000`;

const SETTLE = `
  with settled as (
    delete from outbox where id = any($1::bigint[]) and consumer = $2 returning instance_id
  )
  select distinct e.instance_id from outbox e
  where e.instance_id = any(array(select instance_id from settled)) and e.consumer = $2 and e.id <> all($1::bigint[])`;

const BURY = `
  with settled as (
    delete from outbox where id = any($1::bigint[]) and consumer = $2 returning id, instance_id
  ), buried as (
    insert into dead_letter (consumer, message_id, topic, announcement, code, reason, attempts)
    select $2, message_id, topic, announcement, code, reason, attempts
    from unnest($3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[])
      as t(id, message_id, topic, announcement, code, reason, attempts)
    where id in (select id from settled) order by message_id
    on conflict (consumer, message_id) do update set announcement = excluded.announcement, topic = excluded.topic, code = excluded.code,
      reason = excluded.reason, attempts = excluded.attempts, state = 'open', settled_at = null, settled_by = null, settled_why = null
  )
  select distinct e.instance_id from outbox e
  where e.instance_id = any(array(select instance_id from settled)) and e.consumer = $2 and e.id <> all($1::bigint[])`;

/**
 * The consumer's side of the outbox. The row of a consumer is its claim: it lives until the consumer has handled it, so a second delivery
 * finds nothing to do. One statement a call, hence one transaction.
 */
export class Inbox {
  constructor(
    private readonly pool: Pool,
    private readonly consumer: string,
  ) {}

  /** What of a pack is still to be handled, in outbox order. `e.id + 0`: the way to the earlier rows is the procedure, not all smaller ids. */
  async take(outboxIds: readonly string[]): Promise<readonly UnhandledRow[]> {
    const rows = await this.run<{ readonly id: string; readonly announcement: string; readonly blocked: boolean } & Stamps>(
      'inbox-take',
      `select o.id, o.announcement, ${epochMs('o.created_at')} as written_at, ${epochMs('o.sent_at')} as sent_at, o.instance_id is not null and exists (
         select 1 from outbox e where e.instance_id = o.instance_id and e.consumer = $2 and e.id + 0 < o.id and e.id <> all($1::bigint[])) as blocked
       from outbox o where o.id = any($1::bigint[]) and o.consumer = $2 order by o.id`,
      [bigIntegers(outboxIds), this.consumer],
    );
    return rows.map(({ id, announcement, blocked, ...stamps }) => ({
      outboxId: id,
      text: announcement,
      blocked,
      times: timesOf(stamps),
    }));
  }

  /**
   * Settles what was handled and buries what could not be. A row that is gone was settled by another delivery: nothing is buried for
   * it. Answers the procedures that have more to be handled, some of which may be parked.
   */
  async settle({
    handled,
    buried,
  }: {
    readonly handled: readonly string[];
    readonly buried: readonly BuriedEnvelope[];
  }): Promise<readonly InstanceId[]> {
    const rows =
      buried.length === 0
        ? await this.run<{ readonly instance_id: InstanceId }>('inbox-settle', SETTLE, [bigIntegers(handled), this.consumer])
        : await this.run<{ readonly instance_id: InstanceId }>('inbox-bury', BURY, [
            bigIntegers([...handled, ...buried.map(({ outboxId }) => outboxId)]),
            this.consumer,
            bigIntegers(buried.map(({ outboxId }) => outboxId)),
            uuids(buried.map(({ messageId }) => messageId)),
            texts(buried.map(({ topic }) => topic)),
            texts(buried.map(({ text }) => text)),
            texts(buried.map(({ code }) => code)),
            texts(buried.map(({ reason }) => reason)),
            integers(buried.map(({ attempts }) => attempts)),
          ]);
    return rows.map(({ instance_id }) => instance_id);
  }

  /**
   * Parks rows behind an earlier one of their procedure: whoever settles that one sends them on. Answers what was parked; the rest
   * has no earlier one any more. The lock on the earlier row makes this and its settling see each other.
   */
  async park(outboxIds: readonly string[]): Promise<readonly string[]> {
    const rows = await this.run<{ readonly id: string }>(
      'inbox-park',
      `with earlier as materialized (
         select o.id as behind from outbox o join outbox e on e.instance_id = o.instance_id and e.consumer = $2 and e.id < o.id
         where o.id = any($1::bigint[]) and e.id <> all($1::bigint[]) for key share of e
       )
       update outbox o set sent_at = 'infinity'
       from outbox b where b.id in (select behind from earlier) and o.id = any($1::bigint[]) and o.instance_id = b.instance_id and o.id >= b.id
       returning o.id`,
      [outboxIds, this.consumer],
    );
    return [...new Set(rows.map(({ id }) => id))];
  }

  /** Parked rows of procedures whose earlier one was settled, in outbox order, marked as sent: the caller sends them. */
  async unpark(instanceIds: readonly InstanceId[]): Promise<readonly string[]> {
    const rows = await this.run<{ readonly id: string }>(
      'inbox-unpark',
      `with unparked as (
         update outbox set sent_at = now() where instance_id = any($1::uuid[]) and consumer = $2 and sent_at = 'infinity' returning id
       ) select id from unparked order by id`,
      [instanceIds, this.consumer],
    );
    return rows.map(({ id }) => id);
  }

  /** Rows that go back into the queue for a while count their lease from the moment when they are due there. */
  async postpone(outboxIds: readonly string[], delayMs: number): Promise<void> {
    await this.run('inbox-postpone', `update outbox set sent_at = now() + $2 * interval '1 ms' where id = any($1::bigint[])`, [
      outboxIds,
      delayMs,
    ]);
  }

  private async run<Row extends object>(name: string, text: string, values: unknown[]): Promise<readonly Row[]> {
    try {
      return (await this.pool.query<Row & Record<string, unknown>>({ name, text, values })).rows;
    } catch (fault) {
      throw mapStoreFault(fault);
    }
  }
}

type Stamps = { readonly written_at: number; readonly sent_at: number | null };

// A row that is parked is sent at no time that could be told.
function timesOf({ written_at, sent_at }: Stamps): DeliveryTimes {
  return sent_at === null || sent_at === Infinity ? { writtenAt: written_at } : { writtenAt: written_at, sentAt: sent_at };
}
