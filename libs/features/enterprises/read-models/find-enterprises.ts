import type { ReadScope } from '@zhiheng/auth';
import { Where, mapStoreFault, nameSearch } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
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

/**
 * Enterprises of the registry and subjects of samples, in order of their identities. Each source is read as far as the page needs, in
 * its own order. The order is that of bytes, whatever the collation of the database.
 */
export async function findEnterprises(
  { dataSource }: Pick<Database, 'dataSource'>,
  scope: ReadScope,
  { q, limit, cursor }: EnterpriseSearch,
): Promise<{ readonly items: readonly EnterpriseItem[]; readonly next?: string }> {
  const after = cursor === undefined ? undefined : readCursor(LIST, cursor, ['text'])[0];
  const registry = new Where();
  const search = (name: string, id: string) => (q === undefined ? undefined : nameSearch(q, { name, id }));
  const inRegistry = search('e.name', 'e.key');
  if (inRegistry !== undefined) registry.andWith(inRegistry);
  if (after !== undefined) registry.and(`e.key ~>~ ${registry.bind(after)}::text`);
  if (scope.jurisdictionPrefixes.length === 0) registry.and(`e.key = ${registry.bind(scope.subjectId ?? '')}`);
  const samples = registry.continued();
  const inSamples = search('s.subject_name', 's.subject_id');
  if (inSamples !== undefined) samples.andWith(inSamples);
  if (after !== undefined) samples.and(`s.subject_id ~>~ ${samples.bind(after)}::text`);
  addSampleScope(samples, scope);
  const size = limit + 1;
  const sql = `
    select distinct on (id) id, name, uscc, registered from (
      (select e.key as id, e.name, e.uscc, true as registered from enterprise e where ${registry.sql} order by e.key using ~<~ limit ${size})
      union all
      (select s.subject_id, min(s.subject_name), null, false from spot_check_sample s where ${samples.sql}
       group by s.subject_id order by s.subject_id using ~<~ limit ${size})
    ) found order by id using ~<~, registered desc limit ${size}`;
  try {
    const rows = (await dataSource.query(sql, [...samples.values])) as readonly Row[];
    const items = rows.slice(0, limit).map(toItem);
    const last = items.at(-1);
    return { items, ...(rows.length > limit && last !== undefined && { next: writeCursor(LIST, [last.id]) }) };
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

function toItem({ id, name, uscc, registered }: Row): EnterpriseItem {
  return { id, name, ...(uscc !== null && { uscc }), registered };
}
