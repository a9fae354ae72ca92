import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Records that only those named may read (informants, 举报人), who has read what is restricted, and sign-ins under way. */
export class ConfidentialRecords1764090600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table confidential_record (
        id uuid primary key,
        instance_id uuid not null,
        kind text not null,
        data jsonb not null,
        sha256 text not null,
        named text[] not null check (cardinality(named) > 0),
        created_by text not null,
        at timestamptz not null
      )`);
    await runner.query('create index confidential_record_of on confidential_record (instance_id, at, id)');
    await runner.query(`
      create table read_audit (
        id bigint generated always as identity primary key,
        at timestamptz not null,
        account_id text not null,
        in_place_of text,
        instance_id uuid not null,
        what text not null,
        record_id uuid
      )`);
    await runner.query('create index read_audit_of_instance on read_audit (instance_id, id)');
    await runner.query('create index read_audit_of_account on read_audit (account_id, id)');
    await runner.query(`
      create table oidc_login (
        state_sha256 text primary key,
        nonce text not null,
        verifier text not null,
        expires_at timestamptz not null
      )`);
    // The shape that rate-limiter-flexible asks for.
    await runner.query(
      'create table login_limit (key varchar(255) primary key, points integer not null default 0, expire bigint)',
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
