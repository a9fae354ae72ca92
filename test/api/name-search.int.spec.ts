import { explaining } from './explaining.js';
import fc from 'fast-check';
import { readWorkList } from '@zhiheng/features/procedures';
import type { WorkListRequest } from '@zhiheng/features/procedures';
import { CITY, handler, withApi } from './with-api.js';
import type { ApiWorld } from './with-api.js';

const NAMES = [
  '有限公司',
  '有限',
  '食品',
  '%',
  '_',
  '\\',
  "'",
  'Ａｂ',
  'ab',
  'AB',
  ' ',
  '　',
  '電',
  '𠮷',
  'é',
  '厂',
  '中山',
  '91',
];
const aText = fc.array(fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'grapheme', maxLength: 2 })), { maxLength: 5 });
// The interface refuses what Postgres cannot hold before it gets here.
const name = aText.map((parts) => parts.join('').replaceAll('\0', '').toWellFormed() || '某');
type Stored = { readonly name: string; readonly done: boolean; readonly due: boolean; readonly code: string };
const procedure: fc.Arbitrary<Stored> = fc.record({
  name,
  done: fc.boolean(),
  due: fc.boolean(),
  code: fc.constantFrom('uscc:91442000X', 'uscc:AB1', 'name:某'),
});

const reader = { principal: handler, today: '2026-03-02' as never };
const SORTS = ['due', 'opened', '-opened'] as const;

async function store({ database: { pool } }: ApiWorld, procedures: readonly Stored[]): Promise<void> {
  await pool.query('truncate instance, clock, procedure_name');
  await pool.query(
    `insert into instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at)
     select gen_random_uuid(), 'interview', 1, $1, 'enterprise', code, name, 1, repeat('0', 64), case when done then 'closed' else 'proposed' end, done, '{}', '{}',
       '2026-01-01'::timestamptz + (n % 7) * interval '1 day'
     from jsonb_to_recordset($2) as t(n int, name text, code text, done boolean)`,
    [CITY, JSON.stringify(procedures.map((one, n) => ({ ...one, n })))],
  );
  await pool.query(
    `insert into clock (instance_id, name, workflow, generation, state, due_at, due_on, provisional)
     select id, 'noticeDue', workflow, 1, 'running', opened_at + interval '30 days', '2026-02-01', false
     from instance i where not done and exists (select from unnest($1::text[]) due where due = i.subject_name)`,
    [procedures.filter(({ due }) => due).map((one) => one.name)],
  );
}

/** All that a list answers, page by page. */
async function listed({ database, law }: ApiWorld, request: Omit<WorkListRequest, 'limit'>): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page: Awaited<ReturnType<typeof readWorkList>> = await readWorkList({ database, registry: law.registry }, reader, {
      ...request,
      limit: 3,
      ...(cursor !== undefined && { cursor }),
    });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next;
    if (cursor === undefined) return seen;
  }
}

/** The same by reading every row: neither the list of names nor a gram is asked. */
async function scanned({ database: { pool } }: ApiWorld, { q, sort, done }: Asked): Promise<readonly string[]> {
  const order = {
    due: 'n.due_at nulls last, case when n.due_at is not null then i.id end, i.opened_at desc, i.id desc',
    opened: 'i.opened_at, i.id',
    '-opened': 'i.opened_at desc, i.id desc',
  }[sort];
  const { rows } = await pool.query<{ id: string; folded: string; sought: string; code: string; done: boolean }>(
    `select i.id, search_text(i.subject_name) as folded, search_text($1) as sought, i.subject_id as code, i.done
     from instance i left join clock n on n.instance_id = i.id order by ${order}`,
    [q],
  );
  const code = /^(?:uscc:)?([0-9a-z]{2,18})$/i.exec(q.trim())?.[1]?.toUpperCase();
  return rows
    .filter(
      (row) =>
        (done === undefined || row.done === done) &&
        (q.trim() === '' || row.folded.includes(row.sought) || (code !== undefined && row.code.startsWith(`uscc:${code}`))),
    )
    .map(({ id }) => id);
}
type Asked = { readonly q: string; readonly sort: (typeof SORTS)[number]; readonly done: boolean | undefined };

