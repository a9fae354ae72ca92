import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The list of names: one narrow row a procedure with what never changes of it, in the order of opening. A search by a part of a name
 * walks it or looks it up and touches no wide row. Written by the insert of the procedure, whichever release that comes from.
 */
export class ProcedureNames1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Compared by bytes: a part of a name is found wherever it stands, and no order of a language is asked for.
    await runner.query(`
      create table procedure_name (
        id uuid primary key,
        workflow text not null,
        jurisdiction text not null,
        subject_id text not null,
        name text collate "C" not null,
        opened_at timestamptz not null
      )`);
    await runner.query('create index procedure_name_opened on procedure_name (opened_at, id)');
    // Single characters and pairs of neighbours of a folded name. In one pass over its characters: each opening pays for it.
    await runner.query(`
      create function name_grams(name text) returns text[] language plpgsql immutable strict parallel safe as $$
      declare
        characters text[] := string_to_array(name, null);
      begin
        return characters || array(
          select one || other from unnest(characters, characters[2:]) as pairs(one, other) where other is not null);
      end $$`);
    // What is asked of the index for a sought text: its pairs, whose entries are few; the single character only where there is no pair.
    await runner.query(`
      create function sought_grams(sought text) returns text[] language plpgsql immutable strict parallel safe as $$
      declare
        characters text[] := string_to_array(sought, null);
      begin
        if cardinality(characters) < 2 then return characters; end if;
        return array(select distinct one || other from unnest(characters, characters[2:]) as pairs(one, other) where other is not null);
      end $$`);
    await runner.query(`
      create function list_procedure_name() returns trigger language plpgsql as $$
      begin
        insert into zhiheng.procedure_name (id, workflow, jurisdiction, subject_id, name, opened_at)
        values (new.id, new.workflow, new.jurisdiction, new.subject_id, zhiheng.search_text(new.subject_name), new.opened_at);
        return null;
      end $$`);
    // For each row, not each statement: a batch that opens nothing pays nothing.
    await runner.query(
      'create trigger instance_named after insert on instance for each row execute function list_procedure_name()',
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
