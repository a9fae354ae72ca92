import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts, their sessions, the keys that sign tokens, and delegation while somebody is away. */
export class People1764090000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table account (
        id text primary key check (id ~ '^[a-z0-9-]{2,50}$'),
        name text not null,
        password_hash text,
        roles text[] not null check (cardinality(roles) > 0),
        area char(6) check (area ~ '^[0-9]{6}$'),
        subject_id text,
        active boolean not null default true,
        must_change_password boolean not null default false,
        external_subject text unique,
        demo boolean not null default false,
        created_at timestamptz not null,
        created_by text not null,
        changed_at timestamptz not null,
        -- Without either, the person would be bound to no place at all.
        check (area is not null or subject_id is not null)
      )`);
    await runner.query(`
      create table session (
        id uuid primary key,
        account_id text not null references account,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz,
        revoked_for text
      )`);
    await runner.query('create index session_of_account on session (account_id, expires_at)');
    await runner.query(`
      create table signing_key (
        kid text primary key,
        private_jwk jsonb not null,
        public_jwk jsonb not null,
        created_at timestamptz not null,
        retired_at timestamptz
      )`);
    await runner.query('create unique index signing_key_current on signing_key ((true)) where retired_at is null');
    await runner.query(`
      create table delegation (
        id uuid primary key,
        from_account text not null references account,
        to_account text not null references account,
        from_on date not null,
        until_on date not null,
        reason text not null,
        created_by text not null,
        created_at timestamptz not null,
        revoked_at timestamptz,
        revoked_by text,
        check (from_account <> to_account and from_on <= until_on)
      )`);
    await runner.query('create index delegation_to on delegation (to_account, from_account) where revoked_at is null');
    await runner.query('create index delegation_from on delegation (from_account)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
