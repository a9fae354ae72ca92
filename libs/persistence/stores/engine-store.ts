import type { Accepted, Announcement, Rejected } from '@zhiheng/contracts';
import type { EngineStore, InstanceWrite, LegalFrame, PersistedSnapshot, StoredInstance } from '@zhiheng/engine';
import type { Instant, InstanceId, MessageId } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import { mapStoreFault } from './store-fault.js';

export type InstanceRow = {
  readonly id: InstanceId;
  readonly workflow: string;
  readonly version: number;
  readonly jurisdiction: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly seq: number;
  readonly head_hash: string;
  readonly snapshot: string;
  readonly clocks: string;
  readonly opened_at: Date;
};

export const INSTANCE_COLUMNS = `id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, snapshot, clocks, opened_at`;

const LOAD = `
  select 'i' as kind, ${INSTANCE_COLUMNS}, null::uuid as message_id, null::text as outcome from instance where id = any($1::uuid[])
  union all
  select 'h', null, null, null, null, null, null, null, null, null, null, null, null, message_id, outcome from inbox
  where message_id = any($2::uuid[]) and consumer = 'engine'`;

// One statement, one transaction. Rows are locked in id order first and new ones inserted in id order, so that two processes cannot wait for each other; the
// fence (stored seq = expected seq) leaves out procedures that another process has moved, and messages it has handled.
const COMMIT = `
with input as (
  select * from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[], $10::text[],
    $11::timestamptz[], $12::text[], $13::boolean[], $14::text[], $15::text[], $36::uuid[], $37::text[])
  as t(id, expected, seq, head_hash, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, opened_at, state, done, snapshot, clocks,
    opened_by_instance, opened_by_rule)
), message as (
  select * from unnest($32::uuid[], $33::uuid[], $34::text[]) as t(instance_id, message_id, outcome)
), handled as (
  select m.instance_id from message m join inbox i on i.message_id = m.message_id and i.consumer = 'engine'
), locked as materialized (
  select id, seq from instance where id = any($1::uuid[]) order by id for update
), moved as (
  update instance t set version = i.version, seq = i.seq, head_hash = i.head_hash, state = i.state, done = i.done, snapshot = i.snapshot, clocks = i.clocks
  from input i join locked l on l.id = i.id
  where t.id = i.id and t.seq = i.expected and l.seq = i.expected and i.id not in (select instance_id from handled)
  returning t.id
), opened as (
  insert into instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at,
    opened_by_instance, opened_by_rule)
  select id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at,
    opened_by_instance, opened_by_rule
  from input where expected = 0 and id not in (select instance_id from handled)
  order by id
  on conflict (id) do nothing
  returning id
), written as (
  select id from moved union all select id from opened
), logged as (
  insert into log (instance_id, seq, kind, entry, hash, at)
  select t.* from unnest($16::uuid[], $17::int[], $18::text[], $19::text[], $20::text[], $21::timestamptz[]) as t(instance_id, seq, kind, entry, hash, at)
  where t.instance_id in (select id from written)
), clocks as (
  select * from unnest($22::uuid[], $23::text[], $24::text[], $25::int[], $26::text[], $27::timestamptz[], $28::date[], $29::boolean[])
  as t(instance_id, name, workflow, generation, state, due_at, due_on, provisional)
  where t.instance_id in (select id from written)
), disarmed as (
  delete from clock c using clocks n where c.instance_id = n.instance_id and c.name = n.name and n.state in ('stopped', 'lapsed')
), armed as (
  insert into clock (instance_id, name, workflow, generation, state, due_at, due_on, provisional)
  select instance_id, name, workflow, generation, state, due_at, due_on, provisional from clocks where state in ('running', 'suspended')
  on conflict (instance_id, name) do update set generation = excluded.generation, state = excluded.state, due_at = excluded.due_at,
    due_on = excluded.due_on, provisional = excluded.provisional
), queued as (
  insert into outbox (consumer, instance_id, announcement)
  select t.consumer, t.instance_id, t.announcement from unnest($30::uuid[], $31::text[], $35::text[]) as t(instance_id, consumer, announcement)
  where t.instance_id in (select id from written)
), claimed as (
  insert into inbox (message_id, consumer, outcome)
  select message_id, 'engine', outcome from message where instance_id in (select id from written)
)
select id from written`;

/** The engine's memory on PostgreSQL: one statement a call. */
export class PostgresEngineStore implements EngineStore {
  constructor(private readonly pool: Pool) {}

  async load(request: {
    readonly instanceIds: readonly InstanceId[];
    readonly messageIds: readonly MessageId[];
  }): ReturnType<EngineStore['load']> {
    type Row = InstanceRow & { readonly kind: 'i' | 'h'; readonly message_id: MessageId; readonly outcome: string };
    const { rows } = await this.run<Row>('engine-load', LOAD, [request.instanceIds, request.messageIds]);
    const instances = new Map<InstanceId, StoredInstance>();
    const handled = new Map<MessageId, Accepted | Rejected>();
    for (const row of rows) {
      if (row.kind === 'i') instances.set(row.id, toStoredInstance(row));
      else handled.set(row.message_id, JSON.parse(row.outcome) as Accepted | Rejected);
    }
    return { instances, handled };
  }

  async commit(writes: readonly InstanceWrite[]): Promise<ReadonlySet<InstanceId>> {
    const { rows } = await this.run<{ readonly id: InstanceId }>('engine-commit', COMMIT, commitParameters(writes));
    return new Set(rows.map(({ id }) => id));
  }

