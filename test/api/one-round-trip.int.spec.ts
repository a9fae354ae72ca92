import { AsyncLocalStorage } from 'node:async_hooks';
import { delegate, restrict, revokeSessions } from '@zhiheng/auth';
import { instant, legalDateOf } from '@zhiheng/kernel';
import { withPostgres } from '@zhiheng/persistence/testing';
import { CONTEXT_NAMES, systemClock } from '@zhiheng/platform';
import type { ContextName } from '@zhiheng/platform';
import pg from 'pg';
import { NOTICE } from './an-interview.js';
import { withEdge } from './edge.js';
import type { Answer, Edge } from './edge.js';

const SHAPES: readonly (readonly [string, readonly ContextName[]])[] = [
  ['standalone', CONTEXT_NAMES],
  ['the gateway of the split', []],
];

/** The edge over a database of its own, with its statements recorded by request. */
async function withOwnEdge(contexts: readonly ContextName[], run: (edge: Edge) => Promise<void>): Promise<void> {
  await withPostgres(async ({ pool, url }) => {
    // As in operation; the server of the tests does not wait for its disk.
    await pool.query(`alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = 'on'`);
    await withEdge(url, { contexts, around: (next) => statementsOf.run((ofLastRequest = []), next) }, run);
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
    withOwnEdge(contexts, async (edge) => {
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
    withOwnEdge([], async (edge) => {
      const path = `/api/procedures/${await edge.openInterview()}/events`;
      const revoked = await edge.signIn('handler-1');
      await revokeSessions({ pool: edge.pool, clock: systemClock }, 'handler-1');
      const refused = await edge.post(path, NOTICE, { ...revoked, ...KEYED });
      expect(code(refused)).toEqual({ status: 401, code: 'SESSION_REVOKED' });
      expect(await countOf(edge, 'idempotency')).toBe(0);
      expect((await edge.post(path, NOTICE, { ...(await edge.signIn('handler-1')), ...KEYED })).status).toBe(200);
    }));

  it('nor does a key get bound by who must change the password, is closed, or stands in for somebody without a delegation', () =>
    withOwnEdge([], async (edge) => {
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
    withOwnEdge([], async (edge) => {
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
    withOwnEdge([], async (edge) => {
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
