import type { Announcement } from '@zhiheng/contracts';
import type { LogEntry } from '@zhiheng/engine';
import { query } from '../world/postgres-server.js';

/** One entry of a log. `recordedAt`: when its transaction began, by the database's own clock (ms since 1970). */
export type Recorded = { readonly entry: LogEntry; readonly recordedAt: number | undefined };

/** What the system left behind, read past the system. */
export type Evidence = {
  /** By procedure and seq. */
  readonly log: readonly Recorded[];
  readonly strays: readonly { readonly messageId: string; readonly code: string }[];
  /** Everything that was ever put into the outbox, in the order of its ids. */
  readonly announced: readonly {
    readonly outboxId: string;
    readonly consumer: string;
    /** Undefined where the text is none. */
    readonly announcement: Announcement | undefined;
  }[];
  readonly handled: readonly { readonly messageId: string; readonly consumer: string; readonly at: number }[];
  readonly deadLetters: readonly { readonly messageId: string; readonly consumer: string; readonly code: string }[];
  /** The feed of the public lists, in its order. */
  readonly publicChanges: readonly { readonly kind: string; readonly recordId: string; readonly seq: number }[];
  readonly publicRecords: readonly { readonly kind: string; readonly id: string; readonly seq: number }[];
  readonly left: { readonly outbox: number; readonly dueClocks: number };
};

type Row = Readonly<Record<string, string>>;

export async function readEvidence(databaseUrl: string, nowOfSystem: number): Promise<Evidence> {
  return query(databaseUrl, async (client) => {
    const rows = async <T>(sql: string, values: unknown[] = []): Promise<readonly T[]> =>
      (await client.query(sql, values)).rows as readonly T[];
    const log = await rows<{ readonly entry: string; readonly at: Date | null }>(
      `select l.entry, r.at from log l left join chaos.recorded r on r.instance_id = l.instance_id and r.seq = l.seq
       order by l.instance_id, l.seq`,
    );
    const announced = await rows<Row>(
      'select outbox_id::text as id, consumer, announcement from chaos.announced order by outbox_id',
    );
    const settled = await rows<{ readonly id: string; readonly at: Date }>(
      'select outbox_id::text as id, at from chaos.settled',
    );
    const settledAt = new Map(settled.map(({ id, at }) => [id, at.getTime()]));
    const [left] = await rows<{ readonly outbox: number; readonly due: number }>(
      `select (select count(*)::int from outbox) as outbox, (select count(*)::int from clock where state = 'running' and due_at <= $1) as due`,
      [new Date(nowOfSystem)],
    );
    const announcements = announced.map(({ id, consumer, announcement }) => ({
      outboxId: id!,
      consumer: consumer!,
      announcement: readAnnouncement(announcement!),
    }));
    return {
      log: log.map(({ entry, at }) => ({ entry: JSON.parse(entry) as LogEntry, recordedAt: at?.getTime() })),
      strays: await rows(`select message_id as "messageId", refusal::jsonb ->> 'code' as code from stray_refusal`),
      announced: announcements,
      handled: announcements.flatMap(({ outboxId, consumer, announcement }) => {
        const at = settledAt.get(outboxId);
        return announcement === undefined || at === undefined ? [] : [{ messageId: announcement.messageId, consumer, at }];
      }),
      deadLetters: await rows('select message_id as "messageId", consumer, code from dead_letter'),
      publicChanges: await rows('select kind, record_id as "recordId", seq from public_change order by xid, id'),
      publicRecords: await rows('select kind, id, seq from public_record'),
      left: { outbox: left!.outbox, dueClocks: left!.due },
    };
  });
}

function readAnnouncement(text: string): Announcement | undefined {
  try {
    const found = JSON.parse(text) as Announcement;
    return typeof found === 'object' && found !== null && 'messageId' in found ? found : undefined;
  } catch {
    return undefined;
  }
}
