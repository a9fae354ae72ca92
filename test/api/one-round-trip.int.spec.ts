import { AsyncLocalStorage } from 'node:async_hooks';
import type { INestApplication } from '@nestjs/common';
import { DEMO_PASSWORD, delegate, restrict, revokeSessions } from '@zhiheng/auth';
import { instant, legalDateOf } from '@zhiheng/kernel';
import { withPostgres } from '@zhiheng/persistence/testing';
import { CONTEXT_NAMES, createAdmission, openSystem, readSettings, systemClock } from '@zhiheng/platform';
import type { ContextName, System } from '@zhiheng/platform';
import { createProbe, openGateway, preparePeople, systemPlan } from '@zhiheng/shapes';
import pg from 'pg';

type Headers = Readonly<Record<string, string>>;
type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
type Edge = {
  readonly pool: System['database']['pool'];
  /** A procedure that the process has in its memory. */
  openInterview(): Promise<string>;
  post(path: string, body: unknown, headers?: Headers): Promise<Answer>;
  signIn(account: string): Promise<Headers>;
};

const OPENING = {
  workflow: 'interview',
  jurisdiction: '442000',
  subject: { kind: 'enterprise', id: 'uscc:91442000618000000A', name: '中山市美味电器有限公司' },
  type: 'TRIGGERED',
  data: { trigger: 'rectification-failed', detail: '电磁灶复查不合格', level: 'city' },
};
const NOTICE = {
  type: 'NOTICE_SERVED',
  data: {
    meetingOn: '2099-03-09',
    place: '市局三楼约谈室',
    addressee: '李某',
    addresseeIsFirstResponsible: true,
    matters: ['复查不合格'],
  },
};
const SHAPES: readonly (readonly [string, readonly ContextName[]])[] = [
  ['standalone', CONTEXT_NAMES],
  ['the gateway of the split', []],
];

/** The real HTTP edge with its real guard, listening on the loopback. */
async function withEdge(contexts: readonly ContextName[], run: (edge: Edge) => Promise<void>): Promise<void> {
  await withPostgres(async ({ pool: beside, url: databaseUrl }) => {
    // As in operation; the server of the tests does not wait for its disk.
    await beside.query(`alter database ${new URL(databaseUrl).pathname.slice(1)} set synchronous_commit = 'on'`);
    const log = (): void => undefined;
    const settings = readSettings({ DATABASE_URL: databaseUrl, ZHIHENG_SEED: 'accounts', QUEUE_BACKEND: 'postgres' });
    const system = await openSystem(systemPlan(settings, { log, schema: 'require' }));
    let app: INestApplication | undefined;
    try {
      await preparePeople(system);
      const parts = { log, probe: createProbe(system, contexts), admission: createAdmission(settings.load), contexts };
      app = await openGateway(system, parts);
      app.use((_request: unknown, _response: unknown, next: () => void) => statementsOf.run((ofLastRequest = []), next));
      await app.listen(0, '127.0.0.1');
      await app.startAllMicroservices();
      const url = await app.getUrl();
      const { pool } = system.database;
      const post: Edge['post'] = async (path, body, headers = {}) => {
        const sent = {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        };
        const response = await fetch(url + path, sent);
        return { status: response.status, body: (await response.json()) as Answer['body'] };
      };
      const signIn: Edge['signIn'] = async (account) => {
        const { body } = await post('/api/auth/login', { account, password: DEMO_PASSWORD });
        return { authorization: `Bearer ${String(body['token'])}` };
      };
      const handler = await signIn('handler-1');
      const openInterview: Edge['openInterview'] = async () => {
        const { status, body } = await post('/api/procedures', OPENING, handler);
        expect({ status, kind: body['kind'] }).toEqual({ status: 201, kind: 'accepted' });
        return String(body['instanceId']);
      };
      await run({ pool, openInterview, post, signIn });
    } finally {
      await app?.close();
      await system.close();
    }
  });
}

// By request: what goes on beside (notices to open lists, webhooks) is not its own.
const statementsOf = new AsyncLocalStorage<string[]>();
let ofLastRequest: string[] = [];
const query = pg.Client.prototype.query as (...request: unknown[]) => unknown;

beforeAll(() => {
  // On every connection, whichever pool it is of.
  pg.Client.prototype.query = function (this: pg.Client, ...request: unknown[]) {
    const [statement] = request as [string | { readonly name?: string; readonly text?: string }];
    statementsOf.getStore()?.push(typeof statement === 'string' ? statement : (statement.name ?? statement.text ?? ''));
    return query.apply(this, request);
  } as typeof pg.Client.prototype.query;
});
afterAll(() => {
  pg.Client.prototype.query = query as typeof pg.Client.prototype.query;
});

async function countOf({ pool }: Edge, table: 'idempotency' | 'log'): Promise<number> {
  return (await pool.query<{ readonly n: number }>(`select count(*)::int as n from ${table}`)).rows[0]!.n;
}

describe.each(SHAPES)('an event over HTTP in %s', (_, contexts) => {
  it('takes two round trips to its commit, with a key and without', () =>
    withEdge(contexts, async (edge) => {
      const handler = await edge.signIn('handler-1');
      for (const [headers, first] of [
        [handler, 'session-find'],
        [{ ...handler, 'idempotency-key': 'k-1' }, 'session-find-and-claim'],
      ] as const) {
        const path = `/api/procedures/${await edge.openInterview()}/events`;
        expect((await edge.post(path, NOTICE, headers)).status).toBe(200);
        expect(ofLastRequest.slice(0, ofLastRequest.indexOf('engine-commit') + 1)).toEqual([first, 'engine-commit']);
      }
      // The claim need not wait for the disk; whatever comes after it on the same connection must.
      const everywhere = Array.from({ length: 10 }, () => edge.pool.query('show synchronous_commit'));
      for (const { rows } of await Promise.all(everywhere)) expect(rows).toEqual([{ synchronous_commit: 'on' }]);
    }));
});

