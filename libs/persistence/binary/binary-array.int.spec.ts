import fc from 'fast-check';
import { withPostgres } from '../testing/with-postgres.js';
import { bigIntegers, booleans, dates, instants, integers, texts, uuids } from './binary-array.js';

const orNull = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<readonly (T | null)[]> =>
  fc.array(fc.option(values, { freq: 5 }), { maxLength: 20 });
const moment = fc.date({
  min: new Date('1900-01-01T00:00:00Z'),
  max: new Date('2199-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});
// PostgreSQL stores no NUL; what is stored here is JSON, which writes it otherwise.
const wording = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll('\u0000', ''));

describe('arrays in binary form', () => {
  it('arrive as they were sent: quotes, backslashes, Chinese, emptiness and holes included', () =>
    withPostgres(async ({ pool }) => {
      await fc.assert(
        fc.asyncProperty(
          orNull(wording),
          orNull(fc.uuid()),
          orNull(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
          orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
          orNull(fc.boolean()),
          orNull(moment.map((date) => date.toISOString())),
          orNull(moment.map((date) => date.toISOString().slice(0, 10))),
          async (words, ids, numbers, large, flags, times, days) => {
            const { rows } = await pool.query<Record<string, unknown>>(
              `select $1::text[] as words, $2::uuid[] as ids, $3::int[] as numbers, $4::bigint[] as large, $5::boolean[] as flags,
                 $6::timestamptz[] as times, array(select to_char(day, 'YYYY-MM-DD') from unnest($7::date[]) with ordinality as t(day, place) order by place) as days`,
              [texts(words), uuids(ids), integers(numbers), bigIntegers(large), booleans(flags), instants(times), dates(days)],
            );
            const [found] = rows;
            expect(found).toEqual({ words, ids, numbers, large, flags, times: times.map((at) => at && new Date(at)), days });
          },
        ),
        { numRuns: 200 },
      );
    }));
});
