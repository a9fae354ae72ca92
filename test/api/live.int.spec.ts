import { CITY, handler, somebody, withApi } from './with-api.js';
import type { ApiWorld } from './with-api.js';

const elsewhere = somebody('handler-gz', ['case-handler'], { area: '440100' });
const named = somebody('handler-2', ['case-handler', 'inspector']);

const opening = (name: string): object => ({
  workflow: 'interview',
  jurisdiction: CITY,
  subject: { kind: 'enterprise', id: `name:${name}`, name },
  type: 'TRIGGERED',
  data: { trigger: 'rectification-failed', detail: '复查不合格', level: 'city' },
});

type Heard = { readonly event: string; readonly data: Readonly<Record<string, unknown>> };
type Line = { readonly next: (event: string) => Promise<Heard>; readonly heard: readonly Heard[]; readonly close: () => void };

/** An open line of server-sent events, read with nothing but fetch. */
async function listening(world: ApiWorld, as = handler): Promise<Line> {
  const control = new AbortController();
  const response = await world.open('/api/live', { as, signal: control.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const heard: Heard[] = [];
  const waiting: { readonly event: string; readonly resolve: (heard: Heard) => void }[] = [];
  void (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const event = /^event: (.*)$/m.exec(text.slice(0, end))?.[1];
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (event === undefined) continue;
        const one = { event, data: JSON.parse(data ?? '{}') as Heard['data'] };
        heard.push(one);
        const index = waiting.findIndex((each) => each.event === event);
        if (index >= 0) waiting.splice(index, 1)[0]!.resolve(one);
      }
    }
  })().catch(() => undefined);
  const line: Line = {
    heard,
    next: (event) => new Promise((resolve) => waiting.push({ event, resolve })),
    close: () => control.abort(),
  };
  await line.next('ready');
  return line;
}

describe('an open list', () => {
  it('is told what moves, of what its reader may read and nothing else', () =>
    withApi(async (world) => {
      const [mine, others, allowed] = await Promise.all([
        listening(world),
        listening(world, elsewhere),
        listening(world, named),
      ]);
      const changed = mine.next('procedure.changed');
      const { body } = await world.ask('/api/procedures', { method: 'POST', body: opening('甲厂') });
      const id = String(body['instanceId']);
      expect((await changed).data).toEqual({ id, workflow: 'interview', state: 'proposed', seq: 1 });

      await world.database.pool.query(
        `insert into restriction (instance_id, named, reason, restricted_by, at) values ($1, array['handler-2'], '', 'head-1', now())`,
        [id],
      );
      const toNamed = allowed.next('procedure.changed');
      await world.ask(`/api/procedures/${id}/events`, {
        as: named,
        method: 'POST',
        body: { type: 'NOTICE_SERVED', data: {} },
      });
      expect((await toNamed).data).toMatchObject({ id, seq: 2 });
      // Whoever hears the next one has been passed by the one before.
      const after = mine.next('procedure.changed');
      await world.ask('/api/procedures', { method: 'POST', body: opening('乙厂') });
      await after;
      expect(mine.heard.filter(({ data }) => data['id'] === id)).toHaveLength(1);
      expect(others.heard.filter(({ event }) => event === 'procedure.changed')).toEqual([]);
      for (const line of [mine, others, allowed]) line.close();
    }));

  it('is told to read again when the line to the database was lost', () =>
    withApi(async (world) => {
      const line = await listening(world);
      const resumed = line.next('resumed');
      await world.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen zhiheng_live'`,
      );
      await resumed;
      const changed = line.next('procedure.changed');
      await world.ask('/api/procedures', { method: 'POST', body: opening('丙厂') });
      expect((await changed).data).toMatchObject({ workflow: 'interview' });
      line.close();
    }));

  it('passes on nothing that is no list of procedures', () =>
    withApi(async (world) => {
      const line = await listening(world);
      for (const payload of ['', '{', '"x"', '["x; drop table log"]', '[null]'])
        await world.database.pool.query('select pg_notify($1, $2)', ['zhiheng_live', payload]);
      const changed = line.next('procedure.changed');
      await world.ask('/api/procedures', { method: 'POST', body: opening('丁厂') });
      await changed;
      expect(line.heard.map(({ event }) => event)).toEqual(['ready', 'procedure.changed']);
      line.close();
    }));
});
