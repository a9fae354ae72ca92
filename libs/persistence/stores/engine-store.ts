import type { Accepted, Rejected } from '@zhiheng/contracts';
import type {
  CommitResult,
  EngineStore,
  HandedOver,
  InstanceWrite,
  LegalFrame,
  LogEntry,
  PersistedSnapshot,
  StoredInstance,
} from '@zhiheng/engine';
import { instant } from '@zhiheng/kernel';
import type { Instant, InstanceId, MessageId } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import { uuids } from '../binary/binary-array.js';
import { COMMIT, commitParameters } from './commit-statement.js';
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
  select 'i' as kind, ${INSTANCE_COLUMNS}, null::uuid as message_id, null::text as outcome, null::text as entry,
    (select l.at from log l where l.instance_id = instance.id and l.seq = instance.seq) as last_at
  from instance where id = any($1)
  union all
  select 'h', b.instance_id, null, b.done::int, null, null, null, null, null, null, null, null, null, b.message_id, b.outcome, l.entry, null
  from unnest($2::uuid[], $3::uuid[]) as m(instance_id, message_id)
  join inbox b on b.instance_id = m.instance_id and b.message_id = m.message_id
  left join log l on l.instance_id = b.instance_id and l.seq = b.seq`;

/** The engine's memory on PostgreSQL: one statement a call. */
export class PostgresEngineStore implements EngineStore {
  constructor(
    private readonly pool: Pool,
    /** Whether whoever commits carries the announcements to their queues. Otherwise they wait for a relay to claim them. */
    private readonly delivery: { readonly handOver: boolean } = { handOver: false },
  ) {}

  async load({ instanceIds, messages }: Parameters<EngineStore['load']>[0]): ReturnType<EngineStore['load']> {
    type Row = (InstanceRow & { readonly kind: 'i'; readonly last_at: Date | null }) | (HandledRow & { readonly kind: 'h' });
    const { rows } = await this.run<Row>('engine-load', LOAD, [
      uuids(instanceIds),
      uuids(messages.map(({ instanceId }) => instanceId)),
      uuids(messages.map(({ messageId }) => messageId)),
    ]);
    const instances = new Map<InstanceId, StoredInstance>();
    const handled = new Map<InstanceId, Map<MessageId, Accepted | Rejected>>();
    for (const row of rows) {
      if (row.kind === 'i')
        instances.set(row.id, { ...toStoredInstance(row), ...(row.last_at && { lastAt: instant(row.last_at.getTime()) }) });
      else {
        const ofProcedure = handled.get(row.id) ?? new Map<MessageId, Accepted | Rejected>();
        handled.set(row.id, ofProcedure.set(row.message_id, firstOutcome(row)));
      }
    }
    return { instances, handled };
  }

  async commit(writes: readonly InstanceWrite[]): Promise<CommitResult> {
    type Row = { readonly fenced: InstanceId | null; readonly outbox_id: string; readonly consumer: string };
    const { rows } = await this.run<Row>('engine-commit', COMMIT, commitParameters(writes, this.delivery.handOver));
    const fenced = new Set<InstanceId>();
    const handedOver: HandedOver[] = [];
    for (const row of rows) {
      if (row.fenced !== null) fenced.add(row.fenced);
      else if (this.delivery.handOver) handedOver.push({ outboxId: row.outbox_id, consumer: row.consumer });
    }
    return { fenced, handedOver };
  }

  async locked(instanceIds: readonly InstanceId[]): Promise<ReadonlySet<InstanceId>> {
    const { rows } = await this.run<{ readonly id: InstanceId }>(
      'engine-locked',
      `with free as (select id from instance where id = any($1) for no key update skip locked)
       select id from instance where id = any($1) and id not in (select id from free)`,
      [uuids(instanceIds)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async saveStrayRefusals(
    refusals: Parameters<EngineStore['saveStrayRefusals']>[0],
  ): ReturnType<EngineStore['saveStrayRefusals']> {
    const { rows } = await this.run<{ readonly instance_id: InstanceId; readonly message_id: MessageId }>(
      'engine-stray',
      `with input as (
         select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
         as t(message_id, workflow, instance_id, envelope, refusal, at, outcome)
       ), claimed as (
         insert into inbox (message_id, instance_id, outcome) select message_id, instance_id, outcome from input order by instance_id, message_id
         on conflict do nothing returning instance_id, message_id
       ), kept as (
         insert into stray_refusal (message_id, workflow, instance_id, envelope, refusal, at)
         select message_id, workflow, instance_id, envelope, refusal, at from input where (instance_id, message_id) in (select instance_id, message_id from claimed)
       )
       select instance_id, message_id from claimed`,
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
    const kept = new Set(rows.map((row) => `${row.instance_id} ${row.message_id}`));
    return new Set(refusals.filter(({ envelope }) => kept.has(`${envelope.instanceId} ${envelope.messageId}`)));
  }

  /** In the order of their hashes, so that two who keep the same ones cannot wait for each other. */
  async saveFrames(frames: readonly { readonly hash: string; readonly frame: LegalFrame }[]): Promise<void> {
    await this.run(
      'engine-frames',
      'insert into legal_frame (hash, content) select * from unnest($1::text[], $2::text[]) as t(hash, content) order by hash on conflict (hash) do nothing',
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

type HandledRow = {
  readonly id: InstanceId;
  readonly message_id: MessageId;
  readonly outcome: string | null;
  readonly entry: string | null;
  /** Whether the entry closed the procedure, as 0 or 1. */
  readonly version: number;
};

/** What came of a message then: kept with it when no log could hold it, else as the log says. */
function firstOutcome({ outcome, entry, version }: HandledRow): Accepted | Rejected {
  if (entry === null) return JSON.parse(outcome!) as Rejected;
  const { kind, instance: instanceId, seq, to, at, refusal } = JSON.parse(entry) as LogEntry;
  if (kind === 'refused') return { kind: 'rejected', instanceId, seq, refusal: refusal! };
  return { kind: 'accepted', instanceId, seq, state: to, done: version === 1, at };
}
