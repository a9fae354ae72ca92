import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Announcements of one procedure reach a consumer in the order in which they were made, also when packs run side by side in
 * several processes or one of them is tried again: a consumer asks whether an earlier one is still unhandled. The procedure gets
 * a narrow index for that question. The acts of operators on dead letters are kept, each with who, when and why.
 */
export class OutboxOrder1763770000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox add column instance_id uuid');
    await runner.query('create index outbox_instance on outbox (instance_id)');
    // Rows live for milliseconds and each is updated once before it goes: leave room, vacuum early.
    await runner.query(
      'alter table outbox set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000)',
    );
    await runner.query('alter table outbox alter column announcement set storage main');
    await runner.query(`
      create table dead_letter_act (
        id bigint generated always as identity primary key,
        letter_id bigint not null references dead_letter (id),
        act text not null check (act in ('retried', 'dropped')),
        by text not null,
        at timestamptz not null default now(),
        why text,
        announcement_before text
      )`);
    await runner.query('create index dead_letter_act_letter on dead_letter_act (letter_id, id)');
    await runner.query(`create index dead_letter_open on dead_letter (consumer, id) where state = 'open'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
