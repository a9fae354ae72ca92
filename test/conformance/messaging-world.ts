import type { Announcement } from '@zhiheng/contracts';
import type { HandedOver } from '@zhiheng/engine';
import { instanceId, messageId } from '@zhiheng/kernel';
import type { Instant, InstanceId, LegalDate, MessageId } from '@zhiheng/kernel';
import { createConsumer, createDeadLetters, createQueueBackend, createRelay } from '@zhiheng/messaging';
import type {
  Consumer,
  ConsumerOptions,
  DeadLetters,
  QueueBackend,
  QueueBackendOptions,
  Relay,
  RelayOptions,
} from '@zhiheng/messaging';
import { openDatabase } from '@zhiheng/persistence';
import { withPostgres } from '@zhiheng/persistence/testing';
import type { Pool } from 'pg';

export type LogLine = { readonly event: string } & Record<string, unknown>;

/** Messaging over one throw-away database and one queue backend, as its processes have it. */
export type World = {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly queues: QueueBackend;
  readonly letters: DeadLetters;
  readonly log: LogLine[];
  /** What took effect, in the order in which it did: a second time takes none. */
  readonly effects: () => Promise<
    readonly { readonly messageId: MessageId; readonly instanceId: InstanceId; readonly seq: number }[]
  >;
  /** Records the effect of an announcement, once. */
  readonly takeEffect: (announcement: Announcement) => Promise<void>;
  readonly announce: (announcements: readonly Announcement[]) => Promise<void>;
  /** As a process commits them that brings them to their queue itself. */
  readonly handOver: (announcements: readonly Announcement[]) => Promise<readonly HandedOver[]>;
  readonly unhandled: () => Promise<number>;
  readonly relay: (options?: Partial<RelayOptions>) => Relay;
  readonly consumer: (
    options: Partial<ConsumerOptions> & Pick<ConsumerOptions, 'handle'>,
  ) => Promise<Pick<Consumer, 'start' | 'stop'>>;
  readonly openQueues: () => Promise<QueueBackend>;
};

/** How a consumer reaches its handler: called by it, or through Nest's transport. */
export type Delivery = (
  options: Pick<ConsumerOptions, 'name' | 'handle'>,
  create: (handle: ConsumerOptions['handle']) => Consumer,
) => Promise<Pick<Consumer, 'start' | 'stop'>>;

const directly: Delivery = async ({ handle }, create) => create(handle);

export const CONSUMER = 'enforcement';

export async function withWorld<T>(
  {
    backend,
    reach = (url) => url,
    delivery = directly,
  }: {
    readonly delivery?: Delivery;
    readonly backend: (databaseUrl: string) => QueueBackendOptions;
    readonly reach?: (databaseUrl: string) => string | Promise<string>;
  },
  run: (world: World) => Promise<T>,
): Promise<T> {
  return withPostgres(async ({ url }) => {
    const reached = await reach(url);
    const database = await openDatabase({ url: reached });
    const { pool } = database;
    await pool.query(
      'create table effect (n bigint generated always as identity, message_id uuid primary key, instance_id uuid not null, seq int not null)',
    );
    const log: LogLine[] = [];
    const record = (event: string, fields: Record<string, unknown>): void => void log.push({ event, ...fields });
    const stops: (() => Promise<void>)[] = [];
    const openQueues = async (): Promise<QueueBackend> => {
      const opened = await createQueueBackend({ ...backend(reached), log: record });
      stops.unshift(() => opened.close());
      return opened;
    };
    const queues = await openQueues();
    try {
      return await run({
        pool,
        databaseUrl: url,
        queues,
        letters: createDeadLetters(pool),
        log,
        openQueues,
        effects: async () => {
          const { rows } = await pool.query<{ message_id: MessageId; instance_id: InstanceId; seq: number }>(
            'select message_id, instance_id, seq from effect order by n',
          );
          return rows.map((row) => ({ messageId: row.message_id, instanceId: row.instance_id, seq: row.seq }));
        },
        takeEffect: async ({ messageId: id, source }) => {
          await pool.query(
            'insert into effect (message_id, instance_id, seq) values ($1, $2, $3) on conflict (message_id) do nothing',
            [id, source.instanceId, source.seq],
          );
        },
        announce: async (announcements) => {
          await pool.query(
            'insert into outbox (consumer, instance_id, announcement) select $1, t.* from unnest($2::uuid[], $3::text[]) as t',
            [
              CONSUMER,
              announcements.map(({ source }) => source.instanceId),
              announcements.map((announcement) => JSON.stringify(announcement)),
            ],
          );
        },
        handOver: async (announcements) => {
          const { rows } = await pool.query<HandedOver>(
            `insert into outbox (consumer, instance_id, announcement, sent_at) select $1, t.*, now() from unnest($2::uuid[], $3::text[]) as t
             returning id as "outboxId", consumer`,
            [
              CONSUMER,
              announcements.map(({ source }) => source.instanceId),
              announcements.map((announcement) => JSON.stringify(announcement)),
            ],
          );
          return rows;
        },
        unhandled: async () => Number((await pool.query<{ n: string }>('select count(*) as n from outbox')).rows[0]?.n),
        relay: (options = {}) => {
          const relay = createRelay({ pool, queues, log: record, sweepEveryMs: 100, ...options });
          stops.unshift(() => relay.stop());
          return relay;
        },
        consumer: async (options) => {
          const consumer = await delivery({ name: CONSUMER, handle: options.handle }, (handle) =>
            createConsumer({ name: CONSUMER, pool, queues, log: record, ...options, handle }),
          );
          stops.unshift(() => consumer.stop());
          await consumer.start();
          return consumer;
        },
      });
    } finally {
      for (const stop of stops) await stop();
      await database.close();
    }
  });
}

/** Announcement `seq` of a numbered inspection. */
export function anAnnouncement(procedure: number, seq = 1): Announcement {
  const id = instanceId('inspection', String(procedure));
  return {
    messageId: messageId('announcement', id, String(seq)),
    topic: 'inspection.nonconformityConfirmed',
    facts: { item: '菌落总数', found: '1.3×10⁵CFU/g', severity: 'high' },
    source: {
      instanceId: id,
      workflow: 'inspection',
      jurisdiction: '442000',
      seq,
      on: '2026-11-22' as LegalDate,
      at: '2026-11-22T01:02:03.000Z' as Instant,
      subject: { kind: 'enterprise', id: '91442000MA4UXXXX0X', name: '某食品有限公司' },
    },
  };
}

/** `procedures` × `each` announcements, as interleaved transitions would write them. */
export function announcements(procedures: number, each = 1): readonly Announcement[] {
  return Array.from({ length: each }, (_, round) =>
    Array.from({ length: procedures }, (_, procedure) => anAnnouncement(procedure, round + 1)),
  ).flat();
}

/** Waits until something holds; fails with what was last seen. */
export async function until(what: string, holds: () => Promise<unknown>, withinMs = 45_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    if (await holds()) return;
    if (Date.now() > deadline) throw new Error(`did not come to pass within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
