import type { InstanceId, MessageId } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
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

export type HandledEnvelope = { readonly outboxId: string; readonly messageId: MessageId };

/** An announcement that nobody could handle, as it goes to the dead-letter store. */
export type BuriedEnvelope = HandledEnvelope & {
  readonly topic: string;
  readonly text: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
};

/** The consumer's side of the outbox, and its inbox. One statement a call, hence one transaction. */
export class Inbox {
  constructor(
    private readonly pool: Pool,
    private readonly consumer: string,
  ) {}

  /** What of a pack is still to be handled, in outbox order. */
  async take(outboxIds: readonly string[]): Promise<readonly UnhandledRow[]> {
    const rows = await this.run<{ readonly id: string; readonly announcement: string; readonly blocked: boolean } & Stamps>(
      'inbox-take',
      `select o.id, o.announcement, o.created_at, o.sent_at, o.instance_id is not null and exists (
         select 1 from outbox e where e.instance_id = o.instance_id and e.consumer = $2 and e.id < o.id and e.id <> all($1::bigint[])) as blocked
       from outbox o where o.id = any($1::bigint[]) and o.consumer = $2 order by o.id`,
      [outboxIds, this.consumer],
    );
    return rows.map(({ id, announcement, blocked, ...stamps }) => ({
      outboxId: id,
      text: announcement,
      blocked,
      times: timesOf(stamps),
    }));
  }

  /** Which of these messages this consumer has handled before. */
  async known(messageIds: readonly MessageId[]): Promise<ReadonlySet<MessageId>> {
    const rows = await this.run<{ readonly message_id: MessageId }>(
      'inbox-known',
      'select message_id from inbox where message_id = any($1::uuid[]) and consumer = $2',
      [messageIds, this.consumer],
    );
    return new Set(rows.map(({ message_id }) => message_id));
  }

  /**
   * Records what was handled and buries what could not be: inbox, dead letters and outbox change together. Answers the procedures
   * that have more to be handled, some of which may be parked.
   */
  async settle({
    handled,
    buried,
  }: {
    readonly handled: readonly HandledEnvelope[];
    readonly buried: readonly BuriedEnvelope[];
  }): Promise<readonly InstanceId[]> {
    const rows = await this.run<{ readonly instance_id: InstanceId }>(
      'inbox-settle',
      `with handled as (
         insert into inbox (message_id, consumer, outcome) select id, $1, 'handled' from unnest($2::uuid[]) as t(id) order by id on conflict do nothing
       ), buried as (
         insert into dead_letter (consumer, message_id, topic, announcement, code, reason, attempts)
         select $1, t.* from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[]) as t(message_id, topic, announcement, code, reason, attempts)
         order by message_id
         on conflict (consumer, message_id) do update set announcement = excluded.announcement, topic = excluded.topic, code = excluded.code,
           reason = excluded.reason, attempts = excluded.attempts, state = 'open', settled_at = null, settled_by = null, settled_why = null
       ), settled as (
         delete from outbox where id = any($3::bigint[]) returning instance_id
       )
       select distinct e.instance_id from outbox e
       where e.instance_id = any(array(select instance_id from settled)) and e.consumer = $1 and e.id <> all($3::bigint[])`,
      [
        this.consumer,
        [...new Set(handled.map(({ messageId }) => messageId))],
        [...handled, ...buried].map(({ outboxId }) => outboxId),
        buried.map(({ messageId }) => messageId),
        buried.map(({ topic }) => topic),
        buried.map(({ text }) => text),
        buried.map(({ code }) => code),
        buried.map(({ reason }) => reason),
        buried.map(({ attempts }) => attempts),
      ],
    );
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

type Stamps = { readonly created_at: Date; readonly sent_at: Date | number | null };

// A row that is parked is sent at no time that could be told.
function timesOf({ created_at, sent_at }: Stamps): DeliveryTimes {
  return { writtenAt: created_at.getTime(), ...(sent_at instanceof Date && { sentAt: sent_at.getTime() }) };
}
