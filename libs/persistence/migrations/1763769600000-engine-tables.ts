import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The engine's tables. Rows that every transition rewrites leave room on their page (fillfactor) and have no index on a column
 * that changes, so that updates stay HOT; snapshots stay in the row (MAIN) and are text, never parsed by the database.
 */
export class EngineTables1763769600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table instance (
        id uuid primary key,
        workflow text not null,
        version int not null,
        jurisdiction text not null,
        subject_kind text not null,
        subject_id text not null,
        subject_name text not null,
        seq int not null check (seq > 0),
        head_hash text not null check (length(head_hash) = 64),
        state text not null,
        done boolean not null,
        snapshot text not null,
        clocks text not null,
        opened_at timestamptz not null
      ) with (fillfactor = 50)`);
    await runner.query('alter table instance alter column snapshot set storage main, alter column clocks set storage main');
    await runner.query('create index instance_list on instance (workflow, opened_at desc, id)');
    await runner.query('create index instance_subject on instance (subject_id)');

    await runner.query(`
      create table log (
        instance_id uuid not null,
        seq int not null,
        kind text not null check (kind in ('accepted', 'refused')),
        entry text not null,
        hash text not null check (length(hash) = 64),
        at timestamptz not null,
        primary key (instance_id, seq)
      )`);
    await runner.query('alter table log alter column entry set storage main');
    await runner.query(`
      create function refuse_log_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the log is append-only: % refused', tg_op using errcode = 'ZH001';
      end $$`);
    await runner.query(
      'create trigger log_append_only before update or delete on log for each row execute function refuse_log_change()',
    );
    await runner.query(
      'create trigger log_no_truncate before truncate on log for each statement execute function refuse_log_change()',
    );
    await runner.query('revoke update, delete, truncate on log from public');

    await runner.query(`
      create table clock (
        instance_id uuid not null,
        name text not null,
        workflow text not null,
        generation int not null,
        state text not null check (state in ('running', 'suspended')),
        due_at timestamptz not null,
        due_on date not null,
        provisional boolean not null,
        primary key (instance_id, name)
      )`);
    await runner.query(`create index clock_due on clock (due_at) where state = 'running'`);

    await runner.query(`
      create table outbox (
        id bigint generated always as identity primary key,
        consumer text not null,
        announcement text not null,
        created_at timestamptz not null default now(),
        sent_at timestamptz
      )`);
    await runner.query('create index outbox_unsent on outbox (id) where sent_at is null');

    await runner.query(`
      create table inbox (
        message_id uuid not null,
        consumer text not null,
        outcome text not null,
        at timestamptz not null default now(),
        primary key (message_id, consumer)
      )`);

    await runner.query(`
      create table legal_frame (
        hash text primary key check (length(hash) = 64),
        content text not null,
        first_used_at timestamptz not null default now()
      )`);

    await runner.query(`
      create table stray_refusal (
        message_id uuid primary key,
        workflow text not null,
        instance_id uuid not null,
        envelope text not null,
        refusal text not null,
        at timestamptz not null
      )`);

    await runner.query(`
      create table dead_letter (
        id bigint generated always as identity primary key,
        consumer text not null,
        message_id uuid not null,
        topic text not null,
        announcement text not null,
        code text not null,
        reason text not null,
        attempts int not null,
        state text not null default 'open' check (state in ('open', 'retried', 'dropped')),
        first_failed_at timestamptz not null default now(),
        settled_at timestamptz,
        settled_by text,
        settled_why text,
        unique (consumer, message_id)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
