import { disclosedFacts, disclosedSubject } from '@zhiheng/contracts';
import type { JsonObject } from '@zhiheng/kernel';
import type { MigrationInterface, QueryRunner } from 'typeorm';

type Listing = {
  readonly instance_id: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly facts: JsonObject;
};

/** What is public: one row a record as it stands now, and every change of it, in an order that a stranger can follow without gaps. */
export class PublicRecords1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Unigrams and bigrams: Chinese has no spaces to cut words at, and a name may be sought by any part of it.
    await runner.query(`
      create function public_grams(input text) returns text[] language plpgsql immutable strict parallel safe as $$
      declare
        -- Cut into characters once: to look for each by its place costs the square of the length.
        characters text[] := string_to_array(regexp_replace(lower(normalize(input, NFKC)), '\\s', '', 'g'), null);
      begin
        return array(
          select unnest(characters)
          union
          select one || other from unnest(characters, characters[2:]) as pairs(one, other) where other is not null
        );
      end $$`);
    // published_on is null where a withdrawal came before its publication: the mark keeps the late publication off the list.
    await runner.query(`
      create table public_record (
        kind text not null check (kind in ('blacklist', 'penalty', 'spot-check', 'recall')),
        id uuid not null,
        jurisdiction text not null,
        subject_id text not null,
        subject_name text not null,
        title text not null,
        facts jsonb not null,
        basis text not null,
        published_on date,
        withdrawn_on date,
        withdrawn_why text,
        instance_id uuid not null,
        seq int not null,
        search text not null,
        changed_at timestamptz not null,
        primary key (kind, id)
      )`);
    await runner.query(
      'create index public_record_current on public_record (kind, published_on desc, id desc) where withdrawn_on is null',
    );
    await runner.query('create index public_record_search on public_record using gin (public_grams(search))');
    await runner.query('create index public_record_subject on public_record (subject_id)');
    // What leaves the house. Of a withdrawn record only that it was withdrawn: its publicity has ended (失信名单办法 第十八条).
    await runner.query(`
      create function public_record_json(r public_record) returns jsonb language sql stable parallel safe as $$
        select jsonb_build_object('kind', r.kind, 'id', r.id, 'jurisdiction', r.jurisdiction, 'publishedOn', r.published_on,
            'source', jsonb_build_object('instanceId', r.instance_id, 'seq', r.seq))
          || case when r.withdrawn_on is null
            then jsonb_build_object('subject', jsonb_build_object('id', r.subject_id, 'name', r.subject_name),
              'title', r.title, 'facts', r.facts, 'legalBasis', r.basis)
            else jsonb_build_object('withdrawnOn', r.withdrawn_on, 'withdrawnWhy', r.withdrawn_why) end
      $$`);
    await runner.query(`
      create table public_change (
        xid xid8 not null default pg_current_xact_id(),
        id bigint not null generated always as identity,
        kind text not null,
        record_id uuid not null,
        seq int not null,
        op text not null check (op in ('upsert', 'withdraw')),
        record jsonb not null,
        at timestamptz not null,
        primary key (xid, id)
      )`);
    await runner.query('create index public_change_record on public_change (kind, record_id, seq desc)');
    await runner.query('create index public_change_at on public_change (at)');
    await runner.query(`
      create function public_change_guard() returns trigger language plpgsql as $$
      begin
        raise exception 'public_change is append-only';
      end $$`);
    await runner.query(
      'create trigger public_change_append_only before update or delete on public_change for each row execute function public_change_guard()',
    );
    await runner.query(
      'create trigger public_change_no_truncate before truncate on public_change for each statement execute function public_change_guard()',
    );
    await runner.query(`
      create function public_change_tell() returns trigger language plpgsql as $$
      begin
        perform pg_notify('zhiheng_public_change', '');
        return null;
      end $$`);
    await runner.query(
      'create trigger public_change_told after insert on public_change for each statement execute function public_change_tell()',
    );
    // The bytes of a day are made again from the changes: "cut" says which of them were committed when the day was closed.
    await runner.query(`
      create table public_daily (
        day date primary key,
        until timestamptz not null,
        cut xid8 not null,
        previous text not null,
        sha256 text not null check (length(sha256) = 64),
        records int not null,
        bytes bigint not null,
        made_at timestamptz not null default now()
      )`);
    await carryOver(runner);
    await runner.query(`
      insert into public_change (kind, record_id, seq, op, record, at)
      select kind, id, seq, case when withdrawn_on is null then 'upsert' else 'withdraw' end, public_record_json(r), changed_at from public_record r`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}

/** What the list before these published stays published, but of natural persons only what may be said of them (公示规定 第六条). */
async function carryOver(runner: QueryRunner): Promise<void> {
  const listings = (await runner.query(
    'select instance_id, subject_kind, subject_id, subject_name, facts from public_listing order by instance_id',
  )) as readonly Listing[];
  const disclosed = listings.map(({ instance_id, subject_kind, subject_id, subject_name, facts }) => {
    const known = { kind: subject_kind, id: subject_id, name: subject_name };
    const { id, name } = disclosedSubject(known);
    return { instance_id, subject_id: id, subject_name: name, facts: disclosedFacts(facts, known) };
  });
  await runner.query(
    `insert into public_record (kind, id, jurisdiction, subject_id, subject_name, title, facts, basis, published_on, withdrawn_on,
        withdrawn_why, instance_id, seq, search, changed_at)
      select 'blacklist', instance_id, l.jurisdiction, d.subject_id, d.subject_name, '严重违法失信名单', d.facts,
        '市场监督管理严重违法失信名单管理办法', l.published_on, l.withdrawn_on, l.withdrawn_why, instance_id, l.seq,
        concat_ws(' ', d.subject_name, d.subject_id, l.decision_no), l.changed_at
      from public_listing l
      join jsonb_to_recordset($1) as d(instance_id uuid, subject_id text, subject_name text, facts jsonb) using (instance_id)`,
    [JSON.stringify(disclosed)],
  );
}
