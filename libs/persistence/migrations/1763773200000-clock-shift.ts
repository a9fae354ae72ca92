import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far a demonstration has set the clock forward; empty in a real system. */
export class ClockShift1763773200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table clock_shift (singleton boolean primary key default true check (singleton), shift_ms bigint not null)',
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