describe('what the one round trip finds', () => {
  const KEYED = { 'idempotency-key': 'k-1' };
  const code = ({ status, body }: Answer) => ({ status, code: body['code'] });

  it('a session that was revoked a moment ago is refused, and its key stays free', () =>
    withEdge([], async (edge) => {
      const path = `/api/procedures/${await edge.openInterview()}/events`;
      const revoked = await edge.signIn('handler-1');
      await revokeSessions({ pool: edge.pool, clock: systemClock }, 'handler-1');
      const refused = await edge.post(path, NOTICE, { ...revoked, ...KEYED });
      expect(code(refused)).toEqual({ status: 401, code: 'SESSION_REVOKED' });
      expect(await countOf(edge, 'idempotency')).toBe(0);
      expect((await edge.post(path, NOTICE, { ...(await edge.signIn('handler-1')), ...KEYED })).status).toBe(200);
    }));

  it('nor does a key get bound by who must change the password, is closed, or stands in for somebody without a delegation', () =>
    withEdge([], async (edge) => {
      const path = `/api/procedures/${await edge.openInterview()}/events`;
      const handler = { ...(await edge.signIn('handler-1')), ...KEYED };
      for (const absent of ['handler-2', 'No Account!', ''])
        expect(code(await edge.post(path, NOTICE, { ...handler, 'x-in-place-of': absent }))).toEqual({
          status: 403,
          code: 'DELEGATION_MISSING',
        });
      await edge.pool.query(`update account set must_change_password = true where id = 'handler-1'`);
      expect((await edge.post(path, NOTICE, handler)).body['code']).toBe('PASSWORD_CHANGE_REQUIRED');
      await edge.pool.query(`update account set active = false where id = 'handler-1'`);
      expect((await edge.post(path, NOTICE, handler)).body['code']).toBe('ACCOUNT_INACTIVE');
      await edge.pool.query(`update session set expires_at = now() where account_id = 'handler-1'`);
      expect((await edge.post(path, NOTICE, handler)).body['code']).toBe('TOKEN_EXPIRED');
      expect(await countOf(edge, 'idempotency')).toBe(0);
    }));

  it('a procedure that was restricted a moment ago is not there, however its id is written; for a deputy of who is named it is', () =>
    withEdge([], async (edge) => {
      const id = await edge.openInterview();
      const [handler, deputy] = [await edge.signIn('handler-1'), await edge.signIn('handler-2')];
      const at = systemClock.now();
      await restrict(edge.pool, id, { named: ['head-1'], reason: '举报人', by: 'reviewer-1', at });
      for (const written of [id, id.toUpperCase()]) {
        const answer = await edge.post(`/api/procedures/${written}/events`, NOTICE, {
          ...handler,
          'idempotency-key': `of ${written}`,
        });
        expect(code(answer)).toEqual({ status: 404, code: 'INSTANCE_UNKNOWN' });
      }
      expect([await countOf(edge, 'log'), await countOf(edge, 'idempotency')]).toEqual([1, 2]);

      await restrict(edge.pool, id, { named: ['handler-1'], reason: '举报人', by: 'reviewer-1', at });
      // The day may end before the deputy acts.
      const [fromOn, untilOn] = [legalDateOf(at), legalDateOf(instant(Date.parse(at) + 86_400_000))];
      const delegation = { from: 'handler-1', to: 'handler-2', fromOn, untilOn, reason: '休假' };
      await delegate(edge.pool, { by: { id: 'handler-1', roles: ['case-handler'], area: '442000' }, at, delegation });
      const path = `/api/procedures/${id}/events`;
      expect((await edge.post(path, NOTICE, deputy)).status).toBe(404);
      expect((await edge.post(path, NOTICE, { ...deputy, 'x-in-place-of': 'handler-1' })).status).toBe(200);
    }));

  it('one key is one event: at the same time, again, and from another process that has not committed yet', () =>
    withEdge([], async (edge) => {
      const path = `/api/procedures/${await edge.openInterview()}/events`;
      const handler = { ...(await edge.signIn('handler-1')), ...KEYED };
      const both = await Promise.all([edge.post(path, NOTICE, handler), edge.post(path, NOTICE, handler)]);
      expect(both.map(({ body }) => body['kind']).sort()).toEqual(['accepted', 'duplicate']);
      const first = both.find(({ body }) => body['kind'] === 'accepted')!;
      expect((await edge.post(path, NOTICE, handler)).body).toMatchObject({ kind: 'duplicate', first: first.body });
      expect(code(await edge.post(path, { ...NOTICE, on: '2026-01-01' }, handler))).toEqual({
        status: 422,
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
      expect(await countOf(edge, 'log')).toBe(2);

      const other = await edge.pool.connect();
      try {
        const { rows } = await other.query<{ readonly key_hash: string }>('delete from idempotency returning key_hash');
        await other.query('begin');
        await other.query(
          `insert into idempotency (account, key_hash, request_hash) values ('handler-1', $1, repeat('0', 64))`,
          [rows[0]!.key_hash],
        );
        const asked = edge.post(path, NOTICE, handler);
        await someStatementWaits(edge);
        await other.query('commit');
        expect(code(await asked)).toEqual({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
      } finally {
        other.release();
      }
    }));
});

async function someStatementWaits({ pool }: Edge): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rowCount !== 0) return;
  }
}
