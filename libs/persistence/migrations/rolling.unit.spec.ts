import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rollingFaults } from '../testing/rolling-faults.js';
import type { Reasoned, RollingRule } from '../testing/rolling-faults.js';
import { migrations } from './migrations.js';

// No release is older than this one: what comes after it runs while the release before serves.
const LAST_BEFORE_RELEASES = 'NarrowInbox1764200000000';

const doing = (statements: string | readonly string[], more: Partial<Reasoned> = {}): Reasoned => ({
  up: async (runner: QueryRunner) => {
    for (const statement of [statements].flat()) await runner.query(statement as string);
  },
  down: async () => undefined,
  ...more,
});
const rulesOf = async (migration: MigrationInterface): Promise<readonly RollingRule[]> =>
  (await rollingFaults(migration)).map(({ rule }) => rule);

describe('a migration that runs while the release before serves', () => {
  const since = migrations.findIndex(({ name }) => name === LAST_BEFORE_RELEASES) + 1;
  it.each(migrations.slice(since).map((Migration) => [Migration.name, new Migration()] as const))(
    '%s blocks nobody for long and takes away nothing that is read',
    async (_name, migration) => {
      expect(await rollingFaults(migration)).toEqual([]);
    },
  );

  it('is looked for behind a migration that exists', () => {
    expect(since).toBeGreaterThan(0);
    expect(migrations.length).toBeGreaterThan(since);
  });

  it.each<readonly [RollingRule, string]>([
    ['INDEX_BLOCKS_WRITERS', 'create index log_x on log (kind)'],
    ['INDEX_BLOCKS_WRITERS', 'CREATE UNIQUE INDEX x ON instance\n (id, seq)'],
    ['CONCURRENT_IN_TRANSACTION', 'create index concurrently log_x on log (kind)'],
    ['COLUMN_WITHOUT_DEFAULT', 'alter table account add column nickname text not null'],
    ['COLUMN_WITHOUT_DEFAULT', 'alter table log add column a int, add b text not null'],
    ['TABLE_REWRITTEN', 'alter table log add column token uuid default gen_random_uuid()'],
    ['TABLE_REWRITTEN', 'alter table instance alter column seq type bigint'],
    ['TABLE_SCANNED', 'alter table instance alter column opened_by_rule set not null'],
    ['TABLE_SCANNED', 'alter table outbox add constraint known check (consumer in (1, 2))'],
    ['MANY_ROWS_CHANGED', `update instance set state = 'x'`],
    ['MANY_ROWS_CHANGED', 'delete from inbox where at < now()'],
    ['REMOVED_WHILE_READ', 'drop table dead_letter'],
    ['REMOVED_WHILE_READ', 'alter table account drop column name'],
    ['REMOVED_WHILE_READ', 'alter table account rename column name to title'],
    ['REMOVED_WHILE_READ', 'alter table account rename to person'],
  ])('may not, unless it says why (%s): %s', async (rule, statement) => {
    expect(await rulesOf(doing(statement))).toEqual([rule]);
    expect(
      await rulesOf(doing(statement, { reasons: { [rule]: 'the table is empty until this release writes into it' } })),
    ).toEqual([]);
  });

  it.each([
    ['an index of a new table', ['create table visit (id int)', 'create index visit_x on visit (id)']],
    ['an index of a small table', ['create index account_x on account (name)']],
    ['a column that may be empty', ['alter table log add column note text']],
    ['a column with a constant', ['alter table instance add column grade int not null default 0, add note text default now()']],
    ['a constraint that is checked later', ['alter table log add constraint c check (seq > 0) not valid']],
    ['looser rules', ['alter table log alter column at drop not null, drop constraint c']],
  ])('may make %s', async (_what, statements) => {
    expect(await rulesOf(doing(statements))).toEqual([]);
  });

  it('may build an index of a big table concurrently, outside a transaction', async () => {
    expect(await rulesOf(doing('create index concurrently log_x on log (kind)', { transaction: false }))).toEqual([]);
  });

  it('would have been stopped where earlier ones, before any release, did what they must not', async () => {
    const found = await Promise.all(migrations.slice(0, since).map((Migration) => rulesOf(new Migration())));
    expect(new Set(found.flat())).toEqual(new Set(['INDEX_BLOCKS_WRITERS', 'MANY_ROWS_CHANGED', 'REMOVED_WHILE_READ']));
  });
});
