import { NOTICE, OPENING } from './an-interview.js';
import { CITY, somebody, withApi } from './with-api.js';
import type { Answer, ApiWorld, Asking } from './with-api.js';

const head = somebody('head-1', ['head']);
const elsewhere = somebody('handler-gz', ['case-handler', 'inspector'], { area: '440100' });
const twin = somebody('handler-2', ['case-handler', 'inspector']);
const reviewer = somebody('reviewer-1', ['reviewer']);

const post = (world: ApiWorld, path: string, body: unknown, { headers, as }: Asking = {}): Promise<Answer> =>
  world.ask(path, { method: 'POST', body, ...(headers && { headers }), ...(as && { as }) });

async function anInterview(world: ApiWorld, changes: object = {}): Promise<string> {
  const { status, body } = await post(world, '/api/procedures', { ...OPENING, ...changes });
  expect({ status, kind: body['kind'] }).toEqual({ status: 201, kind: 'accepted' });
  return String(body['instanceId']);
}
const restrict = (world: ApiWorld, id: string, named: readonly string[]): Promise<unknown> =>
  world.database.pool.query(
    `insert into restriction (instance_id, named, reason, restricted_by, at) values ($1, $2, '举报人', 'head-1', now())`,
    [id, named],
  );

describe('one procedure', () => {
  it('says where it stands, what may happen next with which form, and what it is related to', () =>
    withApi(async (world) => {
      const id = await anInterview(world);
      const { status, body, headers } = await world.ask(`/api/procedures/${id}`);
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('private, no-cache');
      expect(headers.get('etag')).toMatch(/^"1-[\w-]{27}"$/);
      expect(body).toMatchObject({
        id,
        state: 'proposed',
        seq: 1,
        restricted: false,
        related: { followedBy: 0, sameSubject: 0 },
        clocks: [{ name: 'noticeDue', state: 'running', sentence: { zh: expect.stringContaining('届满') as string } }],
      });
      expect(body['events']).toContainEqual(
        expect.objectContaining({
          type: 'NOTICE_SERVED',
          forYou: true,
          form: expect.objectContaining({ type: 'object' }) as object,
        }),
      );
    }));

  it('answers 304 to whoever has seen it, and tags differently what another sees', () =>
    withApi(async (world) => {
      const id = await anInterview(world);
      const tag = (await world.ask(`/api/procedures/${id}`)).headers.get('etag')!;
      const again = { headers: { 'if-none-match': tag } };
      expect((await world.ask(`/api/procedures/${id}`, again)).status).toBe(304);
      expect((await world.ask(`/api/procedures/${id}`, { ...again, as: head })).status).toBe(200);

      await post(world, `/api/procedures/${id}/events`, NOTICE);
      expect((await world.ask(`/api/procedures/${id}`, again)).status).toBe(200);
    }));

  it.each(['', '/log', '/timeline', '/related', '/diagram'])(
    'is not there for another area, nor restricted to others: %s',
    (route) =>
      withApi(async (world) => {
        const id = await anInterview(world);
        expect((await world.ask(`/api/procedures/${id}${route}`, { as: elsewhere })).status).toBe(404);
        await restrict(world, id, ['handler-2']);
        expect((await world.ask(`/api/procedures/${id}${route}`)).status).toBe(404);
        expect((await world.ask(`/api/procedures/${id}${route}`, { as: twin })).status).toBe(200);
      }),
  );

  it('tells its timeline in sentences, page by page', () =>
    withApi(async (world) => {
      const id = await anInterview(world);
      await post(world, `/api/procedures/${id}/events`, NOTICE, { as: reviewer });
      await post(world, `/api/procedures/${id}/events`, NOTICE);
      const { body } = await world.ask(`/api/procedures/${id}/timeline`);
      const items = body['items'] as readonly {
        sentence: { zh: string; en: string };
        details: { sentence: { zh: string } }[];
      }[];
      expect(items.map(({ sentence }) => sentence.zh)).toEqual([
        '2026-03-02 handler-1（办案人员、检查人员）：出现约谈情形，进入“待通知”',
        '2026-03-02 reviewer-1（审核人员）：约谈通知书已送达，未予受理：“约谈通知书已送达”不能由该身份办理',
        '2026-03-02 handler-1（办案人员、检查人员）：约谈通知书已送达，进入“待约谈”',
      ]);
      expect(items[0]!.sentence.en).toBe(
        '2026-03-02 handler-1 (case handler, inspector): A ground for an interview arose; now in "Notice to be served"',
      );
      expect(items[2]!.details.map(({ sentence }) => sentence.zh)).toEqual([
        '“发出约谈通知期限（非法定）”不再计算',
        expect.stringMatching(/^“进行约谈期限（非法定）”开始计算，至\d{4}-\d\d-\d\d届满$/),
        '出具《约谈通知书》',
      ]);

      const first = (await world.ask(`/api/procedures/${id}/timeline?limit=2`)).body;
      expect(first).toMatchObject({ items: [{ seq: 1 }, { seq: 2 }], next: 2 });
      const rest = (await world.ask(`/api/procedures/${id}/timeline?limit=2&after=2`)).body;
      expect(rest).toEqual({ items: [items[2]] });
    }));

  it('draws its states and highlights where it stands', () =>
    withApi(async (world) => {
      const id = await anInterview(world);
      const { body } = await world.ask(`/api/procedures/${id}/diagram`);
      expect(body).toMatchObject({ workflow: { name: 'interview' }, active: ['proposed'] });
      const mermaid = await world.ask(`/api/procedures/${id}/diagram?format=mermaid`);
      expect(mermaid.headers.get('content-type')).toContain('text/vnd.mermaid');
      expect(mermaid.text).toMatch(/^stateDiagram-v2\n/);
      expect(mermaid.text).toContain('class proposed active');
      expect((await world.ask(`/api/procedures/${id}/diagram?format=mermaid&inside=nothing`)).status).toBe(404);
    }));

  it('says which rule opened it, by which facts and citation, and what followed from it', () =>
    withApi(async (world) => {
      const source = await anInterview(world);
      await world.runtime.engine.advance({
        messageId: '0b7e1c5e-9a55-8c1f-9d7e-000000000001' as never,
        instanceId: '0b7e1c5e-9a55-8c1f-9d7e-0000000000aa' as never,
        workflow: 'interview',
        event: { type: OPENING.type, data: OPENING.data },
        on: '2026-03-02' as never,
        actor: { id: 'system', roles: ['system'] },
        opening: { jurisdiction: CITY, subject: OPENING.subject },
        cause: {
          instanceId: source as never,
          workflow: 'interview',
          seq: 1,
          rule: { id: 'a-rule', facts: { trigger: 'x' }, citation: { zh: '某办法', article: '第七条', sentence: '应当约谈' } },
        },
      });
      const followed = '0b7e1c5e-9a55-8c1f-9d7e-0000000000aa';
      expect((await world.ask(`/api/procedures/${followed}/related`)).body).toMatchObject({
        why: {
          cause: { kind: 'rule', rule: 'a-rule', facts: { trigger: 'x' }, citation: { article: '第七条' } },
          source: { id: source },
        },
        followedBy: [],
        sameSubject: [{ id: source }],
      });
      expect((await world.ask(`/api/procedures/${source}/related`)).body).toMatchObject({
        followedBy: [{ id: followed, rule: { id: 'a-rule' } }],
      });
      expect((await world.ask(`/api/procedures/${source}`)).body).toMatchObject({ related: { followedBy: 1, sameSubject: 1 } });

      await restrict(world, source, ['somebody-else']);
      const related = (await world.ask(`/api/procedures/${followed}/related`)).body;
      expect(related['why']).not.toHaveProperty('source');
      expect(related['sameSubject']).toEqual([]);
    }));
});

