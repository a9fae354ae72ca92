import { ZHONGSHAN, generateCity, renderEnterprisesCsv, renderSpotChecksCsv } from '@zhiheng/sample-data';
import { CITY, handler, somebody, withApi } from './with-api.js';
import type { Answer, ApiWorld } from './with-api.js';

const elsewhere = somebody('handler-gz', ['case-handler'], { area: '440100' });
const colleague = somebody('handler-2', ['case-handler']);
const party = somebody('party-1', ['party'], { subjectId: 'uscc:own' });
const city = generateCity({ seed: 'api', enterprises: 12, samples: 20, failing: 0.5, jurisdiction: ZHONGSHAN });

function upload(
  world: ApiWorld,
  kind: string,
  { csv, jurisdiction = CITY, as = handler, key }: { csv: string; jurisdiction?: string; as?: typeof handler; key?: string },
): Promise<Answer> {
  const form = new FormData();
  form.set('kind', kind);
  form.set('jurisdiction', jurisdiction);
  form.set('file', new Blob([csv]), '文件.csv');
  return world.ask('/api/imports', {
    method: 'POST',
    as,
    form,
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });
}
type Items = readonly Readonly<Record<string, unknown>>[];
const itemsOf = ({ body }: Answer): Items => body['items'] as Items;

