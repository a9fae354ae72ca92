import pg from 'pg';
import { migrate } from '../migrate.js';
import { withEmptyDatabase } from '../testing/with-empty-database.js';
import { migrations } from './migrations.js';
import { NamesOfBefore1764300100000 } from './1764300100000-names-of-before.js';
import { ProcedureNames1764300000000 } from './1764300000000-procedure-names.js';

const OPEN = `insert into zhiheng.instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at)
  select gen_random_uuid(), 'interview', 1, '442000', 'enterprise', 'x', 'Ａ 厂' || n, 1, repeat('0', 64), 'proposed', false, '{}', '{}', now() - (n / 3) * interval '1 s'
  from generate_series(1, $1::int) n`;
const MISSING = `select count(*)::int as missing from zhiheng.instance i full join zhiheng.procedure_name p using (id)
  where p.name is distinct from zhiheng.search_text(i.subject_name) or p.opened_at is distinct from i.opened_at`;

describe('the names of procedures opened before names were listed', () => {
  it('are listed, those that the release before opens meanwhile once, and again after an end in the middle', () =>
    withEmptyDatabase(async (url) => {
      const at = migrations.findIndex((one) => one === ProcedureNames1764300000000);
      const client = new pg.Client(url);
      await client.connect();
      try {
        await client.query('create schema zhiheng');
        await migrate(url, migrations.slice(0, at));
        await client.query(OPEN, [12_003]);
        await migrate(url, migrations.slice(0, at + 1));
        // The release before goes on opening.
        await client.query(OPEN, [7]);
        await client.query(`set search_path = zhiheng`);
        const halfWay = { query: stoppingAfter(2, client) };
        await expect(new NamesOfBefore1764300100000().up(halfWay as never)).rejects.toThrow('killed');
        await migrate(url, migrations);
        expect((await client.query('select count(*)::int as n from procedure_name')).rows).toEqual([{ n: 12_010 }]);
        expect((await client.query(MISSING)).rows).toEqual([{ missing: 0 }]);
      } finally {
        await client.end();
      }
    }));
});

function stoppingAfter(statements: number, client: pg.Client): (sql: string, values?: unknown[]) => Promise<unknown> {
  let left = statements;
  return async (sql, values) => {
    if (left-- === 0) throw new Error('killed');
    return (await client.query(sql, values)).rows;
  };
}
