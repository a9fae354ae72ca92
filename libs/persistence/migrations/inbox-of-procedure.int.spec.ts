import pg from 'pg';
import { openDatabase } from '../database.js';
import { migrate } from '../migrate.js';
import { withEmptyDatabase } from '../testing/with-empty-database.js';
import { InboxOfProcedure1764270000000 } from './1764270000000-inbox-of-procedure.js';
import { migrations } from './migrations.js';

const FILL = `insert into zhiheng.inbox (message_id, instance_id, seq, done)
  select gen_random_uuid(), gen_random_uuid(), 1, false from generate_series(1, 50000)`;
// As the release before asks in each commit.
const HANDLED = `explain (analyze, buffers, format json) with message as (select * from unnest(array[gen_random_uuid()]) as t(message_id))
  select i.instance_id from message m join inbox i on i.message_id = m.message_id`;

type Plan = { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number };

describe('the inbox in the order of procedures', () => {
  it('lets the release before find a message by its id alone without reading all of them', () =>
    withEmptyDatabase(async (url) => {
      const before = new pg.Client(url);
      await before.connect();
      await before.query('create schema zhiheng');
      const at = migrations.findIndex((one) => one === InboxOfProcedure1764270000000);
      await migrate(url, migrations.slice(0, at));
      await before.query(FILL);
      await before.end();
      await migrate(url, migrations);
      const { pool, close } = await openDatabase({ url });
      const { rows } = await pool.query<{ readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(HANDLED);
      const { Plan: plan } = rows[0]!['QUERY PLAN'][0]!;
      expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(20);
      await close();
    }));
});
