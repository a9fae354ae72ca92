import { canonicalJson } from '@zhiheng/kernel';
import type { Announcement } from '@zhiheng/contracts';
import { instanceId, messageId, sha256 } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import { transactionsEnded, withPostgres } from '@zhiheng/persistence/testing';
import type { TestDatabase } from '@zhiheng/persistence/testing';
import { FakeClock } from '@zhiheng/testing';
import { keepPublicRecords } from './consumers/keep-public-records.js';
import { closeDays, listDays, readDay } from './daily/daily-store.js';
import { csvOf } from './http/csv.js';
import { readChanges } from './reading/read-changes.js';
import { allRecords, readRecord, readRecords } from './reading/read-records.js';

type Told = { readonly of?: string; readonly seq?: number; readonly name?: string; readonly kind?: string };

function told(
  topic: string,
  facts: JsonObject,
  { of = 'a', seq = 1, name = '中山市示例电器有限公司', kind = 'enterprise' }: Told = {},
) {
  const source = instanceId('test', of);
  return {
    messageId: messageId('test', topic, of, String(seq)),
    topic,
    facts,
    source: {
      instanceId: source,
      workflow: topic.split('.')[0]!,
      jurisdiction: '442000',
      seq,
      on: '2026-03-02',
      at: '2026-03-02T02:00:00.000Z',
      subject: { kind, id: `id:${of}`, name },
    },
  } as Announcement;
}

const sample = (of: string, more: JsonObject = {}, options: Told = {}) =>
  told(
    'spot-check.recorded',
    { product: '电热水壶', conforming: false, announcedOn: '2026-02-01', ...more },
    { of, ...options },
  );

async function withLists(
  run: (world: { database: TestDatabase; clock: FakeClock; hear: (...all: Announcement[]) => Promise<void> }) => Promise<void>,
) {
  await withPostgres(async (database) => {
    const clock = new FakeClock('2026-03-02');
    const { handle } = keepPublicRecords({ pool: database.pool, clock });
    await run({ database, clock, hear: async (...all) => void (await Promise.all(all.map((each) => handle(each)))) });
  });
}

async function follow(database: TestDatabase): Promise<Map<string, unknown>> {
  await transactionsEnded(database.pool);
  const list = new Map<string, unknown>();
  for (let cursor = ''; ;) {
    const { changes, next, more } = await readChanges(database, cursor, 7);
    for (const { op, kind, id, record } of changes) {
      if (op === 'upsert') list.set(`${kind}/${id}`, record);
      else list.delete(`${kind}/${id}`);
    }
    cursor = next;
    if (!more) return list;
  }
}

async function table(database: TestDatabase): Promise<Map<string, unknown>> {
  const { rows } = await database.pool.query<{ key: string; record: unknown }>(
    `select kind || '/' || id as key, public_record_json(r) as record from public_record r where published_on is not null and withdrawn_on is null`,
  );
  return new Map(rows.map(({ key, record }) => [key, record]));
}

