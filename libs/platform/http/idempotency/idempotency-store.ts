import { ZhihengError, sha256 } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import { mapStoreFault } from '@zhiheng/persistence';

/** A request under a key: whose key, and what is asked. */
export type KeyedRequest = { readonly key: string; readonly requestHash: string };

/** What is known of a key: it is new, was used for the same request (with its answer, where that is kept), or for another one. */
export type Claim =
  | { readonly kind: 'new' }
  | { readonly kind: 'repeated'; readonly answer?: { readonly status: number; readonly body: unknown } }
  | { readonly kind: 'reused' };

type Row = {
  readonly key_hash: string;
  readonly request_hash: string;
  readonly status: number | null;
  readonly response: string | null;
  readonly is_new: boolean;
};

const KEPT = '30 days';
// A command that has not answered for this long ended with its process: its key may be taken up again.
const ABANDONED = '2 minutes';
const PRUNE_EVERY_MS = 3_600_000;
// One more than the race needs; a key that is given up and claimed again in between may take another.
const MOST_TURNS = 3;
const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/;

/** Checks an Idempotency-Key. Throws REQUEST_INVALID. */
export function checkKey(key: string): string {
  if (KEY.test(key)) return key;
  throw new ZhihengError('REQUEST_INVALID', {
    expected: 'Idempotency-Key: 1–200 个可见 ASCII 字符 1 to 200 visible ASCII characters',
    found: `${key.length} 个字符 characters`,
  });
}

export function keyReused(): ZhihengError {
  return new ZhihengError('IDEMPOTENCY_KEY_REUSED', {
    expected: '同一键值只用于同一请求 one key for one and the same request',
    found: '该键值已用于其他请求 the key was used for another request',
  });
}

export function underWay(): ZhihengError {
  return new ZhihengError('IDEMPOTENCY_IN_PROGRESS', {
    expected: '等待第一次请求的答复 wait for the answer to the first request',
    found: '第一次请求正在办理 the first request is under way',
  });
}

/** The keys of all accounts. A key belongs to its account: the same text of somebody else is another key. */
export class IdempotencyStore {
  private prunedAt = 0;

  constructor(private readonly pool: Pool) {}

  /** Claims keys; answers in their order. With `retake`, a claim whose command never answered is new again after a while. */
  async claim(
    account: string,
    requests: readonly KeyedRequest[],
    { retake = false }: { readonly retake?: boolean } = {},
  ): Promise<readonly Claim[]> {
    const hashes = requests.map(({ key }) => sha256(key));
    const known = new Map<string, Row>();
    // A key that somebody else commits while the statement waits for him is not in its snapshot: the next statement sees it.
    for (let turn = 1; turn <= MOST_TURNS; turn++) {
      const unknown = requests.filter((_, index) => !known.has(hashes[index]!));
      if (unknown.length === 0) break;
      for (const row of await this.ask(account, unknown, retake)) known.set(row.key_hash, row);
    }
    return requests.map(({ requestHash }, index) => {
      const row = known.get(hashes[index]!);
      if (row === undefined) throw underWay();
      if (row.request_hash !== requestHash) return { kind: 'reused' };
      if (row.is_new && hashes.indexOf(hashes[index]!) === index) return { kind: 'new' };
      return row.status === null || row.response === null
        ? { kind: 'repeated' }
        : { kind: 'repeated', answer: { status: row.status, body: JSON.parse(row.response) as unknown } };
    });
  }

  private ask(account: string, requests: readonly KeyedRequest[], retake: boolean): Promise<readonly Row[]> {
    return this.query<Row>(
      `with asked as (
         select distinct on (key_hash) * from unnest($2::text[], $3::text[]) with ordinality as t(key_hash, request_hash, place)
         order by key_hash, place
       ), made as (
         insert into idempotency (account, key_hash, request_hash) select $1, key_hash, request_hash from asked
         on conflict (account, key_hash) do update set at = now()
           where $4 and idempotency.status is null and idempotency.request_hash = excluded.request_hash
             and idempotency.at < now() - interval '${ABANDONED}'
         returning key_hash, request_hash, status, response
       )
       select key_hash, request_hash, status, response, true as is_new from made
       union all
       select k.key_hash, k.request_hash, k.status, k.response, false from idempotency k
       where k.account = $1 and k.key_hash = any($2::text[]) and k.key_hash not in (select key_hash from made)`,
      [account, requests.map(({ key }) => sha256(key)), requests.map(({ requestHash }) => requestHash), retake],
    );
  }

  async keepAnswer(
    account: string,
    key: string,
    { status, body }: { readonly status: number; readonly body: unknown },
  ): Promise<void> {
    await this.query('update idempotency set status = $3, response = $4 where account = $1 and key_hash = $2', [
      account,
      sha256(key),
      status,
      JSON.stringify(body ?? null),
    ]);
  }

  /** Gives up a key whose request was not carried out, so that the mended request can use it. */
  async release(account: string, key: string): Promise<void> {
    await this.query('delete from idempotency where account = $1 and key_hash = $2 and status is null', [account, sha256(key)]);
  }

  /** Drops keys that are no longer kept, once an hour. No request waits for it, and none fails with it: in an hour it is tried again. */
  prune(): void {
    const now = performance.now();
    if (this.prunedAt !== 0 && now - this.prunedAt < PRUNE_EVERY_MS) return;
    this.prunedAt = now;
    this.query(`delete from idempotency where at < now() - interval '${KEPT}'`, []).catch(() => undefined);
  }

  private async query<R extends object>(text: string, values: unknown[]): Promise<readonly R[]> {
    try {
      return (await this.pool.query<R & Record<string, unknown>>(text, values)).rows;
    } catch (fault) {
      throw mapStoreFault(fault);
    }
  }
}
