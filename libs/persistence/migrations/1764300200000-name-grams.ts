import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexConcurrently } from './create-index-concurrently.js';

/**
 * Where a rare part of a name stands: among all procedures, and among the open ones, which are few of them and which most lists ask for.
 * `done` changes once, so that all other transitions of a procedure stay on their page. What was entered last lies in a list that each search reads through and that one of the writers
 * clears away: a short one, so that neither of them waits for long.
 */
export class NameGrams1764300200000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexConcurrently(runner, {
      name: 'procedure_name_grams',
      on: 'procedure_name using gin (name_grams(name)) with (gin_pending_list_limit = 1024)',
    });
    await createIndexConcurrently(runner, {
      name: 'instance_open_grams',
      on: 'instance using gin (name_grams(search_text(subject_name))) with (gin_pending_list_limit = 1024) where not done',
    });
    await runner.query('analyze procedure_name');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
