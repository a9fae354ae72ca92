import type { MigrationInterface, QueryRunner } from 'typeorm';

const AT_ONCE = 5_000;

type Place = { readonly opened_at: string; readonly id: string };

/**
 * Lists the names of the procedures that were opened before new ones were listed by themselves. In the order of opening, a part at a time,
 * each committed for itself: nobody waits, and after it was ended in the middle it is run again.
 */
export class NamesOfBefore1764300100000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    let after: readonly unknown[] = ['-infinity', '00000000-0000-0000-0000-000000000000'];
    for (;;) {
      const [last] = (await runner.query(
        `with part as (
           select id, workflow, jurisdiction, subject_id, subject_name, opened_at from instance
           where (opened_at, id) > ($1::timestamptz, $2::uuid) order by opened_at, id limit ${AT_ONCE}
         ), listed as (
           insert into procedure_name (id, workflow, jurisdiction, subject_id, name, opened_at)
           select id, workflow, jurisdiction, subject_id, search_text(subject_name), opened_at from part order by opened_at, id
           on conflict (id) do nothing
         )
         select opened_at::text as opened_at, id from part order by part.opened_at desc, id desc limit 1`,
        [...after],
      )) as readonly Place[];
      if (last === undefined) break;
      after = [last.opened_at, last.id];
    }
    await runner.query('analyze procedure_name');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
