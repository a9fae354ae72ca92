import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The index of the due clocks in the very order in which they are delivered. Terms of days all end at midnight: without the workflow in
 * the index each page of a day's lapses sorted the whole day again.
 */
export class ClockOrder1764200100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index clock_due');
    await runner.query(`create index clock_due on clock (due_at, workflow, instance_id, name) where state = 'running'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
