import type { Announcement } from '@zhiheng/contracts';
import { instant, ZhihengError } from '@zhiheng/kernel';
import type { Instant, MessageId } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
import type { Pool } from 'pg';
import { readAnnouncement } from './read-announcement.js';

export type DeadLetterState = 'open' | 'retried' | 'dropped';

/** An announcement that its consumer could not handle. */
export type DeadLetter = {
  readonly id: string;
  readonly consumer: string;
  readonly messageId: MessageId;
  readonly topic: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly state: DeadLetterState;
  readonly firstFailedAt: Instant;
  readonly settledAt?: Instant;
  readonly settledBy?: string;
  readonly settledWhy?: string;
};

/** What an operator did with a letter. `announcementBefore`: the text that a correction replaced. */
export type DeadLetterAct = {
  readonly act: 'retried' | 'dropped';
  readonly by: string;
  readonly at: Instant;
  readonly why?: string;
  readonly announcementBefore?: string;
};
export type DeadLetterDetails = DeadLetter & { readonly announcement: string; readonly acts: readonly DeadLetterAct[] };

export interface DeadLetters {
  /** Oldest first, after a given id. */
  list(request?: {
    readonly state?: DeadLetterState;
    readonly consumer?: string;
    readonly limit?: number;
    readonly after?: string;
  }): Promise<readonly DeadLetter[]>;
  /** Throws DEAD_LETTER_UNKNOWN. */
  show(id: string): Promise<DeadLetterDetails>;
  /**
   * Sends the announcement to its consumer again, as it was or corrected. Throws DEAD_LETTER_UNKNOWN, DEAD_LETTER_SETTLED,
   * ANNOUNCEMENT_UNREADABLE, or DEAD_LETTER_MESSAGE_CHANGED when the correction is another message.
   */
  retry(
    id: string,
    request: { readonly by: string; readonly why?: string; readonly announcement?: Announcement },
  ): Promise<void>;
  /** Gives the announcement up. Throws DEAD_LETTER_UNKNOWN, DEAD_LETTER_SETTLED. */
  drop(id: string, request: { readonly by: string; readonly why: string }): Promise<void>;
  count(request?: { readonly state?: DeadLetterState; readonly consumer?: string }): Promise<number>;
}

type Row = {
  readonly id: string;
  readonly consumer: string;
  readonly message_id: MessageId;
  readonly topic: string;
  readonly announcement: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly state: DeadLetterState;
  readonly first_failed_at: Date;
  readonly settled_at: Date | null;
  readonly settled_by: string | null;
  readonly settled_why: string | null;
};
type ActRow = {
  readonly act: 'retried' | 'dropped';
  readonly by: string;
  readonly at: Date;
  readonly why: string | null;
  readonly announcement_before: string | null;
};

const COLUMNS =
  'id, consumer, message_id, topic, announcement, code, reason, attempts, state, first_failed_at, settled_at, settled_by, settled_why';

// The letter is locked, moved and its act recorded in one statement; a letter that somebody else settled first is not touched.
const SETTLE = `
  update dead_letter set state = $2, settled_at = now(), settled_by = $3, settled_why = $4, announcement = coalesce($5, announcement)
  where id = $1 and state = 'open' returning id, consumer, announcement`;
const RETRY = `
  with before as (select announcement from dead_letter where id = $1), letter as (${SETTLE}), act as (
    insert into dead_letter_act (letter_id, act, by, why, announcement_before)
    select id, $2, $3, $4, case when $5::text is null then null else (select announcement from before) end from letter
  )
  insert into outbox (consumer, announcement, instance_id) select consumer, announcement, $6::uuid from letter returning id`;
const DROP = `
  with letter as (${SETTLE})
  insert into dead_letter_act (letter_id, act, by, why) select id, $2, $3, $4 from letter returning id`;

