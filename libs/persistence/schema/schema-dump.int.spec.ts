import { readFileSync, writeFileSync } from 'node:fs';
import { withPostgres } from '@zhiheng/persistence/testing';
import { describeSchema } from './describe-schema.js';

const FILE = new URL('./schema.txt', import.meta.url);

describe('the schema', () => {
  it('is the committed one: run with UPDATE_SCHEMA=1 after a new migration and read the difference', () =>
    withPostgres(async ({ pool }) => {
      const schema = await describeSchema(pool);
      if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(FILE, schema);
      expect(schema).toBe(readFileSync(FILE, 'utf8'));
    }));

  it('does not change when the migrations are run again', () =>
    withPostgres(async (database) => {
      const before = await describeSchema(database.pool);
      expect(await database.migrate()).toEqual([]);
      expect(await describeSchema(database.pool)).toBe(before);
    }));
});
