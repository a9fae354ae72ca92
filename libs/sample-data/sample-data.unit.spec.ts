import fc from 'fast-check';
import { decideKey } from '@zhiheng/intake';
import { importEnterprises, importSpotChecks, projectImportConfig } from '@zhiheng/intake/testing';
import { checkUscc } from '@zhiheng/kernel';
import {
  ENTERPRISE_COLUMNS,
  generateCity,
  PRODUCTS,
  randomFrom,
  renderEnterprisesCsv,
  renderSpotChecksCsv,
  SPOT_CHECK_COLUMNS,
  ZHONGSHAN,
} from './index.js';
import type { CityRequest } from './index.js';

const config = projectImportConfig();

const aCity = (request: Partial<CityRequest> = {}) =>
  generateCity({ seed: 'demo', enterprises: 30, samples: 60, failing: 0.4, jurisdiction: ZHONGSHAN, ...request });

const count = (outcomes: readonly { readonly kind: string }[], kind: string): number =>
  outcomes.filter((outcome) => outcome.kind === kind).length;

describe('sample data', () => {
  it('the same seed gives the same city, another seed another', () => {
    expect(aCity()).toEqual(aCity());
    expect(aCity({ seed: 'other' }).spotCheckRows).not.toEqual(aCity().spotCheckRows);
  });

  it('the generator is spread evenly over its range', () => {
    const random = randomFrom('dice');
    const faces = Array.from({ length: 6000 }, () => random.between(1, 6));
    for (const face of [1, 2, 3, 4, 5, 6]) expect(faces.filter((each) => each === face).length).toBeGreaterThan(850);
    expect(Math.min(...faces)).toBe(1);
    expect(Math.max(...faces)).toBe(6);
  });

  it('every enterprise has a valid credit code and a name of its own', () => {
    const { enterprises } = aCity({ enterprises: 400 });
    expect(enterprises.every(({ uscc }) => checkUscc(uscc).valid)).toBe(true);
    expect(new Set(enterprises.map(({ name }) => name)).size).toBe(400);
    expect(new Set(enterprises.map(({ uscc }) => uscc)).size).toBe(400);
  });

  it('writes the columns of our own documented formats', () => {
    const columnsOf = (source: string) =>
      Object.entries(config.profiles.find((profile) => profile.source === source)!.columns).map(([field, names]) => [
        field,
        names[0],
      ]);
    expect(Object.entries(SPOT_CHECK_COLUMNS)).toEqual(columnsOf('zhiheng'));
    expect(Object.entries(ENTERPRISE_COLUMNS)).toEqual(columnsOf('zhiheng-enterprises'));
  });

  it('the catalogue agrees with the table of key items', () => {
    const disagree = PRODUCTS.flatMap(({ items }) => items).filter(({ name, key }) => {
      const decision = decideKey(config.tables!.keyItems, name, undefined);
      return !decision.known || decision.key !== key;
    });
    expect(disagree.map(({ name }) => name)).toEqual([]);
  });

  it('what was rendered is what is imported, dirt and all', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 0, max: 60 }),
        fc.array(fc.nat(4), { minLength: 7, maxLength: 7 }),
        (seed, enterprises, samples, dirt) => {
          const [repeatedRows, reannouncements, badCodes, shiftedRows, emptyRows, repeatedEnterprises, badEnterpriseCodes] =
            dirt as [number, number, number, number, number, number, number];
          const city = generateCity({
            seed,
            enterprises,
            samples,
            failing: 0.5,
            jurisdiction: ZHONGSHAN,
            dirt: {
              repeatedRows,
              reannouncements,
              badCodes,
              shiftedRows,
              emptyRows: samples === 0 ? 0 : emptyRows,
              repeatedEnterprises,
              badEnterpriseCodes,
            },
          });
          const found = importSpotChecks(config, renderSpotChecksCsv(city.spotCheckRows));
          expect({
            rows: found.outcomes.length,
            accepted: count(found.outcomes, 'accepted'),
            duplicate: count(found.outcomes, 'duplicate'),
            quarantined: count(found.outcomes, 'quarantined'),
          }).toEqual(city.expected.spotChecks);
          const failed = found.samples.filter(({ conforming }) => conforming === false);
          expect([
            found.source,
            found.samples.length,
            failed.length,
            failed.filter(({ items }) => items.some(({ key }) => key)).length,
          ]).toEqual(['zhiheng', city.expected.samples, city.expected.nonConforming, city.expected.keyFailures]);
          const directory = importEnterprises(config, renderEnterprisesCsv(city.enterprises));
          expect({
            rows: directory.outcomes.length,
            accepted: count(directory.outcomes, 'accepted'),
            duplicate: count(directory.outcomes, 'duplicate'),
            quarantined: count(directory.outcomes, 'quarantined'),
          }).toEqual(city.expected.enterprises);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('an imported sample carries what its row says', () => {
    const { spotCheckRows } = aCity({ samples: 40, failing: 1 });
    const { samples } = importSpotChecks(config, renderSpotChecksCsv(spotCheckRows));
    const row = spotCheckRows[0]!;
    const sample = samples[0]!;
    expect(sample).toMatchObject({
      product: row.product,
      batch: row.batch,
      spec: row.spec,
      conforming: false,
      announcedOn: [row.announcedOn],
      reference: row.sampleNumber,
    });
    expect(sample.producer).toMatchObject({ name: row.producer, uscc: row.producerUscc, address: row.producerAddress });
    expect(sample.sampledUnit).toMatchObject({ name: row.sampledUnit, uscc: row.sampledUnitUscc });
    expect(sample.items[0]).toMatchObject({ name: row.item, measured: { text: row.measured }, limit: { text: row.limit } });
  });

  it('every category tells whether it is food, and both orders occur', () => {
    const { samples } = importSpotChecks(
      config,
      renderSpotChecksCsv(aCity({ samples: 300, enterprises: 90, failing: 1 }).spotCheckRows),
    );
    const regimes = new Map(samples.map(({ product, regime }) => [product, regime]));
    const foods = ['红薯淀粉', '纯芝麻油', '蛋黄酥', '黄豆酱油', '广式腊肠', '草鱼', '豇豆', '桶装饮用水'];
    expect(
      [...regimes]
        .filter(([, regime]) => regime === 'food')
        .map(([name]) => name)
        .sort(),
    ).toEqual(foods.sort());
    expect(samples.flatMap(({ warnings }) => warnings).filter(({ zh }) => zh.includes('适用规定'))).toEqual([]);
    expect(regimes.size).toBe(PRODUCTS.length);
  });

  it('a failed key item is a key item, label failures alone are not', () => {
    const { samples } = importSpotChecks(config, renderSpotChecksCsv(aCity({ samples: 200, failing: 1 }).spotCheckRows));
    const byName = new Map(samples.flatMap(({ items }) => items).map(({ name, key }) => [name, key]));
    expect(byName.get('标签') ?? false).toBe(false);
    expect([...byName.values()]).toContain(true);
  });
});
