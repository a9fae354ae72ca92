import { sha256 } from '@zhiheng/kernel';
import { withPostgres } from '@zhiheng/persistence/testing';
import type { Pool } from 'pg';
import { IdempotencyStore } from './idempotency-store.js';

const hash = sha256('the request');

/** Another process that claims a key and has not committed yet when this one asks. */
async function whileAnotherClaims(pool: Pool, requestHash: string, ask: () => Promise<unknown>): Promise<unknown> {
  const other = await pool.connect();
  try {
    await other.query('begin');
    await other.query('insert into idempotency (account, key_hash, request_hash) values ($1, $2, $3)', [
      'inspector-1',
      sha256('key'),
      requestHash,
    ]);
    const asked = ask();
    await statementWaits(pool);
    await other.query('commit');
    return await asked;
  } finally {
    other.release();
  }
}

async function statementWaits(pool: Pool): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rowCount !== 0) return;
  }
}

describe('two processes that get the same key at the same time', () => {
  it('agree that one of them repeats the other', () =>
    withPostgres(async ({ pool }) => {
      const store = new IdempotencyStore(pool);
      const claims = await whileAnotherClaims(pool, hash, () =>
        store.claim('inspector-1', [{ key: 'key', requestHash: hash }]),
      );
      expect(claims).toEqual([{ kind: 'repeated' }]);
    }));

  it('for different requests agree that the key is used', () =>
    withPostgres(async ({ pool }) => {
      const store = new IdempotencyStore(pool);
      const claims = await whileAnotherClaims(pool, sha256('another request'), () =>
        store.claim('inspector-1', [{ key: 'key', requestHash: hash }]),
      );
      expect(claims).toEqual([{ kind: 'reused' }]);
    }));

  it('do not disturb the other keys of a list', () =>
    withPostgres(async ({ pool }) => {
      const store = new IdempotencyStore(pool);
      const requests = ['first', 'key', 'last'].map((key) => ({ key, requestHash: hash }));
      const claims = await whileAnotherClaims(pool, hash, () => store.claim('inspector-1', requests));
      expect(claims).toEqual([{ kind: 'new' }, { kind: 'repeated' }, { kind: 'new' }]);
    }));
});