describe('the search by a part of a name', () => {
  it(
    'finds what a look at every name finds, in the same order, and no page skips or repeats',
    () =>
      withApi(async (world) => {
        const asked = fc.record({
          q: fc.oneof(
            name,
            fc.constantFrom('食', '%', '_', '\\', '%有限_', '有限公司', 'uscc:91', 'ab', '𠮷'),
            fc.constant(undefined),
          ),
          sort: fc.constantFrom(...SORTS),
          done: fc.constantFrom(true, false, undefined),
          place: fc.nat(),
          from: fc.nat(4),
          length: fc.integer({ min: 1, max: 4 }),
        });
        await fc.assert(
          fc.asyncProperty(
            fc.array(procedure, { minLength: 1, maxLength: 12 }),
            // So many of a name that a list is walked for it.
            fc.record({ one: procedure, times: fc.constantFrom(0, 0, 14, 15, 170) }),
            fc.array(asked, { minLength: 4, maxLength: 8 }),
            async (few, { one, times }, questions) => {
              const all = [...few, ...Array.from({ length: times }, (_, n) => ({ ...one, due: n % 2 === 0 }))];
              await store(world, all);
              for (const { q, sort, done, place, from, length } of questions) {
                // Mostly a part of a name that is there.
                const part = q ?? [...all[place % all.length]!.name].slice(from, from + length).join('');
                const found = await listed(world, { q: part, sort, ...(done !== undefined && { done }) });
                expect({ part, found }).toEqual({ part, found: await scanned(world, { q: part, sort, done }) });
              }
            },
          ),
          { numRuns: 40 },
        );
      }),
    180_000,
  );

  it(
    'among many procedures goes along the list for a common part, and by the grams of names for a rare one, and reads no table through',
    () =>
      withApi(async (world) => {
        await many(world);
        const plansOf = async (request: Omit<WorkListRequest, 'limit'>): Promise<string> => {
          const plans: string[] = [];
          const ports = { database: explaining(world.database, plans), registry: world.law.registry };
          await readWorkList(ports, reader, { limit: 50, ...request });
          return plans.join('\n');
        };
        const grams = /Bitmap Index Scan on procedure_name_grams/;
        const openGrams = /Bitmap Index Scan on instance_open_grams/;

        for (const q of ['独一', '独一电器', '无此名称', '魑'] as const) {
          expect(await plansOf({ q, sort: '-opened' })).toMatch(grams);
          expect(await plansOf({ q, sort: 'due' })).toMatch(openGrams);
          expect(await plansOf({ q, sort: 'opened', done: false })).toMatch(openGrams);
        }
        expect(await plansOf({ q: '有限公司', sort: '-opened' })).toMatch(/Index Scan Backward using procedure_name_opened/);
        expect(await plansOf({ q: '有限公司', sort: 'due' })).toMatch(/using clock_due/);
        // What has a clock is open: no wide row is asked whether it is. And a pair of characters is what its gram says.
        expect(await plansOf({ q: '有限公司', sort: 'due', done: false })).toMatch(/using procedure_name_pkey/);
        expect(await plansOf({ q: '独一', sort: 'due', done: false })).not.toMatch(/strpos\(lower/);
        expect(await plansOf({ q: '独一电', sort: 'due', done: false })).toMatch(/strpos\(lower/);
        for (const q of ['独一', '有限公司', '91442000000000777'])
          for (const sort of SORTS)
            for (const done of [undefined, false]) {
              const plan = await plansOf({ q, sort, ...(done !== undefined && { done }) });
              expect(plan).not.toMatch(/Seq Scan on (procedure_name|instance)|Parallel/);
              // A common part is never looked up, since its places are all that there are.
              if (q === '有限公司') expect(plan).not.toMatch(/_grams/);
            }
      }),
    120_000,
  );

  it('knows a procedure from its opening on, and a transition touches neither the list of names nor an index', () =>
    withApi(async (world) => {
      await many(world, 500);
      const { pool } = world.database;
      const written = async (): Promise<unknown> => {
        await pool.query('select pg_stat_force_next_flush()');
        await pool.query('select 1');
        const { rows } = await pool.query(
          `select n_tup_ins::int as added, n_tup_upd::int + n_tup_del::int as changed from pg_stat_user_tables where relname = 'procedure_name'`,
        );
        return rows[0];
      };
      await pool.query(`update instance set seq = seq + 1, state = 'notified', snapshot = '{"a":1}' where not done`);
      const { rows } = await pool.query('select count(*)::int as listed from procedure_name');
      expect(rows).toEqual([{ listed: 500 }]);
      expect(await written()).toMatchObject({ changed: 0 });
    }));
});

async function many({ database: { pool } }: ApiWorld, count = 20_000): Promise<void> {
  await pool.query(
    `insert into instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at)
     select gen_random_uuid(), 'interview', 1, $2, 'enterprise', 'uscc:91442000' || lpad(n::text, 9, '0') || 'X',
       '中山市' || substr('金美新华顺达恒信', n % 8 + 1, 1) || case when n = 777 then '独一' else '' end || substr('电器食品玩具服装', n % 4 * 2 + 1, 2) || '有限公司',
       1, repeat('0', 64), case when n % 5 = 0 then 'proposed' else 'closed' end, n % 5 <> 0, '{}', '{}', '2025-01-01'::timestamptz + n * interval '10 minutes'
     from generate_series(1, $1::int) n`,
    [count, CITY],
  );
  await pool.query(
    `insert into clock select id, 'noticeDue', workflow, 1, 'running', opened_at + interval '300 days', (opened_at + interval '299 days')::date, false
     from instance where not done`,
  );
  for (const table of ['instance', 'clock', 'procedure_name']) await pool.query(`analyze ${table}`);
}
