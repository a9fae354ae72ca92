import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names are searched in their list: their index over the wide rows made each opening half as dear again. A process of before that still
 * serves finds the same without it, only later.
 */
export class OneNameIndex1764300400000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('set lock_timeout = 0');
    await runner.query('drop index concurrently if exists instance_name');
    await runner.query('reset lock_timeout');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
