import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Restricted procedures: only the accounts named may read them. */
export class Restriction1764086400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table restriction (
        instance_id uuid primary key,
        named text[] not null,
        reason text not null,
        restricted_by text not null,
        at timestamptz not null
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