describe('imports', () => {
  it('are made for the own area only, listed the newest first, and read by those of the area', () =>
    withApi(async (world) => {
      const csv = renderEnterprisesCsv(city.enterprises);
      expect(await upload(world, 'enterprises', { csv, as: elsewhere })).toMatchObject({
        status: 403,
        body: { code: 'AREA_NOT_ALLOWED', expected: '440100', found: CITY },
      });
      expect((await upload(world, 'enterprises', { csv })).status).toBe(201);
      world.clock.moveToDay('2026-03-03');
      const { body } = await upload(world, 'spot-checks', { csv: renderSpotChecksCsv(city.spotCheckRows) });
      const first = await world.ask('/api/imports?limit=1');
      expect(first.body).toMatchObject({ items: [{ id: body['importId'], kind: 'spot-checks', status: 'done' }] });
      const second = await world.ask(`/api/imports?limit=1&cursor=${String(first.body['next'])}`);
      expect(second.body).toMatchObject({ items: [{ kind: 'enterprises' }] });
      expect(second.body).not.toHaveProperty('next');
      expect(itemsOf(await world.ask('/api/imports', { as: elsewhere }))).toEqual([]);
      for (const route of ['', '/rows']) {
        expect((await world.ask(`/api/imports/${String(body['importId'])}${route}`)).status).toBe(200);
        expect((await world.ask(`/api/imports/${String(body['importId'])}${route}`, { as: elsewhere })).status).toBe(404);
      }
    }));

  it('under one key are made once, and the first answer is given again', () =>
    withApi(async (world) => {
      const csv = renderEnterprisesCsv(city.enterprises);
      const first = await upload(world, 'enterprises', { csv, key: 'import-1' });
      const again = await upload(world, 'enterprises', { csv, key: 'import-1' });
      expect({ status: again.status, body: again.body }).toEqual({ status: 201, body: first.body });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      const other = await upload(world, 'enterprises', { csv: `${csv}\n`, key: 'import-1' });
      expect({ status: other.status, code: other.body['code'] }).toEqual({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    }));
});

describe('enterprises', () => {
  it('of the registry and of samples are found once each, page by page, and by any part of their name', () =>
    withApi(async (world) => {
      await upload(world, 'enterprises', { csv: renderEnterprisesCsv(city.enterprises) });
      await upload(world, 'spot-checks', { csv: renderSpotChecksCsv(city.spotCheckRows) });
      const { rows } = await world.database.pool.query<{ id: string }>(
        'select key as id from enterprise union select subject_id from spot_check_sample',
      );
      const seen: string[] = [];
      for (let cursor: unknown; ;) {
        const page = await world.ask(`/api/enterprises?limit=3${cursor === undefined ? '' : `&cursor=${String(cursor)}`}`);
        seen.push(...itemsOf(page).map(({ id }) => String(id)));
        cursor = page.body['next'];
        if (cursor === undefined || seen.length > 500) break;
      }
      expect([...seen].sort()).toEqual(rows.map(({ id }) => id).sort());

      const [one] = itemsOf(await world.ask('/api/enterprises?limit=1')) as readonly { name: string; id: string }[];
      const part = one!.name.slice(3, 5);
      const found = itemsOf(await world.ask(`/api/enterprises?q=${encodeURIComponent(part)}`));
      expect(found).toContainEqual(expect.objectContaining({ id: one!.id }));
      expect(found.every(({ name }) => String(name).includes(part))).toBe(true);
      expect(itemsOf(await world.ask('/api/enterprises', { as: party }))).toEqual([]);
    }));

  it('show their whole supervision history, as far as the caller may read it', () =>
    withApi(async (world) => {
      await upload(world, 'enterprises', { csv: renderEnterprisesCsv(city.enterprises) });
      await upload(world, 'spot-checks', { csv: renderSpotChecksCsv(city.spotCheckRows) });
      const { rows } = await world.database.pool.query<{ id: string; samples: number; failing: number }>(
        `select subject_id as id, count(*)::int as samples, (count(*) filter (where conforming = 'no'))::int as failing from spot_check_sample s
         join enterprise e on e.key = s.subject_id group by 1 order by 3 desc, 1 limit 1`,
      );
      const { id, samples, failing } = rows[0]!;
      const snapshot = {
        status: 'active',
        value: 'decided',
        context: {
          decision: { on: '2026-03-01', decisionNo: '中市监处罚〔2026〕1号', penalties: [{ kind: 'fine', amount: 5000 }] },
        },
      };
      await world.database.pool.query(
        `insert into instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at)
         values (gen_random_uuid(), 'enforcement', 1, '442000', 'enterprise', $1, 'x', 1, repeat('0', 64), 'decided', false, $2, '{}', now())`,
        [id, JSON.stringify(snapshot)],
      );
      const listing = { decisionNo: '中市监列严〔2026〕1号', ground: '7-2', listedOn: '2026-03-01' };
      await world.database.pool.query(
        `insert into public_record (kind, id, jurisdiction, subject_id, subject_name, title, facts, basis, published_on, withdrawn_on, instance_id, seq, search, changed_at)
         select kind, gen_random_uuid(), '442000', $1, 'x', '', $2, '', published_on::date, withdrawn_on::date, gen_random_uuid(), 1, '', now()
         from (values ('blacklist', '2026-03-02', null), ('blacklist', '2022-03-02', '2025-03-02'), ('blacklist', null, '2025-03-02'), ('penalty', '2026-03-02', null))
           as given(kind, published_on, withdrawn_on)`,
        [id, JSON.stringify(listing)],
      );
      const address = `/api/enterprises/${encodeURIComponent(id)}`;
      const { status, body, headers } = await world.ask(address);
      expect(status).toBe(200);
      expect(headers.get('etag')).toMatch(/^"/);
      expect(body).toMatchObject({
        id,
        registry: { name: body['name'] },
        counts: { samples, nonConforming: failing, procedures: 1, open: 1, listings: 2 },
        listings: [
          { ...listing, publishedOn: '2026-03-02' },
          { ...listing, publishedOn: '2022-03-02', withdrawnOn: '2025-03-02' },
        ],
        procedures: [{ workflow: { name: 'enforcement' }, state: 'decided' }],
        penalties: [{ decisionNo: '中市监处罚〔2026〕1号', decidedOn: '2026-03-01' }],
      });
      expect((await world.database.pool.query('select from read_audit')).rowCount).toBe(0);
      await world.database.pool.query(
        `insert into restriction (instance_id, named, reason, restricted_by, at) select id, $2, '涉及举报人', 'head-1', now() from instance where subject_id = $1`,
        [id, [handler.actor.id]],
      );
      expect((await world.ask(address)).body).toMatchObject({ procedures: [{ restricted: true }], penalties: [{}] });
      expect((await world.ask(address, { as: colleague })).body).toMatchObject({ procedures: [], penalties: [] });
      expect((await world.database.pool.query('select account_id, what from read_audit')).rows).toEqual([
        { account_id: handler.actor.id, what: 'enterprise' },
      ]);
      expect((await world.ask(address, { as: elsewhere })).body).toMatchObject({
        samples: [],
        procedures: [],
        penalties: [],
        counts: { samples: 0, procedures: 0 },
      });
      expect((await world.ask(address, { as: party })).status).toBe(404);
    }));
});

describe('running terms', () => {
  it('are listed as they fall due, each in its sentence when asked, page by page', () =>
    withApi(async (world) => {
      for (const [index, name] of ['甲厂', '乙厂', '丙厂'].entries()) {
        world.clock.moveToDay(`2026-03-0${index + 2}`);
        const subject = { kind: 'enterprise', id: `name:${name}`, name };
        const data = { trigger: 'rectification-failed', detail: '复查不合格', level: 'city' };
        await world.ask('/api/procedures', {
          method: 'POST',
          body: { workflow: 'interview', jurisdiction: CITY, subject, type: 'TRIGGERED', data },
        });
      }
      const first = await world.ask(
        '/api/clocks?limit=2&explain=true&workflow=interview&jurisdiction=440000&provisional=false',
      );
      expect(first.body).toMatchObject({
        items: [
          {
            clock: 'noticeDue',
            overdue: false,
            procedure: { subject: { name: '甲厂' } },
            sentence: { zh: expect.stringContaining('起') as string },
          },
          { procedure: { subject: { name: '乙厂' } } },
        ],
      });
      const rest = await world.ask(`/api/clocks?limit=2&cursor=${String(first.body['next'])}`);
      expect(itemsOf(rest)).toMatchObject([{ procedure: { subject: { name: '丙厂' } } }]);
      expect(itemsOf(rest)[0]).not.toHaveProperty('sentence');
      expect(itemsOf(await world.ask('/api/clocks?before=2026-03-01'))).toEqual([]);
      expect(itemsOf(await world.ask('/api/clocks', { as: elsewhere }))).toEqual([]);
    }));
});
