import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexConcurrently } from './create-index-concurrently.js';

/**
 * Open procedures by age: who works looks for a state among these, and they are a small part of all that is stored. `done` changes once,
 * so that all other transitions of a procedure stay on their page.
 */
export class OpenProcedures1764250000000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexConcurrently(runner, { name: 'instance_open', on: 'instance (opened_at, id) where not done' });
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
