import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports with a row-level report, the samples and enterprises that came in. */
export class Intake1763780400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table import_file (
        id uuid primary key,
        kind text not null check (kind in ('spot-checks', 'enterprises')),
        file_name text not null,
        sha256 text not null,
        jurisdiction text not null,
        source text not null,
        encoding text not null,
        received_on date not null,
        status text not null check (status in ('running', 'done')),
        rows int not null,
        notes jsonb not null,
        started_at timestamptz not null,
        finished_at timestamptz
      )`);
    await runner.query('create index import_file_content on import_file (sha256, kind, jurisdiction)');
    await runner.query(`
      create table import_row (
        import_id uuid not null references import_file (id),
        line int not null,
        outcome text not null check (outcome in ('accepted', 'duplicate', 'quarantined')),
        code text,
        why jsonb,
        expected text,
        found text,
        key text,
        cells jsonb,
        primary key (import_id, line)
      )`);
    await runner.query(`
      create table spot_check_sample (
        fingerprint uuid primary key,
        jurisdiction text not null,
        product text not null,
        conforming text not null check (conforming in ('yes', 'no', 'undetermined')),
        subject_id text not null,
        subject_name text not null,
        sample jsonb not null,
        import_id uuid not null references import_file (id),
        line int not null
      )`);
    await runner.query('create index spot_check_sample_subject on spot_check_sample (subject_id)');
    await runner.query('create table spot_check_alias (alias uuid primary key, fingerprint uuid not null)');
    await runner.query(`
      create table enterprise (
        key text primary key,
        uscc text,
        name text not null,
        name_key text not null,
        record jsonb not null,
        import_id uuid not null references import_file (id),
        line int not null
      )`);
    await runner.query('create index enterprise_name on enterprise (name_key)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
