import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexConcurrently } from './create-index-concurrently.js';

/**
 * What changed since an instant, entry by entry. Block ranges do not say so where it is asked most: what was written last has no summary
 * yet and is read as a whole. Entries come in order of time, nearly, so that the index grows at its end.
 */
export class LogInstants1764300300000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexConcurrently(runner, { name: 'log_instant', on: 'log (at)' });
    // Whoever asked the ranges is answered by the new index.
    await runner.query('set lock_timeout = 0');
    await runner.query('drop index concurrently if exists log_at');
    await runner.query('reset lock_timeout');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
