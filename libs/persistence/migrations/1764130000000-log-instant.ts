import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What changed since an instant. The log grows in order of time, nearly: a block range index finds its end and costs next to nothing. */
export class LogInstant1764130000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index log_at on log using brin (at) with (pages_per_range = 32, autosummarize = on)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
