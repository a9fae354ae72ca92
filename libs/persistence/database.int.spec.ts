import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { openDatabase } from './database.js';
import type { InstanceId, MessageId } from '@zhiheng/kernel';
import { migrations } from './migrations/migrations.js';
import { PostgresEngineStore } from './stores/engine-store.js';
import { withEmptyDatabase } from './testing/with-empty-database.js';
import { withPostgres } from './testing/with-postgres.js';

const PASSWORD = 'sEcret-42';

const addressOf = (change: (url: URL) => void): string => {
  const url = new URL(process.env['TEST_DATABASE_URL']!);
  change(url);
  return url.href;
};

async function faultOf(url: string): Promise<Error> {
  try {
    await (await openDatabase({ url })).close();
  } catch (fault) {
    return fault as Error;
  }
  throw new Error('the database was opened');
}

describe('a connection that the server ends', () => {
  it('in the hands of a transaction faults its statement, and neither the process nor the next transaction', () =>
    withEmptyDatabase(async (url) => {
      const database = await openDatabase({ url });
      const tx = await database.pool.connect();
      await tx.query('begin');
      const { rows } = await tx.query<{ readonly pid: number }>('select pg_backend_pid() as pid');
      const gone = new Promise((resolve) => tx.once('end', resolve));
      // Nobody who lost his connection goes on at once: the end comes in between, when no statement is under way.
      await database.pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
      await gone;
      await expect(tx.query('commit')).rejects.toThrow();
      tx.release();
      expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      await database.close();
    }));
});

describe('migrating', () => {
  it('runs every migration once, in order, and nothing the second time', () =>
    withEmptyDatabase(async (url) => {
      const database = await openDatabase({ url });
      expect(await database.migrate()).toEqual(migrations.map(({ name }) => name));
      expect(await database.migrate()).toEqual([]);
      await database.close();
    }));

  it('from several processes that start at the same time on an empty database runs every migration once', () =>
    withEmptyDatabase(async (url) => {
      const databases = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ url, poolSize: 2 })));
      const ran = await Promise.all(databases.map((database) => database.migrate()));
      await Promise.all(databases.map((database) => database.close()));

      expect(ran.flat()).toEqual(migrations.map(({ name }) => name));
    }));

  it('leaves a database alone that a newer release has migrated, and names its migrations', () =>
    withPostgres(async (database) => {
      await database.pool.query(`insert into migration (timestamp, name) values (9999999999999, 'FromTheFuture9999999999999')`);
      await expect(database.migrate()).rejects.toMatchObject({
        code: 'DATABASE_NEWER',
        retry: 'never',
        found: expect.stringContaining('FromTheFuture9999999999999') as string,
      });

      // The lock is free again: the next process gets its answer too.
      const other = await openDatabase({ url: database.url });
      await expect(other.migrate()).rejects.toMatchObject({ code: 'DATABASE_NEWER' });
      await other.close();
    }));
});

describe('a database of before the four public lists', () => {
  it('keeps what it had published, and says of natural persons only what may be said of them', () =>
    withEmptyDatabase(async (url) => {
      const database = await openDatabase({ url });
      await migrateAsBefore(database, 'PublicRecords1764100000000');
      const [company, person, removed] = [randomUUID(), randomUUID(), randomUUID()] as const;
      await database.pool.query(
        `insert into public_listing (instance_id, jurisdiction, subject_kind, subject_id, subject_name, decision_no, ground, facts, listed_on,
           published_on, withdrawn_on, withdrawn_why, seq)
         values ($1, '442000', 'enterprise', '914420000000000001', '中山甲食品有限公司', '列〔2025〕1', 'food', '{"decisionNo":"列〔2025〕1"}',
             '2025-01-02', '2025-01-03', null, null, 4),
           ($2, '442000', 'natural-person', '11010519491231002X', '欧阳修文', '列〔2025〕2', 'food',
             '{"decisionNo":"列〔2025〕2","reason":"欧阳修文（11010519491231002X）"}', '2025-01-02', '2025-01-03', null, null, 5),
           ($3, '442000', 'enterprise', '914420000000000002', '中山乙食品有限公司', '列〔2022〕3', 'food', '{}',
             '2022-01-02', '2022-01-03', '2025-01-02', 'removed', 9)`,
        [company, person, removed],
      );
      await database.migrate();

      const { rows } = await database.pool.query<{ readonly record: object }>(
        'select public_record_json(r) as record from public_record r order by seq',
      );
      expect(rows.map(({ record }) => record)).toEqual([
        expect.objectContaining({
          id: company,
          subject: { id: '914420000000000001', name: '中山甲食品有限公司' },
          publishedOn: '2025-01-03',
        }),
        expect.objectContaining({
          id: person,
          subject: { id: '', name: '欧阳某某' },
          facts: { decisionNo: '列〔2025〕2', reason: '欧阳某某（110105************）' },
        }),
        expect.objectContaining({ id: removed, withdrawnOn: '2025-01-02', withdrawnWhy: 'removed' }),
      ]);
      const { rows: changes } = await database.pool.query(
        `select op, record, to_jsonb(c) ->> 'seq' as seq from public_change c order by seq`,
      );
      expect(changes.map(({ op }: { readonly op: string }) => op)).toEqual(['upsert', 'upsert', 'withdraw']);
      expect(JSON.stringify(changes)).not.toMatch(/修文|002X/);
      await database.close();
    }));
});

