import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What lists and searches read. Chinese names are found by their single characters and pairs of neighbouring ones: trigrams need three
 * letters, and two characters are already a word. Only columns of `instance` that never change are indexed, so that updates stay HOT.
 */
export class WorkList1764110000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The same folding as in the query: compatibility forms (full-width letters) and case, without spaces.
    await runner.query(`
      create function search_text(text) returns text language sql immutable strict parallel safe
      return lower(regexp_replace(normalize($1, nfkc), '\\s', '', 'g'))`);
    await runner.query(`
      create function search_grams(text) returns text[] language sql immutable strict parallel safe
      return (
        select coalesce(array_agg(distinct substr(folded, at, size)), '{}')
        from search_text($1) folded, generate_series(1, length(folded)) at, generate_series(1, 2) size
        where at + size - 1 <= length(folded)
      )`);

    await runner.query('alter table instance add column opened_by_instance uuid, add column opened_by_rule text');
    await runner.query(`
      update instance i set opened_by_instance = (l.entry::jsonb #>> '{cause,instanceId}')::uuid, opened_by_rule = l.entry::jsonb #>> '{cause,rule,id}'
      from log l where l.instance_id = i.id and l.seq = 1 and l.entry::jsonb #> '{cause,rule}' is not null`);
    await runner.query(
      'create index instance_opened_by on instance (opened_by_instance, opened_at, id) where opened_by_instance is not null',
    );
    await runner.query('create index instance_opened on instance (opened_at, id)');
    // A code is searched by its beginning, in whatever collation the database has.
    await runner.query('drop index instance_subject');
    await runner.query('create index instance_subject on instance (subject_id text_pattern_ops)');
    await runner.query('create index instance_name on instance using gin (search_grams(subject_name))');

    // Pages of clocks go on where the one before ended: the due instant alone is shared by many.
    await runner.query('drop index clock_due');
    await runner.query(`create index clock_due on clock (due_at, instance_id, name) where state = 'running'`);

    await runner.query('create index enterprise_code on enterprise (key text_pattern_ops)');
    await runner.query('create index spot_check_sample_code on spot_check_sample (subject_id text_pattern_ops)');
    await runner.query('create index enterprise_search on enterprise using gin (search_grams(name))');
    await runner.query('create index spot_check_sample_search on spot_check_sample using gin (search_grams(subject_name))');
    await runner.query('create index public_listing_subject on public_listing (subject_id)');
    await runner.query('create index import_file_started on import_file (started_at desc, id desc)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
