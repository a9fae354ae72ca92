import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexConcurrently } from './create-index-concurrently.js';

/**
 * The inbox in the order of procedures. Message ids are random: in their order each message touches a page of its own, which goes whole into
 * the write-ahead log after a checkpoint. In the order of procedures the messages of one lie side by side, as its log does.
 */
export class InboxOfProcedure1764270000000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['inbox', 'stray_refusal'])
      await createIndexConcurrently(runner, {
        name: `${table}_of_procedure`,
        on: `${table} (instance_id, message_id)`,
        unique: true,
      });
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
