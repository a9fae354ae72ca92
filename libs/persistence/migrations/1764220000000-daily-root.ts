import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One root a day over the heads that moved on it, and those heads. The rows of a day are written together: a block range index finds them. */
export class DailyRoot1764220000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table daily_root (
        day date primary key,
        root text not null,
        hash text not null check (length(hash) = 64),
        made_at timestamptz not null default now()
      )`);
    await runner.query(`
      create table daily_head (
        instance_id uuid not null,
        day date not null,
        seq int not null check (seq > 0),
        head_hash text not null check (length(head_hash) = 64),
        primary key (instance_id, day)
      )`);
    await runner.query(
      'create index daily_head_day on daily_head using brin (day) with (pages_per_range = 16, autosummarize = on)',
    );
    await runner.query(`
      create function refuse_root_change() returns trigger language plpgsql as $$
      begin
        raise exception 'daily roots are append-only: % refused', tg_op using errcode = 'ZH001';
      end $$`);
    for (const table of ['daily_root', 'daily_head']) {
      await runner.query(
        `create trigger ${table}_append_only before update or delete on ${table} for each row execute function refuse_root_change()`,
      );
      await runner.query(
        `create trigger ${table}_no_truncate before truncate on ${table} for each statement execute function refuse_root_change()`,
      );
      await runner.query(`revoke update, delete, truncate on ${table} from public`);
    }
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