describe('a database of before the narrow inbox', () => {
  it('still knows what came of each message that the engine had handled, and asks no more for those of consumers', () =>
    withEmptyDatabase(async (url) => {
      const database = await openDatabase({ url });
      await migrateAsBefore(database, 'NarrowInbox1764200000000');
      const [instanceId, accepted, refused, stray] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
      const entry = { instance: instanceId, seq: 1, kind: 'accepted', to: 'closed', at: '2026-03-02T02:00:00.000Z' };
      const refusal = { code: 'INSTANCE_CLOSED', message: { zh: '程序已经办结', en: 'closed' } };
      const outcomes = {
        [accepted]: { kind: 'accepted', instanceId, seq: 1, state: 'closed', done: true, at: entry.at },
        [refused]: { kind: 'rejected', instanceId, seq: 2, refusal },
        [stray]: { kind: 'rejected', instanceId, refusal },
      };
      await database.pool.query(
        `insert into inbox (message_id, consumer, outcome) select key::uuid, 'engine', value from json_each_text($1)
         union all select $2::uuid, 'publicity', 'handled'`,
        [JSON.stringify(outcomes), accepted],
      );
      await database.pool.query(
        `insert into log (instance_id, seq, kind, entry, hash, at) values ($1, 1, 'accepted', $2, repeat('0', 64), now()), ($1, 2, 'refused', $3, repeat('0', 64), now())`,
        [instanceId, JSON.stringify(entry), JSON.stringify({ ...entry, seq: 2, kind: 'refused', refusal })],
      );
      await database.migrate();

      const { handled } = await new PostgresEngineStore(database.pool).load({
        instanceIds: [],
        messages: (Object.keys(outcomes) as MessageId[]).map((messageId) => ({
          instanceId: instanceId as InstanceId,
          messageId,
        })),
      });
      expect(Object.fromEntries(handled.get(instanceId as InstanceId)!)).toEqual(outcomes);
      await database.close();
    }));
});

/** Brings the schema to where it was before the migration `next`, as the release of that day did. */
async function migrateAsBefore({ dataSource }: Awaited<ReturnType<typeof openDatabase>>, next: string): Promise<void> {
  const runner = dataSource.createQueryRunner();
  await runner.query('create table migration (id serial primary key, "timestamp" bigint not null, name varchar not null)');
  for (const Migration of migrations.slice(
    0,
    migrations.findIndex(({ name }) => name === next),
  )) {
    await new Migration().up(runner);
    await runner.query('insert into migration ("timestamp", name) values ($1, $2)', [
      Migration.name.slice(-13),
      Migration.name,
    ]);
  }
  await runner.release();
}

describe('an address that does not lead to a database', () => {
  it.each([
    ['no address', `not an address ${PASSWORD}`],
    ['a port that is none', `postgres://u:${PASSWORD}@127.0.0.1:99999/zhiheng`],
    ['another kind of server', `mysql://u:${PASSWORD}@127.0.0.1:3306/zhiheng`],
  ])('is refused before anything is tried: %s', async (_what, url) => {
    const fault = await faultOf(url);
    expect(fault).toMatchObject({ code: 'DATABASE_URL_INVALID', expected: 'postgres://user:password@host:5432/database' });
    expect(inspect(fault, { depth: 10, showHidden: true })).not.toContain(PASSWORD);
  });

  it.each([
    ['a database that does not exist', () => addressOf((url) => (url.pathname = '/no_such_database')), /^3D000 数据库不存在/],
    ['a password that is wrong', () => addressOf((url) => (url.password = PASSWORD)), /^28P01 用户名或密码错误/],
    ['a user that does not exist', () => addressOf((url) => (url.username = 'no_such_user')), /^28(P01|000)/],
    ['a host that does not exist', () => addressOf((url) => (url.hostname = 'no-such-host.invalid')), /^(ENOTFOUND|EAI_AGAIN)/],
  ] as const)('says where and why, without the password: %s', async (_what, address, found) => {
    const url = address();
    const fault = await faultOf(url);
    expect(fault).toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      retry: 'later',
      found: expect.stringMatching(found) as string,
      expected: expect.stringContaining('postgres://') as string,
    });
    expect(inspect(fault, { depth: 10, showHidden: true })).not.toContain(`:${new URL(url).password}@`);
  });

  it('says that nobody listens there', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const fault = await faultOf(addressOf((url) => ((url.hostname = '127.0.0.1'), (url.port = String(port)))));

    expect(fault).toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      found: 'ECONNREFUSED 没有服务在该地址监听 nothing listens there',
      expected: expect.stringContaining(`127.0.0.1:${port}`) as string,
    });
    expect(inspect(fault, { depth: 10, showHidden: true })).not.toContain(PASSWORD);
  });
});
