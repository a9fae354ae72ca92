import type { Announcement } from '@zhiheng/contracts';
import type { InstanceWrite } from '@zhiheng/engine';
import { booleans, dates, instants, integers, texts, uuids } from '../binary/binary-array.js';

/**
 * All that a batch writes, in one statement, hence in one transaction. Procedures come in the order of their ids and so do messages: the
 * plan loops over them in that order (the connection's settings leave it no other), so that two processes lock in the same order and cannot
 * wait for each other. The fence (stored seq = expected seq) leaves out procedures that another process has moved, and messages that it
 * has handled; those come back. `not in` is looked up by hash where `in` would be a loop within a loop.
 */
export const COMMIT = `
with input as (
  select * from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[], $10::text[],
    $11::timestamptz[], $12::text[], $13::boolean[], $14::text[], $15::text[], $16::uuid[], $17::text[])
  as t(id, expected, seq, head_hash, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, opened_at, state, done, snapshot, clocks,
    opened_by_instance, opened_by_rule)
), message as (
  select * from unnest($18::uuid[], $19::uuid[], $20::int[], $21::boolean[]) as t(message_id, instance_id, seq, done)
), handled as (
  select m.instance_id from message m join inbox i on i.instance_id = m.instance_id and i.message_id = m.message_id
), moved as (
  update instance t set version = i.version, seq = i.seq, head_hash = i.head_hash, state = i.state, done = i.done, snapshot = coalesce(i.snapshot, t.snapshot), clocks = i.clocks
  from input i where t.id = i.id and t.seq = i.expected and i.expected > 0 and i.id not in (select instance_id from handled)
  returning t.id
), opened as (
  insert into instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at,
    opened_by_instance, opened_by_rule)
  select id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at,
    opened_by_instance, opened_by_rule
  from input where expected = 0 and id not in (select instance_id from handled)
  on conflict (id) do nothing
  returning id
), fenced as (
  select id from input where id not in (select id from moved union all select id from opened)
), logged as (
  insert into log (instance_id, seq, kind, entry, hash, at)
  select t.* from unnest($22::uuid[], $23::int[], $24::text[], $25::text[], $26::text[], $27::timestamptz[]) as t(instance_id, seq, kind, entry, hash, at)
  where t.instance_id not in (select id from fenced)
), clocks as (
  select * from unnest($28::uuid[], $29::text[], $30::text[], $31::int[], $32::text[], $33::timestamptz[], $34::date[], $35::boolean[])
  as t(instance_id, name, workflow, generation, state, due_at, due_on, provisional)
  where t.instance_id not in (select id from fenced)
), disarmed as (
  delete from clock c using clocks n where c.instance_id = n.instance_id and c.name = n.name and n.state in ('stopped', 'lapsed')
), armed as (
  insert into clock (instance_id, name, workflow, generation, state, due_at, due_on, provisional)
  select instance_id, name, workflow, generation, state, due_at, due_on, provisional from clocks where state in ('running', 'suspended')
  on conflict (instance_id, name) do update set generation = excluded.generation, state = excluded.state, due_at = excluded.due_at,
    due_on = excluded.due_on, provisional = excluded.provisional
), queued as (
  insert into outbox (consumer, instance_id, announcement, sent_at)
  select t.consumer, t.instance_id, t.announcement, case when $39 then now() end
  from unnest($36::uuid[], $37::text[], $38::text[]) as t(instance_id, consumer, announcement)
  where t.instance_id not in (select id from fenced)
  returning id, consumer
), claimed as (
  insert into inbox (message_id, instance_id, seq, done)
  select message_id, instance_id, seq, done from message where instance_id not in (select id from fenced) order by instance_id, message_id
)
select id as fenced, null::bigint as outbox_id, null::text as consumer from fenced
union all
select null, id, consumer from queued`;

/** `handOver`: whoever commits carries the announcements to their queues; otherwise a relay finds them unsent. */
export function commitParameters(unsorted: readonly InstanceWrite[], handOver: boolean): unknown[] {
  const writes = [...unsorted].sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1));
  const log = writes.flatMap((write) => write.log.map((row) => ({ id: write.instanceId, row })));
  const clocks = writes.flatMap((write) =>
    write.clocks.map((row) => ({ id: write.instanceId, workflow: write.workflow, row })),
  );
  const outbox = writes.flatMap((write) => write.outbox.map((row) => ({ id: write.instanceId, row })));
  const inbox = writes.flatMap((write) => write.inbox.map((row) => ({ id: write.instanceId, row })));
  return [
    uuids(writes.map((write) => write.instanceId)),
    integers(writes.map((write) => write.expectedSeq)),
    integers(writes.map((write) => write.seq)),
    texts(writes.map((write) => write.headHash)),
    texts(writes.map((write) => write.workflow)),
    integers(writes.map((write) => write.version)),
    texts(writes.map((write) => write.jurisdiction)),
    texts(writes.map((write) => write.subject.kind)),
    texts(writes.map((write) => write.subject.id)),
    texts(writes.map((write) => write.subject.name)),
    instants(writes.map((write) => write.openedAt)),
    texts(writes.map((write) => write.state)),
    booleans(writes.map((write) => write.done)),
    texts(writes.map((write) => write.snapshotText ?? null)),
    texts(writes.map((write) => write.clocksText)),
    uuids(writes.map((write) => write.openedBy?.instanceId ?? null)),
    texts(writes.map((write) => write.openedBy?.rule ?? null)),
    uuids(inbox.map(({ row }) => row.messageId)),
    uuids(inbox.map(({ id }) => id)),
    integers(inbox.map(({ row }) => row.seq)),
    booleans(inbox.map(({ row }) => row.done)),
    uuids(log.map(({ id }) => id)),
    integers(log.map(({ row }) => row.seq)),
    texts(log.map(({ row }) => row.kind)),
    texts(log.map(({ row }) => row.text)),
    texts(log.map(({ row }) => row.hash)),
    instants(log.map(({ row }) => row.at)),
    uuids(clocks.map(({ id }) => id)),
    texts(clocks.map(({ row }) => row.name)),
    texts(clocks.map(({ workflow }) => workflow)),
    integers(clocks.map(({ row }) => row.generation)),
    texts(clocks.map(({ row }) => row.state)),
    instants(clocks.map(({ row }) => row.dueAt)),
    dates(clocks.map(({ row }) => row.dueOn)),
    booleans(clocks.map(({ row }) => row.provisional)),
    uuids(outbox.map(({ id }) => id)),
    texts(outbox.map(({ row }) => row.consumer)),
    texts(announcementTexts(outbox.map(({ row }) => row.announcement))),
    handOver,
  ];
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