describe('the public lists', () => {
  it('show a listing until it is removed, and then only the removal', () =>
    withLists(async ({ database, hear }) => {
      await hear(told('blacklist.published', { decisionNo: '1号', groundText: '拒绝检查' }, { seq: 5 }));
      expect((await readRecords(database, { kind: 'blacklist', limit: 10 })).rows).toHaveLength(1);

      await hear(told('blacklist.removed', { reason: 'term-ended' }, { seq: 9 }));
      const id = instanceId('test', 'a');
      expect((await readRecords(database, { kind: 'blacklist', limit: 10 })).rows).toEqual([]);
      const { rows } = await readRecords(database, { kind: 'blacklist', withdrawn: true, limit: 10 });
      expect(rows[0]!.record).toMatchObject({ id, withdrawnWhy: 'term-ended', withdrawnOn: '2026-03-02' });
      expect(JSON.stringify(rows)).not.toContain('示例电器');
      await expect(readRecord(database, 'blacklist', id)).rejects.toMatchObject({ code: 'RECORD_WITHDRAWN' });
      // What was told earlier is told no more: a reader who begins now does not learn the name.
      await transactionsEnded(database.pool);
      expect(JSON.stringify((await readChanges(database, '', 10)).changes)).not.toContain('示例电器');
    }));

  it('are not changed by what comes late or again', () =>
    withLists(async ({ database, hear }) => {
      const published = told(
        'enforcement.penaltyPublished',
        { decisionNo: '罚1', penalties: [{ kind: 'fine', title: '罚款' }] },
        { seq: 4 },
      );
      await hear(told('enforcement.publicityStopped', { reason: 'early' }, { seq: 8 }));
      await hear(published);
      await hear(published);
      expect((await readRecords(database, { kind: 'penalty', limit: 10 })).rows).toEqual([]);
      expect((await readChanges(database, '', 10)).changes).toEqual([]);
    }));

  it('take back a result that a retest has set aside', () =>
    withLists(async ({ database, hear }) => {
      await hear(sample('s'));
      const sampleId = instanceId('test', 's');
      await hear(
        told(
          'inspection.closed',
          { outcome: 'overturned-by-retest', sampleId, own: false, regime: 'product' },
          { of: 'i', seq: 6 },
        ),
      );
      expect((await readRecords(database, { kind: 'spot-check', limit: 10 })).rows).toEqual([]);
      await expect(readRecord(database, 'spot-check', sampleId)).rejects.toMatchObject({ code: 'RECORD_WITHDRAWN' });
    }));

  it('keep a recall public after its closing, with how it stands', () =>
    withLists(async ({ database, hear }) => {
      await hear(told('recall.closed', { product: '童车', outcome: 'no-defect' }, { of: 'none', seq: 3 }));
      await hear(told('recall.planPublished', { product: '童车', scope: '全部批次', measures: '更换' }, { seq: 3 }));
      await hear(told('recall.closed', { product: '童车', outcome: 'recalled' }, { seq: 7 }));
      const { rows } = await readRecords(database, { kind: 'recall', limit: 10 });
      expect(rows.map(({ record }) => record['facts'])).toEqual([
        expect.objectContaining({ scope: '全部批次', status: 'completed', outcome: 'recalled' }),
      ]);
    }));

  it('name natural persons by their surname only', () =>
    withLists(async ({ database, hear }) => {
      const facts = {
        decisionNo: '罚2',
        partyKind: 'natural-person',
        violations: ['张三丰（11010519491231002X）无照经营'],
        penalties: [],
      };
      await hear(told('enforcement.penaltyPublished', facts, { name: '张三丰' }));
      const all = JSON.stringify((await readRecords(database, { kind: 'penalty', limit: 10 })).rows);
      expect(all).toContain('张某某');
      expect(all).not.toMatch(/张三丰|19491231|id:a/);
    }));

  it('are searched by any part of a name, and by its code', () =>
    withLists(async ({ database, hear }) => {
      await hear(sample('1', {}, { name: '中山市甲电器有限公司' }), sample('2', {}, { name: '中山市100%_食品厂' }));
      const found = async (q: string) =>
        (await readRecords(database, { kind: 'spot-check', q, limit: 10 })).rows.map(
          ({ record }) => (record['subject'] as JsonObject)['id'],
        );
      expect(await found('甲')).toEqual(['id:1']);
      expect(await found('电器有限')).toEqual(['id:1']);
      expect(await found('%_食')).toEqual(['id:2']);
      expect(await found('ID:2')).toEqual(['id:2']);
      expect((await found('中山市')).sort()).toEqual(['id:1', 'id:2']);
      expect(await found('器电')).toEqual([]);
    }));

  it('are paged without loss, and written to CSV without formulas', () =>
    withLists(async ({ database, hear }) => {
      await hear(...Array.from({ length: 23 }, (_, index) => sample(`n${index}`, {}, { name: '=cmd()' })));
      const seen = new Set<string>();
      for (let cursor: string | undefined; ;) {
        const { rows, next } = await readRecords(database, { kind: 'spot-check', cursor, limit: 5 });
        for (const { id } of rows) seen.add(id);
        if (next === undefined) break;
        cursor = next;
      }
      expect(seen.size).toBe(23);
      let csv = '';
      for await (const chunk of csvOf(allRecords(database, { kind: 'spot-check' }))) csv += String(chunk);
      expect(csv.startsWith('\ufeff')).toBe(true);
      expect(csv.trim().split('\r\n')).toHaveLength(24);
      expect(csv).toContain("'=cmd()");
    }));
});

