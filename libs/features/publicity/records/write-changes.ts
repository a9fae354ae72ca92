import { disclosedFacts, disclosedSubject } from '@zhiheng/contracts';
import type { Announcement, Subject } from '@zhiheng/contracts';
import type { Instant } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import type { RecordChange } from './record-change.js';

/** A change with the announcement that made it. */
export type SourcedChange = { readonly change: RecordChange; readonly announcement: Announcement };

// One statement: the record and the line in the feed, together or not at all. A late or repeated announcement changes nothing.
const WRITE = `
  with input as (
    select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::text[], $10::date[],
      $11::date[], $12::text[], $13::uuid[], $14::int[])
      as t(op, id, kind, jurisdiction, subject_id, subject_name, title, facts, basis, published_on, withdrawn_on, withdrawn_why, instance_id, seq)
  ), written as (
    insert into public_record as r (kind, id, jurisdiction, subject_id, subject_name, title, facts, basis, published_on, withdrawn_on,
      withdrawn_why, instance_id, seq, search, changed_at)
    select i.kind, i.id, i.jurisdiction, i.subject_id, i.subject_name, i.title, i.facts, i.basis, i.published_on, i.withdrawn_on,
      i.withdrawn_why, i.instance_id, i.seq,
      concat_ws(' ', i.subject_name, i.subject_id, i.facts ->> 'product', i.facts ->> 'decisionNo', i.facts ->> 'producerName', i.facts ->> 'sampledUnitName'),
      $15
    from input i
    where i.op <> 'amend' or exists (select from public_record p where p.kind = i.kind and p.id = i.id and p.withdrawn_on is null and p.published_on is not null)
    order by i.kind, i.id
    on conflict (kind, id) do update set
      jurisdiction = excluded.jurisdiction, withdrawn_on = excluded.withdrawn_on, withdrawn_why = excluded.withdrawn_why,
      instance_id = excluded.instance_id, seq = excluded.seq, changed_at = excluded.changed_at,
      subject_id = case when excluded.withdrawn_on is null then excluded.subject_id else r.subject_id end,
      subject_name = case when excluded.withdrawn_on is null then excluded.subject_name else r.subject_name end,
      title = case when excluded.withdrawn_on is null then excluded.title else r.title end,
      basis = case when excluded.withdrawn_on is null then excluded.basis else r.basis end,
      search = case when excluded.withdrawn_on is null then excluded.search else r.search end,
      facts = case when excluded.withdrawn_on is not null then r.facts when r.withdrawn_on is null then r.facts || excluded.facts else excluded.facts end,
      published_on = case when excluded.withdrawn_on is null and r.withdrawn_on is not null then excluded.published_on else coalesce(r.published_on, excluded.published_on) end
    where r.seq < excluded.seq
    returning *
  )
  insert into public_change (kind, record_id, seq, op, record, at)
  select w.kind, w.id, w.seq, case when w.withdrawn_on is null then 'upsert' else 'withdraw' end,
    public_record_json(row(w.kind, w.id, w.jurisdiction, w.subject_id, w.subject_name, w.title, w.facts, w.basis, w.published_on, w.withdrawn_on,
      w.withdrawn_why, w.instance_id, w.seq, w.search, w.changed_at)::public_record), $15
  from written w where w.published_on is not null`;

/** Writes changes of different records, in one transaction. */
export async function writeChanges(pool: Pool, at: Instant, changes: readonly SourcedChange[]): Promise<void> {
  const rows = changes.map(toRow);
  await pool.query({
    name: 'public-record-write',
    text: WRITE,
    values: [...rows[0]!.map((_, column) => rows.map((row) => row[column])), at],
  });
}

function toRow({ change, announcement: { source, facts } }: SourcedChange): readonly unknown[] {
  const { instanceId, jurisdiction, seq, on } = source;
  const known: Subject =
    facts['partyKind'] === 'natural-person' ? { ...source.subject, kind: 'natural-person' } : source.subject;
  const subject = disclosedSubject(known);
  if (change.op === 'withdraw')
    return [change.op, change.id, change.kind, jurisdiction, '', '', '', '{}', '', null, on, change.why, instanceId, seq];
  const { op, id, kind, title, basis, publishedOn } = change;
  const disclosed = JSON.stringify(disclosedFacts(change.facts, known));
  return [
    op,
    id,
    kind,
    jurisdiction,
    subject.id,
    subject.name,
    title,
    disclosed,
    basis,
    publishedOn ?? on,
    null,
    null,
    instanceId,
    seq,
  ];
}
