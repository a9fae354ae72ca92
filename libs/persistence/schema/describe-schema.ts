import type { Pool } from 'pg';

const COLUMNS = `
  select c.relname as name, string_agg(format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' else '' end,
      case when a.attidentity <> '' then ' identity' when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end), E'\\n' order by a.attnum)
    || coalesce(E'\\n  with (' || array_to_string(c.reloptions, ', ') || ')', '') as text
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = current_schema::regnamespace and c.relkind = 'r' group by c.oid, c.relname, c.reloptions`;
const CONSTRAINTS = `
  select conrelid::regclass::text as name, string_agg(format('  %s %s', conname, pg_get_constraintdef(oid)), E'\\n' order by conname) as text
  from pg_constraint where connamespace = current_schema::regnamespace and contype <> 'n' group by conrelid`;
const INDEXES = `select tablename as name, string_agg('  ' || indexdef, E'\\n' order by indexname) as text from pg_indexes where schemaname = current_schema group by tablename`;
const TRIGGERS = `
  select tgrelid::regclass::text as name, string_agg('  ' || pg_get_triggerdef(oid), E'\\n' order by tgname) as text
  from pg_trigger where not tgisinternal and tgrelid in (select oid from pg_class where relnamespace = current_schema::regnamespace) group by tgrelid`;

/** The schema as text: tables, columns, constraints, indexes and triggers, in order of names. */
export async function describeSchema(pool: Pool): Promise<string> {
  const sections = new Map<string, string[]>();
  for (const query of [COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS]) {
    const { rows } = await pool.query<{ readonly name: string; readonly text: string }>(query);
    for (const { name, text } of rows) sections.set(name, [...(sections.get(name) ?? []), text]);
  }
  return [...sections]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, texts]) => `${name}\n${texts.join('\n')}\n`)
    .join('\n');
}