/** The store of dead letters. `onRetried` may wake the relay of this process; others find the row at their next sweep. */
export function createDeadLetters(pool: Pool, { onRetried }: { readonly onRetried?: () => void } = {}): DeadLetters {
  async function run<R extends object>(text: string, values: readonly unknown[]): Promise<readonly R[]> {
    try {
      return (await pool.query<R & Record<string, unknown>>(text, [...values])).rows;
    } catch (fault) {
      throw mapStoreFault(fault);
    }
  }

  async function find(id: string): Promise<Row> {
    const [row] = /^\d{1,18}$/.test(id) ? await run<Row>(`select ${COLUMNS} from dead_letter where id = $1`, [id]) : [];
    if (row === undefined)
      throw new ZhihengError('DEAD_LETTER_UNKNOWN', { expected: '存在的死信编号 the id of a dead letter', found: id });
    return row;
  }

  async function settledMeanwhile(id: string): Promise<ZhihengError> {
    const { state, settled_by } = await find(id);
    return new ZhihengError('DEAD_LETTER_SETTLED', {
      expected: '未处理的死信 an open dead letter',
      found: `${state} by ${settled_by ?? ''}`,
    });
  }

  return {
    list: async ({ state, consumer, limit = 100, after = '0' } = {}) => {
      const rows = await run<Row>(
        `select ${COLUMNS} from dead_letter
         where id > $1::bigint and ($2::text is null or state = $2) and ($3::text is null or consumer = $3) order by id limit $4`,
        [after, state ?? null, consumer ?? null, limit],
      );
      return rows.map(toLetter);
    },
    show: async (id) => {
      const row = await find(id);
      const acts = await run<ActRow>(
        'select act, by, at, why, announcement_before from dead_letter_act where letter_id = $1 order by id',
        [id],
      );
      return { ...toLetter(row), announcement: row.announcement, acts: acts.map(toAct) };
    },
    retry: async (id, { by, why, announcement }) => {
      requirePerson(by);
      const row = await find(id);
      const text = announcement === undefined ? undefined : JSON.stringify(announcement);
      const { messageId, source } = readAnnouncement(text ?? row.announcement);
      // The inbox knows a message by its id: under another one the same fact could take effect twice. A letter that could not be
      // read at all has no id of its own, so its correction brings one.
      if (messageId !== row.message_id && isReadable(row.announcement)) {
        throw new ZhihengError('DEAD_LETTER_MESSAGE_CHANGED', { expected: row.message_id, found: messageId });
      }
      const sent = await run<{ readonly id: string }>(RETRY, [id, 'retried', by, why ?? null, text ?? null, source.instanceId]);
      if (sent.length === 0) throw await settledMeanwhile(id);
      onRetried?.();
    },
    drop: async (id, { by, why }) => {
      requirePerson(by);
      if (why.trim() === '')
        throw new ZhihengError('DEAD_LETTER_REASON_MISSING', { expected: '放弃的理由 why it is given up', found: why });
      await find(id);
      const dropped = await run<{ readonly id: string }>(DROP, [id, 'dropped', by, why, null]);
      if (dropped.length === 0) throw await settledMeanwhile(id);
    },
    count: async ({ state, consumer } = {}) => {
      const rows = await run<{ readonly n: number }>(
        'select count(*)::int as n from dead_letter where ($1::text is null or state = $1) and ($2::text is null or consumer = $2)',
        [state ?? null, consumer ?? null],
      );
      return rows[0]?.n ?? 0;
    },
  };
}

function requirePerson(by: string): void {
  if (by.trim() === '') throw new ZhihengError('DEAD_LETTER_ACTOR_MISSING', { expected: '操作人 who does it', found: by });
}

function isReadable(text: string): boolean {
  try {
    readAnnouncement(text);
    return true;
  } catch {
    return false;
  }
}

function toLetter(row: Row): DeadLetter {
  return {
    id: row.id,
    consumer: row.consumer,
    messageId: row.message_id,
    topic: row.topic,
    code: row.code,
    reason: row.reason,
    attempts: row.attempts,
    state: row.state,
    firstFailedAt: instant(row.first_failed_at.getTime()),
    ...(row.settled_at === null ? {} : { settledAt: instant(row.settled_at.getTime()) }),
    ...(row.settled_by === null ? {} : { settledBy: row.settled_by }),
    ...(row.settled_why === null ? {} : { settledWhy: row.settled_why }),
  };
}

function toAct({ act, by, at, why, announcement_before }: ActRow): DeadLetterAct {
  return {
    act,
    by,
    at: instant(at.getTime()),
    ...(why === null ? {} : { why }),
    ...(announcement_before === null ? {} : { announcementBefore: announcement_before }),
  };
}
