import type { ReadScope } from '@zhiheng/auth';
import { withPostgres } from '@zhiheng/persistence/testing';
import type { TestDatabase } from '@zhiheng/persistence/testing';
import fc from 'fast-check';
import { explaining } from '../../../../test/api/explaining.js';
import { findEnterprises } from './find-enterprises.js';

const PARTS = ['有限公司', '食品', '中山', '厂', '%', '_', '\\', "'", 'Ａｂ', 'ab', ' ', '電', '𠮷', 'é', '91'];
const name = fc
  .array(fc.oneof(fc.constantFrom(...PARTS), fc.string({ unit: 'grapheme', maxLength: 2 })), { maxLength: 5 })
  // The interface refuses what Postgres cannot hold before it gets here.
  .map((parts) => parts.join('').replaceAll('\0', '').toWellFormed() || '某');
type Known = { readonly name: string; readonly source: 'registry' | 'samples' | 'both' };
const known: fc.Arbitrary<Known> = fc.record({ name, source: fc.constantFrom('registry', 'samples', 'both') });
const SCOPE: ReadScope = { accountIds: ['handler-1'], jurisdictionPrefixes: ['4420'], workflows: 'all' };
const IMPORT = '00000000-0000-4000-8000-000000000001';

async function store({ pool }: TestDatabase, all: readonly Known[]): Promise<void> {
  await pool.query('truncate enterprise, spot_check_sample, import_file cascade');
  await pool.query(
    `insert into import_file (id, kind, file_name, sha256, jurisdiction, source, encoding, received_on, status, rows, notes, started_at)
     values ($1, 'enterprises', '登记.csv', '', '442000', '', 'utf-8', '2026-01-01', 'done', 0, '[]', now())`,
    [IMPORT],
  );
  const rows = JSON.stringify(all.map((one, n) => ({ ...one, id: n % 5 === 0 ? `name:${n}` : `uscc:91AB${n}` })));
  await pool.query(
    `insert into enterprise (key, name, name_key, record, import_id, line)
     select id, name, name, '{}', $2, 1 from jsonb_to_recordset($1) as t(id text, name text, source text) where source <> 'samples'`,
    [rows, IMPORT],
  );
  await pool.query(
    `insert into spot_check_sample (fingerprint, jurisdiction, product, conforming, subject_id, subject_name, sample, import_id, line)
     select gen_random_uuid(), '442000', '', 'yes', id, name, '{}', $2, 1
     from jsonb_to_recordset($1) as t(id text, name text, source text), generate_series(1, 2) where source <> 'registry'`,
    [rows, IMPORT],
  );
}

/** All that a search answers, page by page. */
async function found(database: TestDatabase, q: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page: Awaited<ReturnType<typeof findEnterprises>> = await findEnterprises(database, SCOPE, {
      q,
      limit: 4,
      ...(cursor !== undefined && { cursor }),
    });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next;
    if (cursor === undefined) return ids;
  }
}

/** The same by a look at every name: no gram is asked. */
async function scanned({ pool }: TestDatabase, q: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ readonly id: string; readonly name: string; readonly sought: string }>(
    `select id, search_text(name) as name, search_text($1) as sought from (
       select key as id, name from enterprise union select subject_id, subject_name from spot_check_sample) known
     order by id using ~<~`,
    [q],
  );
  const code = /^(?:uscc:)?([0-9a-z]{2,18})$/i.exec(q.trim())?.[1]?.toUpperCase();
  const ids = rows
    .filter(
      ({ id, name: folded, sought }) =>
        q.trim() === '' || folded.includes(sought) || (code !== undefined && id.startsWith(`uscc:${code}`)),
    )
    .map(({ id }) => id);
  return [...new Set(ids)];
}

it('among many it goes along the list for a common part, and by the grams of names for a rare one', () =>
  withPostgres(async (database) => {
    await store(database, []);
    for (const statement of [
      `insert into enterprise (key, name, name_key, record, import_id, line)
       select 'uscc:' || n, '中山市' || case when n = 777 then '独一' else '' end || n || '有限公司', '', '{}', '${IMPORT}', 1 from generate_series(1, 5000) n`,
      `insert into spot_check_sample (fingerprint, jurisdiction, product, conforming, subject_id, subject_name, sample, import_id, line)
       select gen_random_uuid(), '442000', '', 'yes', key, name, '{}', '${IMPORT}', 1 from enterprise`,
      'analyze enterprise',
      'analyze spot_check_sample',
    ])
      await database.pool.query(statement);
    const planOf = async (q: string): Promise<string> => {
      const plans: string[] = [];
      await findEnterprises(explaining(database, plans), SCOPE, { q, limit: 20 });
      return plans.at(-1)!;
    };
    const [common, rare] = [await planOf('有限公司'), await planOf('独一')];
    expect(common).toMatch(/using enterprise_code[^]*using spot_check_sample_code/);
    expect(common).not.toMatch(/_search/);
    expect(rare).toMatch(/on enterprise_search[^]*on spot_check_sample_search/);
    expect(`${common}${rare}`).not.toMatch(/Seq Scan on (enterprise|spot_check_sample)/);
  }));

it('the search for enterprises finds what a look at every name finds, in the same order, and no page skips or repeats', () =>
  withPostgres(async (database) => {
    const question = fc.record({
      q: fc.option(fc.oneof(name, fc.constantFrom('91', 'uscc:91ab1', '食', ' '))),
      place: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(known, { minLength: 1, maxLength: 12 }),
        // So many of a name that the list is walked for it.
        fc.record({ one: known, times: fc.constantFrom(0, 0, 7, 8, 40) }),
        fc.array(question, { minLength: 3, maxLength: 6 }),
        async (few, { one, times }, questions) => {
          const all = [...few, ...Array.from({ length: times }, () => one)];
          await store(database, all);
          for (const { q, place } of questions) {
            // Mostly a part of a name that is there.
            const part = q ?? [...all[place % all.length]!.name].slice(place % 3, (place % 3) + 1 + (place % 4)).join('');
            expect({ part, found: await found(database, part) }).toEqual({ part, found: await scanned(database, part) });
          }
        },
      ),
      { numRuns: 60 },
    );
  }));
