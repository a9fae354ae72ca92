import type { ReadScope } from '@zhiheng/auth';
import { Where, mapStoreFault, nameSearch } from '@zhiheng/persistence';
import type { Condition, Database, SearchedTable } from '@zhiheng/persistence';
import { readCursor, writeCursor } from '@zhiheng/platform';
import { addSampleScope } from './sample-scope.js';

export type EnterpriseItem = {
  readonly id: string;
  readonly name: string;
  readonly uscc?: string;
  /** In the registry; otherwise known only as the subject of samples. */
  readonly registered: boolean;
};
export type EnterpriseSearch = { readonly q?: string; readonly limit: number; readonly cursor?: string };

type Row = { readonly id: string; readonly name: string; readonly uscc: string | null; readonly registered: boolean };

const LIST = 'enterprises';
const REGISTRY: SearchedTable = { table: 'enterprise', name: 'name', id: 'key', columns: ['key', 'name', 'uscc'] };
const SAMPLES: SearchedTable = {
  table: 'spot_check_sample',
  name: 'subject_name',
  id: 'subject_id',
  columns: ['subject_id', 'subject_name', 'jurisdiction'],
};

/**
 * Enterprises of the registry and subjects of samples, in order of their identities. Each source is read as far as the page needs, in
 * its own order. The order is that of bytes, whatever the collation of the database.
 */
export async function findEnterprises(
  { dataSource }: Pick<Database, 'dataSource'>,
  scope: ReadScope,
  { q = '', limit, cursor }: EnterpriseSearch,
): Promise<{ readonly items: readonly EnterpriseItem[]; readonly next?: string }> {
  const after = cursor === undefined ? undefined : readCursor(LIST, cursor, ['text'])[0];
  const sourceOf = await sourcesFor(q, (query) => ask(dataSource, query));
  const registry = new Where();
  const enterprises = sourceOf(REGISTRY, registry);
  if (after !== undefined) registry.and(`e.key ~>~ ${registry.bind(after)}::text`);
  if (scope.jurisdictionPrefixes.length === 0) registry.and(`e.key = ${registry.bind(scope.subjectId ?? '')}`);
  const samples = registry.continued();
  const subjects = sourceOf(SAMPLES, samples);
  if (after !== undefined) samples.and(`s.subject_id ~>~ ${samples.bind(after)}::text`);
  addSampleScope(samples, scope);
  const size = limit + 1;
  const sql = `
    select distinct on (id) id, name, uscc, registered from (
      (select e.key as id, e.name, e.uscc, true as registered from ${enterprises} e where ${registry.sql} order by e.key using ~<~ limit ${size})
      union all
      (select s.subject_id, min(s.subject_name), null, false from ${subjects} s where ${samples.sql}
       group by s.subject_id order by s.subject_id using ~<~ limit ${size})
    ) found order by id using ~<~, registered desc limit ${size}`;
  const rows = await ask<Row>(dataSource, { sql, values: samples.values });
  const items = rows.slice(0, limit).map(toItem);
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last !== undefined && { next: writeCursor(LIST, [last.id]) }) };
}

/** Where the rows of each table come from: all of it, or those that hold the text. */
async function sourcesFor(
  q: string,
  counts: (query: Condition) => Promise<readonly { readonly held: readonly number[] }[]>,
): Promise<(table: SearchedTable, where: Where) => string> {
  const sought = nameSearch(q);
  if (sought === undefined) return ({ table }) => table;
  const tables = [REGISTRY, SAMPLES];
  const [counted] = await counts(sought.counted(tables));
  return (table, where) => where.bindWith(sought.rowsOf(table, counted!.held[tables.indexOf(table)]!));
}

async function ask<R>(dataSource: Database['dataSource'], { sql, values }: Condition): Promise<readonly R[]> {
  try {
    return (await dataSource.query(sql, [...values])) as readonly R[];
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

function toItem({ id, name, uscc, registered }: Row): EnterpriseItem {
  return { id, name, ...(uscc !== null && { uscc }), registered };
}
