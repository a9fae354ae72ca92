import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The public list of serious violations 严重违法失信名单, kept by the publication job from announced facts. */
export class PublicList1763776800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table public_listing (
        instance_id uuid primary key,
        jurisdiction text not null,
        subject_kind text not null,
        subject_id text not null,
        subject_name text not null,
        decision_no text not null,
        ground text not null,
        facts jsonb not null,
        listed_on date not null,
        published_on date not null,
        withdrawn_on date,
        withdrawn_why text,
        seq int not null,
        changed_at timestamptz not null default now()
      )`);
    await runner.query(
      'create index public_listing_current on public_listing (published_on desc, instance_id) where withdrawn_on is null',
    );
    await runner.query('create index public_listing_name on public_listing (subject_name)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
