import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The instant at which a standing clock stands, for a simulated year; empty in a real system. */
export class StandingClock1764120000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table clock_shift add column stands_at timestamptz');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