describe('a command', () => {
  it('under the same key is carried out once; another request under it is refused; the key of another account is another', () =>
    withApi(async (world) => {
      const id = await anInterview(world);
      const path = `/api/procedures/${id}/events`;
      const keyed = { headers: { 'idempotency-key': 'k-1' } };
      const first = await post(world, path, NOTICE, keyed);
      expect(first.body).toMatchObject({ kind: 'accepted', seq: 2 });
      expect((await post(world, path, NOTICE, keyed)).body).toEqual({ kind: 'duplicate', instanceId: id, first: first.body });
      const other = await post(world, path, { ...NOTICE, on: '2026-03-01' }, keyed);
      expect({ status: other.status, code: other.body['code'] }).toEqual({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
      // The procedure has gone on: the twin's own event is refused by the state, not answered with somebody else's outcome.
      expect((await post(world, path, NOTICE, { ...keyed, as: twin })).body).toMatchObject({ code: 'EVENT_NOT_EXPECTED' });
    }));

  it('that was refused for its form leaves its key free', () =>
    withApi(async (world) => {
      const id = await anInterview(world);
      const keyed = { headers: { 'idempotency-key': 'k-1' } };
      expect((await post(world, `/api/procedures/${id}/events`, { ...NOTICE, on: 'soon' }, keyed)).status).toBe(400);
      expect((await post(world, `/api/procedures/${id}/events`, NOTICE, keyed)).status).toBe(200);
    }));

  it('meant for the procedure as it was is not carried out and leaves no trace', () =>
    withApi(async (world) => {
      const id = await anInterview(world);
      const path = `/api/procedures/${id}/events`;
      const tag = (await world.ask(`/api/procedures/${id}`)).headers.get('etag')!;
      expect((await post(world, path, NOTICE, { headers: { 'if-match': tag } })).status).toBe(200);
      const late = await post(world, path, NOTICE, { headers: { 'if-match': '"1"' } });
      expect({ status: late.status, body: late.body }).toMatchObject({
        status: 412,
        body: { code: 'PROCEDURE_MOVED', expected: 1, found: 2 },
      });
      expect((await world.ask(`/api/procedures/${id}`)).body['seq']).toBe(2);
      expect((await post(world, path, NOTICE, { headers: { 'if-match': 'W/"x"' } })).status).toBe(400);
    }));

  it('outside the area is refused and logged; to a procedure restricted to others it is as to none', () =>
    withApi(async (world) => {
      const id = await anInterview(world);
      const path = `/api/procedures/${id}/events`;
      expect(await post(world, path, NOTICE, { as: elsewhere })).toMatchObject({
        status: 403,
        body: { code: 'AREA_NOT_ALLOWED', seq: 2 },
      });
      await restrict(world, id, ['head-1']);
      const nowhere = '00000000-0000-4000-8000-000000000000';
      for (const body of [NOTICE, { ...NOTICE, on: '2026-02-30' }, { type: 'NEVER_HEARD_OF', data: {} }]) {
        const [hidden, missing] = [await post(world, path, body), await post(world, path.replace(id, nowhere), body)];
        expect(JSON.parse(JSON.stringify(hidden.body).replaceAll(id, nowhere))).toEqual(missing.body);
        expect(hidden.status).toBe(missing.status);
      }
      expect(await post(world, path, NOTICE)).toMatchObject({ status: 404, body: { code: 'INSTANCE_UNKNOWN' } });
      expect((await world.database.pool.query('select from log where instance_id = $1', [id])).rowCount).toBe(2);
    }));

  it('in bulk: every item has its own result, and the whole may be repeated', () =>
    withApi(async (world) => {
      const [a, b] = [await anInterview(world), await anInterview(world)];
      const items = [
        { procedureId: a, ...NOTICE },
        { procedureId: b, type: 'NOTICE_SERVED', data: {} },
        { procedureId: 'nothing', ...NOTICE },
        null,
        { procedureId: '00000000-0000-4000-8000-000000000000', ...NOTICE },
        { procedureId: b, ...NOTICE },
        { procedureId: b, ...NOTICE, on: '2026-02-30' },
      ];
      const headers = { 'idempotency-key': 'bulk-1' };
      const { status, body } = await post(world, '/api/procedures/events', { items }, { headers });
      expect(status).toBe(200);
      const results = body['results'] as readonly { status: number; outcome?: { kind: string }; problem?: { code: string } }[];
      expect(results.map(({ status: each, outcome, problem }) => [each, outcome?.kind ?? problem?.code])).toEqual([
        [200, 'accepted'],
        [422, 'EVENT_DATA_INVALID'],
        [400, 'REQUEST_INVALID'],
        [400, 'REQUEST_INVALID'],
        [404, 'INSTANCE_UNKNOWN'],
        [200, 'accepted'],
        [422, 'LEGAL_DATE_INVALID'],
      ]);
      const again = (await post(world, '/api/procedures/events', { items }, { headers })).body['results'] as typeof results;
      expect(again[0]).toMatchObject({ status: 200, outcome: { kind: 'duplicate' } });
      expect(again[1]).toMatchObject({ status: 422 });
      expect((await world.ask(`/api/procedures/${a}`)).body['seq']).toBe(2);
      expect((await world.ask(`/api/procedures/${b}`)).body['seq']).toBe(3);
    }));

  it('in bulk has a key of its own for each item: another event under one is refused, one refused for its form leaves it free', () =>
    withApi(async (world) => {
      const [a, b] = [await anInterview(world), await anInterview(world)];
      const items = [
        { procedureId: a, ...NOTICE },
        { procedureId: b, ...NOTICE, on: '2026-02-30', key: 'own' },
      ];
      const headers = { 'idempotency-key': 'bulk-1' };
      expect((await post(world, '/api/procedures/events', { items }, { headers })).body['results']).toMatchObject([
        { status: 200 },
        { status: 422, problem: { code: 'LEGAL_DATE_INVALID' } },
      ]);
      const other = { type: 'NEVER_HEARD_OF', data: {} };
      expect(
        await post(world, `/api/procedures/${a}/events`, other, { headers: { 'idempotency-key': 'bulk-1#0' } }),
      ).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
      const mended = [{ procedureId: b, ...NOTICE, key: 'own' }];
      expect((await post(world, '/api/procedures/events', { items: mended })).body['results']).toMatchObject([
        { status: 200, outcome: { kind: 'accepted' } },
      ]);
    }));

  it('in bulk takes five hundred items and no more', () =>
    withApi(async (world) => {
      const id = await anInterview(world);
      const item = { procedureId: id, ...NOTICE };
      const { status, body } = await post(world, '/api/procedures/events', { items: Array.from({ length: 500 }, () => item) });
      expect({ status, results: (body['results'] as readonly unknown[]).length }).toEqual({ status: 200, results: 500 });
      expect((await post(world, '/api/procedures/events', { items: Array.from({ length: 501 }, () => item) })).status).toBe(
        400,
      );
    }));
});

describe('a bad request', () => {
  it('of any kind is answered with a problem that is not ours', () =>
    withApi(async (world) => {
      const id = await anInterview(world);
      const cursor = Buffer.from(JSON.stringify(['work/due', 'x', 1])).toString('base64url');
      const gets = [
        ...['limit=0', 'limit=1e9', 'sort=up', 'done=maybe', 'mine=1', 'cursor=%00', 'cursor=garbage', `cursor=${cursor}`],
        ...['dueBefore=2026-02-30', 'q=%00', 'jurisdiction=44', 'workflow=a&workflow=b', 'unknown=1', 'q[x]=1'],
      ].map((query) => `/api/procedures?${query}`);
      const others = [
        '/api/clocks?before=tomorrow',
        '/api/clocks?cursor=e30',
        `/api/procedures/${id}/timeline?after=99999999999`,
        `/api/procedures/${id}/diagram?format=png`,
        '/api/enterprises?cursor=x',
        '/api/enterprises/%00',
        '/api/enterprises/nobody',
        '/api/imports?kind=horoscopes',
        '/api/procedures/12',
      ];
      for (const path of [...gets, ...others]) {
        const { status, headers } = await world.ask(path);
        expect([path, status]).toEqual([path, status >= 400 && status < 500 ? status : 'a 4xx']);
        expect(headers.get('content-type')).toContain('application/problem+json');
      }
      const deep = `{"items":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
      const posts: [string, unknown, Record<string, string>?][] = [
        [`/api/procedures/${id}/events`, deep, { 'idempotency-key': 'deep' }],
        [`/api/procedures/${id}/events`, { ...NOTICE, data: { x: '\u0000' } }, { 'idempotency-key': 'null' }],
        [`/api/procedures/${id}/events`, NOTICE, { 'idempotency-key': 'x'.repeat(300) }],
        [`/api/procedures/${id}/events`, NOTICE, { 'if-match': '"99999999999999999999"' }],
        [`/api/procedures/${id}/events`, []],
        ['/api/procedures/events', { items: 'all' }],
        ['/api/procedures/events', deep],
        ['/api/procedures', { ...OPENING, subject: [] }],
        ['/api/procedures', { ...OPENING, jurisdiction: 442000 }],
      ];
      for (const [path, body, headers] of posts) {
        const { status } = await post(world, path, body, headers && { headers });
        expect([path, headers, status]).toEqual([path, headers, status >= 400 && status < 500 ? status : 'a 4xx']);
      }
      expect(world.faults).toEqual([]);
    }));
});
