import fc from 'fast-check';
import type { SpotCheckSample } from '../index.js';
import { aFoodmateRow as aRow, FOODMATE_HEADER as HEADER, importSpotChecks, projectImportConfig } from '../testing/index.js';

const config = projectImportConfig();
const imported = (...rows: string[]) => importSpotChecks(config, [HEADER, ...rows].join('\r\n'));

describe('for any rows', () => {
  const anyRow = fc.record({
    product: fc.constantFrom('白砂糖', '黄豆芽', '醋', '/'),
    producer: fc.constantFrom('甲厂', '乙厂', '/', '', '供应商：丙店'),
    unit: fc.constantFrom('丁店', '戊店', '/'),
    producedOn: fc.constantFrom('2020-11-13', '2021-02-25', '/', '购进日期2020/10/20', '批号J1'),
    item: fc.constantFrom('色值', '铅(Pb)', '甲（≤1g/kg）;乙（不得使用）', ''),
    measured: fc.constantFrom('1g/kg', '2g/kg', '不合格', '', '1;2'),
    verdict: fc.constantFrom('合格', '不合格', '严肃的', '?'),
    announcedOn: fc.constantFrom('2021-02-25', '2021-03-18', 'x'),
    publisher: fc.constantFrom('国内监督抽查(山西市场监管局)', 'RASFF', '国内监督抽查(国家市场监管总局)'),
  });
  const anyRows = fc.array(
    anyRow.map((row) => aRow(row)),
    { minLength: 1, maxLength: 25 },
  );
  const prints = (samples: readonly SpotCheckSample[]): string[] => samples.map(({ fingerprint }) => fingerprint).sort();

  it('every row has exactly one outcome, and every accepted or duplicate row belongs to one sample', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { samples, outcomes } = imported(...rows);
        expect(outcomes.map(({ line }) => line)).toEqual(rows.map((_, index) => index + 2));
        const quarantined = outcomes.filter(({ kind }) => kind === 'quarantined').length;
        const lines = samples.flatMap(({ origin }) => origin.lines);
        expect(new Set(lines).size).toBe(lines.length);
        expect(lines.length).toBe(rows.length - quarantined);
        const accepted = outcomes.flatMap((outcome) => (outcome.kind === 'accepted' ? [outcome.sample.fingerprint] : []));
        expect([...new Set(accepted)].sort()).toEqual(prints(samples));
      }),
      { numRuns: 150 },
    );
  });

  it('the order of the rows does not change the set of fingerprints', () => {
    fc.assert(
      fc.property(anyRows, fc.infiniteStream(fc.nat()), (rows, keys) => {
        const shuffled = rows
          .map((row) => ({ row, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row);
        expect(prints(imported(...shuffled).samples)).toEqual(prints(imported(...rows).samples));
      }),
      { numRuns: 150 },
    );
  });

  it('a second pass over the same rows adds nothing', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const once = imported(...rows);
        const twice = imported(...rows, ...rows);
        expect(prints(twice.samples)).toEqual(prints(once.samples));
        expect(twice.outcomes.slice(rows.length).filter(({ kind }) => kind === 'accepted')).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
