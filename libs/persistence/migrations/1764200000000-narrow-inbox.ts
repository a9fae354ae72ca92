import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The inbox says where on which log a message went, instead of repeating what the log says of it. Consumers need no rows of their own:
 * the outbox row of a consumer lives exactly until the consumer has handled it. No release reads the former shape.
 */
export class NarrowInbox1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // `outcome` is for refusals that no log holds.
    await runner.query(`
      create table message (
        message_id uuid primary key,
        instance_id uuid not null,
        seq int,
        done boolean,
        outcome text,
        check ((seq is null) = (outcome is not null) and (seq is null) = (done is null))
      )`);
    await runner.query(`
      insert into message (message_id, instance_id, seq, done, outcome)
      select message_id, (o ->> 'instanceId')::uuid, (o ->> 'seq')::int, case when o ? 'seq' then coalesce((o ->> 'done')::boolean, false) end,
        case when not o ? 'seq' then outcome end
      from (select message_id, outcome, outcome::jsonb as o from inbox where consumer = 'engine') as known`);
    await runner.query('drop table inbox');
    await runner.query('alter table message rename to inbox');
    await runner.query('alter index message_pkey rename to inbox_pkey');
    // Its rows are as large as its snapshot: compressing one at every transition costs more than the space is worth.
    await runner.query('alter table instance set (toast_tuple_target = 8160)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
