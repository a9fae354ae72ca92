import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexConcurrently } from './create-index-concurrently.js';

/**
 * The inbox in the order of procedures. Message ids are random: in their order each message touches a page of its own, which goes whole into
 * the write-ahead log after a checkpoint. In the order of procedures the messages of one lie side by side, as its log does.
 * The release before finds a message by its id alone, by `inbox_message` until it is gone: the next release drops that one.
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
    // Where no message ever was, nobody looks for one.
    const served = (await runner.query('select from inbox limit 1')) as readonly unknown[];
    if (served.length > 0) await createIndexConcurrently(runner, { name: 'inbox_message', on: 'inbox (message_id)' });
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