  async saveStrayRefusals(
    refusals: Parameters<EngineStore['saveStrayRefusals']>[0],
  ): ReturnType<EngineStore['saveStrayRefusals']> {
    const { rows } = await this.run<{ readonly message_id: MessageId }>(
      'engine-stray',
      `with input as (
         select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
         as t(message_id, workflow, instance_id, envelope, refusal, at, outcome)
       ), claimed as (
         insert into inbox (message_id, consumer, outcome) select message_id, 'engine', outcome from input order by message_id
         on conflict do nothing returning message_id
       ), kept as (
         insert into stray_refusal (message_id, workflow, instance_id, envelope, refusal, at)
         select message_id, workflow, instance_id, envelope, refusal, at from input where message_id in (select message_id from claimed)
       )
       select message_id from claimed`,
      [
        refusals.map(({ envelope }) => envelope.messageId),
        refusals.map(({ envelope }) => envelope.workflow),
        refusals.map(({ envelope }) => envelope.instanceId),
        refusals.map(({ envelope }) => JSON.stringify(envelope)),
        refusals.map(({ refusal }) => JSON.stringify(refusal)),
        refusals.map(({ at }) => at),
        refusals.map(({ envelope, refusal }) =>
          JSON.stringify({ kind: 'rejected', instanceId: envelope.instanceId, refusal } satisfies Rejected),
        ),
      ],
    );
    return new Set(rows.map(({ message_id }) => message_id));
  }

  async saveFrames(frames: readonly { readonly hash: string; readonly frame: LegalFrame }[]): Promise<void> {
    await this.run(
      'engine-frames',
      'insert into legal_frame (hash, content) select * from unnest($1::text[], $2::text[]) on conflict (hash) do nothing',
      [frames.map(({ hash }) => hash), frames.map(({ frame }) => JSON.stringify(frame))],
    );
  }

  async loadFrames(hashes: readonly string[]): Promise<ReadonlyMap<string, LegalFrame>> {
    const { rows } = await this.run<{ readonly hash: string; readonly content: string }>(
      'engine-frames-load',
      'select hash, content from legal_frame where hash = any($1::text[])',
      [hashes],
    );
    return new Map(rows.map(({ hash, content }) => [hash, JSON.parse(content) as LegalFrame]));
  }

  private async run<Row extends object>(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<{ readonly rows: readonly Row[] }> {
    try {
      return await this.pool.query<Row & Record<string, unknown>>({ name, text, values });
    } catch (fault) {
      throw mapStoreFault(fault);
    }
  }
}

export function toStoredInstance(row: InstanceRow): StoredInstance {
  return {
    instanceId: row.id,
    workflow: row.workflow,
    version: row.version,
    jurisdiction: row.jurisdiction,
    subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
    seq: row.seq,
    headHash: row.head_hash,
    snapshot: JSON.parse(row.snapshot) as PersistedSnapshot,
    snapshotText: row.snapshot,
    clocks: JSON.parse(row.clocks) as StoredInstance['clocks'],
    openedAt: row.opened_at.toISOString() as Instant,
  };
}

/** An announcement goes to several consumers, one after the other: written out once. */
function announcementTexts(announcements: readonly Announcement[]): readonly string[] {
  let last: Announcement | undefined;
  let text = '';
  return announcements.map((announcement) => {
    if (announcement !== last) text = JSON.stringify(announcement);
    last = announcement;
    return text;
  });
}

function commitParameters(writes: readonly InstanceWrite[]): unknown[] {
  const log = writes.flatMap((write) => write.log.map((row) => ({ id: write.instanceId, row })));
  const clocks = writes.flatMap((write) =>
    write.clocks.map((row) => ({ id: write.instanceId, workflow: write.workflow, row })),
  );
  const outbox = writes.flatMap((write) => write.outbox.map((row) => ({ id: write.instanceId, row })));
  const inbox = writes.flatMap((write) => write.inbox.map((row) => ({ id: write.instanceId, row })));
  return [
    writes.map((write) => write.instanceId),
    writes.map((write) => write.expectedSeq),
    writes.map((write) => write.seq),
    writes.map((write) => write.headHash),
    writes.map((write) => write.workflow),
    writes.map((write) => write.version),
    writes.map((write) => write.jurisdiction),
    writes.map((write) => write.subject.kind),
    writes.map((write) => write.subject.id),
    writes.map((write) => write.subject.name),
    writes.map((write) => write.openedAt),
    writes.map((write) => write.state),
    writes.map((write) => write.done),
    writes.map((write) => write.snapshotText),
    writes.map((write) => write.clocksText),
    log.map(({ id }) => id),
    log.map(({ row }) => row.seq),
    log.map(({ row }) => row.kind),
    log.map(({ row }) => row.text),
    log.map(({ row }) => row.hash),
    log.map(({ row }) => row.at),
    clocks.map(({ id }) => id),
    clocks.map(({ row }) => row.name),
    clocks.map(({ workflow }) => workflow),
    clocks.map(({ row }) => row.generation),
    clocks.map(({ row }) => row.state),
    clocks.map(({ row }) => row.dueAt),
    clocks.map(({ row }) => row.dueOn),
    clocks.map(({ row }) => row.provisional),
    outbox.map(({ id }) => id),
    outbox.map(({ row }) => row.consumer),
    inbox.map(({ id }) => id),
    inbox.map(({ row }) => row.messageId),
    inbox.map(({ row }) => JSON.stringify(row.outcome)),
    announcementTexts(outbox.map(({ row }) => row.announcement)),
    writes.map((write) => write.openedBy?.instanceId ?? null),
    writes.map((write) => write.openedBy?.rule ?? null),
  ];
}