describe('the feed of changes', () => {
  it('skips nothing though transactions commit out of order', () =>
    withLists(async ({ database, hear }) => {
      const slow = await database.pool.connect();
      await slow.query('begin');
      await slow.query('select pg_current_xact_id()');
      await hear(sample('after'));
      const before = await readChanges(database, '', 10);
      expect(before).toEqual({ changes: [], next: '', more: false });

      await slow.query(
        `insert into public_record select kind, $1, jurisdiction, subject_id, subject_name, title, facts, basis, published_on, null, null, $1, 1, search, changed_at from public_record`,
        [instanceId('test', 'slow')],
      );
      await slow.query(
        `insert into public_change (kind, record_id, seq, op, record, at) values ('spot-check', $1, 1, 'upsert', '{}', now())`,
        [instanceId('test', 'slow')],
      );
      await slow.query('commit');
      slow.release();
      await transactionsEnded(database.pool);
      const { changes } = await readChanges(database, before.next, 10);
      expect(changes.map(({ id }) => id)).toEqual([instanceId('test', 'slow'), instanceId('test', 'after')]);
    }));

  it('brings a follower to the list, whatever writes at the same time', () =>
    withLists(async ({ database, clock, hear }) => {
      const other = keepPublicRecords({ pool: database.pool, clock });
      let writing = true;
      const follower = (async () => {
        const list = new Map<string, unknown>();
        for (let cursor = ''; ;) {
          const last = !writing;
          const page = await readChanges(database, cursor, 5);
          for (const { op, kind, id, record } of page.changes) {
            if (op === 'upsert') list.set(`${kind}/${id}`, record);
            else list.delete(`${kind}/${id}`);
          }
          cursor = page.next;
          if (last && !page.more) return list;
        }
      })();
      for (let round = 0; round < 12; round++) {
        const blocker = await database.pool.connect();
        await blocker.query('begin');
        await blocker.query('select pg_current_xact_id()');
        const some = Array.from({ length: 20 }, (_, index) => String((round * 7 + index) % 60));
        await Promise.all([
          hear(...some.map((of) => told('blacklist.published', { decisionNo: `${round}` }, { of, seq: round * 2 + 1 }))),
          ...some
            .slice(0, 9)
            .map((of) => other.handle(told('blacklist.removed', { reason: 'early' }, { of, seq: round * 2 + 2 }))),
        ]);
        await blocker.query('commit');
        blocker.release();
      }
      await transactionsEnded(database.pool);
      writing = false;
      const list = await follower;
      expect([...list].sort()).toEqual([...(await table(database))].sort());
      expect(list.size).toBeGreaterThan(10);
      expect([...(await follow(database))].sort()).toEqual([...list].sort());
    }));
});

describe('the daily file', () => {
  it('holds what was public at the end of the day, and is chained to the day before', () =>
    withLists(async ({ database: { pool }, clock, hear }) => {
      await hear(sample('1'), sample('2'));
      clock.moveToDay('2026-03-04');
      await hear(
        told('inspection.conclusionSetAside', { by: 'retest', sampleId: instanceId('test', '1') }, { of: 'i', seq: 4 }),
      );
      clock.moveToDay('2026-03-05');
      await transactionsEnded(pool);
      await Promise.all([closeDays(pool, clock.now(), 31), closeDays(pool, clock.now(), 31)]);

      const days = await listDays(pool, 10);
      expect(days.map(({ date, records }) => [date, records])).toEqual([
        ['2026-03-04', 1],
        ['2026-03-03', 2],
        ['2026-03-02', 2],
      ]);
      for (const [place, { date, sha256: hash, previous, bytes }] of days.entries()) {
        const { text } = await readDay(pool, date);
        expect({ hash: sha256(text), bytes: Buffer.byteLength(text) }).toEqual({ hash, bytes });
        expect(previous).toBe(days[place + 1]?.sha256 ?? '0'.repeat(64));
        expect(canonicalJson(JSON.parse(text) as JsonObject)).toContain(previous);
      }
      await hear(sample('3'));
      expect((await readDay(pool, '2026-03-04')).sha256).toBe(days[0]!.sha256);
      await expect(readDay(pool, '2026-03-05')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }));
});
