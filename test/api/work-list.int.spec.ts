import { explaining } from './explaining.js';
import { readWorkList } from '@zhiheng/features/procedures';
import type { WorkItem, WorkListRequest } from '@zhiheng/features/procedures';
import { CITY, handler, somebody, withApi } from './with-api.js';
import type { ApiWorld } from './with-api.js';

const head = somebody('head-1', ['head']);
const publisher = somebody('publisher-1', ['publisher']);
const province = somebody('province-1', ['upper-bureau'], { area: '440000' });
const party = somebody('party-1', ['party'], { subjectId: 'uscc:own' });

type Row = {
  readonly name?: string;
  readonly subject?: string;
  readonly due?: string;
  readonly opened?: string;
  readonly state?: string;
  readonly done?: boolean;
  readonly jurisdiction?: string;
  readonly workflow?: string;
};

const uuid = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
let made = 0;

/** Procedures as the engine would leave them, without their logs: lists read nothing else. */
async function given(world: ApiWorld, ...rows: readonly Row[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const {
    name = '某厂',
    subject = 'uscc:x',
    due,
    opened = '2026-03-01',
    state = 'proposed',
    done = false,
    jurisdiction = CITY,
    workflow = 'interview',
  } of rows) {
    const id = uuid(++made);
    ids.push(id);
    await world.database.pool.query(
      `insert into instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at)
       values ($1, $2, 1, $3, 'enterprise', $4, $5, 1, repeat('0', 64), $6, $7, '{}', '{}', $8::timestamptz)`,
      [id, workflow, jurisdiction, subject, name, state, done, opened],
    );
    if (due !== undefined)
      await world.database.pool.query(
        `insert into clock (instance_id, name, workflow, generation, state, due_at, due_on, provisional)
         values ($1, 'noticeDue', 'interview', 1, 'running', $2::date + interval '1 day', $2, false)`,
        [id, due],
      );
  }
  return ids;
}

async function list(world: ApiWorld, query: string, as = handler): Promise<readonly WorkItem[]> {
  const { status, body } = await world.ask(`/api/procedures?${query}`, { as });
  expect(status).toBe(200);
  return body['items'] as readonly WorkItem[];
}
const namesOf = (items: readonly WorkItem[]): readonly string[] => items.map(({ subject }) => subject.name);

