import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A message is known by its procedure and its id. The indexes are there already: this holds nobody up. */
export class MessageOfProcedure1764270100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['inbox', 'stray_refusal'])
      await runner.query(
        `alter table ${table} drop constraint ${table}_pkey, add constraint ${table}_pkey primary key using index ${table}_of_procedure`,
      );
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
