import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The blacklist is one of the four public lists in `public_record`; the list of its own that came before them is read by nobody. */
export class OneBlacklist1764131000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop table public_listing');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