describe('the work list', () => {
  it('puts first what is due next, and last, the newest first, what has no running clock', () =>
    withApi(async (world) => {
      await given(
        world,
        { name: '旧无期限', opened: '2026-01-01', done: true, state: 'closed' },
        { name: '后到期', due: '2026-04-01' },
        { name: '新无期限', opened: '2026-02-01' },
        { name: '已逾期', due: '2026-02-27' },
      );
      const items = await list(world, '');
      expect(namesOf(items)).toEqual(['已逾期', '后到期', '新无期限', '旧无期限']);
      expect(items[0]).toMatchObject({
        workflow: { name: 'interview', title: { zh: '约谈' } },
        stateTitle: { zh: '待通知' },
        nextDue: {
          clock: 'noticeDue',
          title: { zh: '发出约谈通知期限（非法定）' },
          dueOn: '2026-02-27',
          overdue: true,
          provisional: false,
        },
      });
      expect(items[3]).not.toHaveProperty('nextDue');
      expect(namesOf(await list(world, 'dueBefore=2026-04-01'))).toEqual(['已逾期']);
      expect(namesOf(await list(world, 'sort=-opened&done=true'))).toEqual(['旧无期限']);
    }));

  it('lists what changed at an instant or after it, done or not', () =>
    withApi(async (world) => {
      const [before, at, closed] = await given(world, { name: '此前' }, { name: '当时' }, { name: '办结', done: true });
      for (const [id, seq, when] of [
        [before, 1, '2026-03-02T08:59:59.999+08:00'],
        [at, 1, '2026-03-01T09:00:00+08:00'],
        [at, 2, '2026-03-02T09:00:00+08:00'],
        [closed, 1, '2026-03-03T09:00:00+08:00'],
      ] as const)
        await world.database.pool.query(
          `insert into log (instance_id, seq, kind, entry, hash, at) values ($1, $2, 'accepted', '{}', repeat('0', 64), $3)`,
          [id, seq, when],
        );
      const since = encodeURIComponent('2026-03-02T09:00:00+08:00');
      expect(namesOf(await list(world, `sort=opened&changedSince=${since}`))).toEqual(['当时', '办结']);
      expect(namesOf(await list(world, `done=false&changedSince=${since}`))).toEqual(['当时']);
      expect((await world.ask('/api/procedures?changedSince=yesterday')).status).toBe(400);
    }));

  it('takes a procedure with several clocks once, at the earliest', () =>
    withApi(async (world) => {
      const [id] = await given(world, { due: '2026-04-01' });
      await world.database.pool.query(
        `insert into clock values ($1, 'recordDue', 'interview', 1, 'running', '2026-03-11', '2026-03-10', true)`,
        [id],
      );
      expect(await list(world, '')).toMatchObject([{ id, nextDue: { clock: 'recordDue', provisional: true } }]);
    }));

  it.each(['due', 'opened', '-opened'])('visits each once, page by page in order of %s, while others are added', (sort) =>
    withApi(async (world) => {
      const days = Array.from({ length: 9 }, (_, index) => `2026-03-${String(10 + (index % 4)).padStart(2, '0')}`);
      const before = await given(world, ...days.map((due) => ({ due })), {}, {}, {}, {});
      const seen: string[] = [];
      for (let cursor: unknown; ;) {
        const { body } = await world.ask(
          `/api/procedures?limit=2&sort=${encodeURIComponent(sort)}${cursor === undefined ? '' : `&cursor=${String(cursor)}`}`,
        );
        seen.push(...(body['items'] as readonly WorkItem[]).map(({ id }) => id));
        await given(world, { due: '2026-03-01' }, { opened: '2026-03-05', due: '2026-03-11' });
        cursor = body['next'];
        if (cursor === undefined || seen.length > 100) break;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(before.filter((id) => !seen.includes(id))).toEqual([]);
    }),
  );

  it('finds Chinese names of any length and codes by their beginning', () =>
    withApi(async (world) => {
      await given(
        world,
        { name: '中山市美味电器有限公司', subject: 'uscc:91442000618000000A' },
        { name: '中山市电美器具厂', subject: 'name:x' },
        { name: '广州市 Ａｂｃ 食品厂', subject: 'uscc:91440101618000000B' },
      );
      const found = async (q: string): Promise<readonly string[]> =>
        [...namesOf(await list(world, `q=${encodeURIComponent(q)}`))].sort();
      expect(await found('味')).toEqual(['中山市美味电器有限公司']);
      expect(await found('电器')).toEqual(['中山市美味电器有限公司']);
      expect(await found('中山')).toEqual(['中山市电美器具厂', '中山市美味电器有限公司'].sort());
      expect(await found('美味电器有限')).toEqual(['中山市美味电器有限公司']);
      // All pairs are there, but not in this order.
      expect(await found('美器电')).toEqual([]);
      expect(await found('abc食品')).toEqual(['广州市 Ａｂｃ 食品厂']);
      expect(await found('9144010161')).toEqual(['广州市 Ａｂｃ 食品厂']);
      expect(await found('uscc:91442')).toEqual(['中山市美味电器有限公司']);
      expect(await found('%')).toEqual([]);
      expect(await found("';--")).toEqual([]);
      expect(await found(' ')).toHaveLength(3);
    }));

  it('finds a state with those inside it, in every region', () =>
    withApi(async (world) => {
      await given(
        world,
        { name: '一', state: 'handling.investigating', workflow: 'enforcement' },
        { name: '二', state: 'decided.a.x|decided.b.y', workflow: 'enforcement' },
        { name: '三', state: 'handlingX' },
        { name: '四', state: 'closed', workflow: 'recall', done: true },
      );
      expect(namesOf(await list(world, 'state=closed'))).toEqual(['四']);
      expect(namesOf(await list(world, 'state=handling'))).toEqual(['一']);
      expect(namesOf(await list(world, 'state=decided.b'))).toEqual(['二']);
      expect(namesOf(await list(world, `state=${encodeURIComponent('decided.a.x|decided.b.y')}`))).toEqual(['二']);
      expect(namesOf(await list(world, 'workflow=interview'))).toEqual(['三']);
    }));

  it('shows as mine those to which the caller may send something now', () =>
    withApi(async (world) => {
      await given(
        world,
        { name: '本局', state: 'proposed' },
        { name: '邻局', state: 'proposed', jurisdiction: '440100' },
        { name: '已办结', state: 'closed', done: true },
        { name: '本人', state: 'fulfilling', subject: 'uscc:own' },
      );
      expect([...namesOf(await list(world, 'mine=true'))].sort()).toEqual(['本人', '本局'].sort());
      expect(namesOf(await list(world, 'mine=true', publisher))).toEqual([]);
      expect(namesOf(await list(world, 'mine=true', party))).toEqual(['本人']);
      expect(namesOf(await list(world, 'mine=true', province))).toEqual([]);
      // The head may set the ground aside while the notice is not served, and extend the term of the commitments.
      expect([...namesOf(await list(world, 'mine=true', head))].sort()).toEqual(['本人', '本局'].sort());
    }));

  it('shows neither what lies outside the area nor what is restricted to others, and marks what is restricted', () =>
    withApi(async (world) => {
      const [mine, others] = await given(
        world,
        { name: '限本人' },
        { name: '限他人' },
        { name: '外地', jurisdiction: '110000' },
      );
      await world.database.pool.query(
        `insert into restriction select id, named, '', 'head-1', now() from (values ($1::uuid, array['handler-1']), ($2, array['x'])) t(id, named)`,
        [mine, others],
      );
      expect(await list(world, '')).toMatchObject([{ subject: { name: '限本人' }, restricted: true }]);
    }));
});

describe('over twenty thousand procedures', () => {
  it(
    'the first page, by due and by a search, reads through indexes, and updates of procedures stay HOT',
    () =>
      withApi(async (world) => {
        await generate(world, 20_000);
        const reader = { principal: handler, today: '2026-03-02' as never };
        const plansOf = async (request: Omit<WorkListRequest, 'limit'>): Promise<string> => {
          const plans: string[] = [];
          const database = explaining(world.database, plans);
          const page = await readWorkList({ database, registry: world.law.registry }, reader, { limit: 50, ...request });
          expect(page.items.length).toBeGreaterThan(0);
          return plans.join('\n');
        };

        for (const request of [
          { sort: 'due' as const },
          { sort: 'due' as const, mine: true },
          { sort: 'due' as const, q: '电' },
          { sort: '-opened' as const },
        ])
          expect(await plansOf(request)).not.toMatch(/Seq Scan on (instance|clock)/);
        expect(await plansOf({ sort: 'due' })).toContain('clock_due');
        const rare = await plansOf({ sort: 'due', q: '独一' });
        expect(rare).toContain('instance_open_grams');
        expect(rare).not.toMatch(/Seq Scan on (instance|clock)/);
        expect(await plansOf({ sort: 'due', q: '91442000000000777' })).toMatch(/instance_subject/);
        await world.database.pool.query(
          `insert into log (instance_id, seq, kind, entry, hash, at) select id, 1, 'accepted', '{}', repeat('0', 64), opened_at from instance`,
        );
        await world.database.pool.query('analyze log');
        const changed = await plansOf({ sort: '-opened', changedSince: '2025-05-19T00:00:00Z' as never });
        expect(changed).toContain('log_instant');
        expect(changed).not.toMatch(/Seq Scan on (log|instance)/);

        await world.database.pool.query(
          `update instance set seq = seq + 1, state = 'notified', snapshot = '{"a":1}' where id = any($1)`,
          [Array.from({ length: 500 }, (_, index) => uuid(1_000_001 + index * 7))],
        );
        await world.database.pool.query('select pg_stat_force_next_flush()');
        const { rows } = await world.database.dataSource
          .query(
            `select n_tup_upd::int as updates, n_tup_hot_upd::int as hot from pg_stat_user_tables where schemaname = 'zhiheng' and relname = 'instance'`,
          )
          .then((found: unknown) => ({ rows: found as readonly { updates: number; hot: number }[] }));
        expect(rows[0]).toEqual({ updates: 500, hot: 500 });
      }),
    120_000,
  );
});

async function generate({ database }: ApiWorld, many: number): Promise<void> {
  await database.pool.query(
    `insert into instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at)
     select ('00000000-0000-8000-8000-' || lpad((1000000 + n)::text, 12, '0'))::uuid, 'interview', 1, '442000', 'enterprise',
       'uscc:91442000' || lpad(n::text, 9, '0') || 'X', '中山市' || substr('金美新华顺达恒信', n % 8 + 1, 2) || case when n = 777 then '独一' else '' end
         || substr('电器食品玩具服装灯饰五金', n % 6 * 2 + 1, 2) || '有限公司', 1, repeat('0', 64), case when n % 2 = 0 then 'closed' else 'proposed' end, n % 2 = 0, '{}', '{}',
       '2025-01-01'::timestamptz + n * interval '10 minutes'
     from generate_series(1, $1::int) n`,
    [many],
  );
  await database.pool.query(
    `insert into clock select id, 'noticeDue', workflow, 1, 'running', opened_at + interval '300 days', (opened_at + interval '299 days')::date, false
     from instance where not done`,
  );
  await database.pool.query('vacuum analyze instance; ').catch(() => undefined);
  await database.pool.query('analyze clock');
}
