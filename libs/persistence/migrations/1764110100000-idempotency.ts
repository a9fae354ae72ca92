import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which keys an account has used, for what, and what was answered. `status` is empty while the first request is under way, and for
 * commands whose answer the engine remembers.
 */
export class Idempotency1764110100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table idempotency (
        account text not null,
        key_hash text not null check (length(key_hash) = 64),
        request_hash text not null check (length(request_hash) = 64),
        at timestamptz not null default now(),
        status int,
        response text,
        primary key (account, key_hash)
      )`);
    await runner.query('create index idempotency_at on idempotency (at)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
