import { addresseeOf } from '../index.js';
import type { SpotCheckSample } from '../index.js';
import {
  aConformingRow as conforming,
  aFoodmateRow as aRow,
  FOODMATE_HEADER as HEADER,
  importSpotChecks,
  projectImportConfig,
} from '../testing/index.js';

const config = projectImportConfig();
const imported = (...rows: string[]) => importSpotChecks(config, [HEADER, ...rows].join('\r\n'));
const kinds = (...rows: string[]): string[] => imported(...rows).outcomes.map(({ kind }) => kind);
const only = (...rows: string[]): SpotCheckSample => {
  const { samples } = imported(...rows);
  expect(samples).toHaveLength(1);
  return samples[0]!;
};

describe('rows of one sample', () => {
  it('one row for each failed item is one sample', () => {
    const sample = only(aRow(), aRow({ item: '二氧化硫残留量', measured: '0.3g/kg', limit: '≤0.1g/kg' }));
    expect(sample.items.map(({ name, key }) => [name, key])).toEqual([
      ['色值', false],
      ['二氧化硫残留量', true],
    ]);
    expect(sample.origin.lines).toEqual([2, 3]);
  });

  it('an exact repetition is a duplicate of its line', () => {
    const { outcomes } = imported(aRow(), aRow());
    expect(outcomes[1]).toMatchObject({ kind: 'duplicate', line: 3, of: { line: 2 } });
  });

  it('the same failure announced again on another day opens nothing new', () => {
    const { samples, outcomes } = imported(aRow(), aRow({ announcedOn: '2021-03-18' }));
    expect(samples.map(({ announcedOn }) => announcedOn)).toEqual([['2021-02-25', '2021-03-18']]);
    expect(outcomes[1]).toMatchObject({ kind: 'duplicate', why: { zh: expect.stringContaining('再次公告') as string } });
  });

  it('the same failure in another file has the same fingerprint', () => {
    const [other] = imported(
      conforming({ product: '醋' }),
      aRow({ announcedOn: '2021-04-01', producer: '甲糖业\n有限公司' }),
    ).samples.slice(1);
    expect(other!.fingerprint).toBe(only(aRow()).fingerprint);
  });

  it('another production date, batch or shop is another sample', () => {
    expect(
      imported(aRow(), aRow({ producedOn: '2020-11-14' }), aRow({ batch: 'B2' }), aRow({ unit: '丙超市' })).samples,
    ).toHaveLength(4);
  });

  it('two results for one item of one batch stay one sample, with a warning', () => {
    const sample = only(aRow(), aRow({ measured: '180IU' }));
    expect(sample.items).toHaveLength(2);
    expect(sample.warnings.map(({ zh }) => zh).join()).toContain('多个不同结果');
  });
});

describe('samples that are hard to tell apart', () => {
  const unreliable = { producedOn: '2021-02-25' };

  it('a production date equal to the announcement date says nothing', () => {
    const sample = only(aRow(unreliable));
    expect(sample.producedOn).toBeUndefined();
    expect(sample.warnings.map(({ zh }) => zh).join()).toContain('不可信');
  });

  it('without a date, the rows of one announcement are one sample and its repetition is known', () => {
    const second = { producedOn: '2021-03-18', announcedOn: '2021-03-18' };
    const both = { item: '接地措施', measured: '', limit: '' };
    expect(kinds(aRow({ ...unreliable, ...both }), aRow({ ...second, ...both }))).toEqual(['accepted', 'duplicate']);
    expect(only(aRow(unreliable), aRow({ ...unreliable, ...both })).items).toHaveLength(2);
  });

  it('without a date, another failure is another sample', () => {
    expect(imported(aRow(unreliable), aRow({ ...unreliable, measured: '190IU' })).samples).toHaveLength(2);
    expect(
      imported(
        aRow(unreliable),
        aRow({
          producedOn: '2021-08-01',
          announcedOn: '2021-08-01',
          item: '还原糖分',
          measured: '0.3g/100g',
          limit: '≤0.1g/100g',
        }),
      ).samples,
    ).toHaveLength(2);
  });

  it('a repetition after half a year may be a second failure: a person is told', () => {
    const sample = only(aRow(unreliable), aRow({ producedOn: '2021-09-01', announcedOn: '2021-09-01' }));
    expect(sample.warnings.map(({ zh }) => zh).join()).toContain('再次抽检不合格');
  });

  it('an unknown producer in two shops is two samples', () => {
    expect(
      imported(
        conforming({ producer: '/ ', unit: '乙超市' }),
        conforming({ producer: '/', unit: '丙超市' }),
        conforming({ producer: '', unit: '丙超市' }),
      ).samples,
    ).toHaveLength(2);
  });

  it('where nobody is named only the result tells samples apart', () => {
    const bare = {
      product: '黄豆芽',
      producer: '/',
      unit: '',
      producedOn: '/',
      item: '6-苄基腺嘌呤(6-BA)（不得检出）',
      limit: '',
    };
    const { samples } = imported(
      aRow({ ...bare, measured: '45.4μg/kg' }),
      aRow({ ...bare, measured: '108μg/kg' }),
      aRow({ ...bare, measured: '45.4ug/kg', announcedOn: '2021-03-01' }),
    );
    expect(samples.map(({ items }) => items[0]!.measured!.text)).toEqual(['45.4μg/kg', '108μg/kg']);
    expect(samples[0]!.warnings.map(({ zh }) => zh).join()).toContain('均不明');
  });

  it('a sample told by two sites, one with the date, one with the shop, is one', () => {
    const dated = aRow({ unit: '', item: '色值（≤150IU）', limit: '' });
    const shop = aRow({ producedOn: '2021-02-26', announcedOn: '2021-02-26' });
    const sample = only(dated, shop);
    expect(sample).toMatchObject({ sampledUnit: { name: '乙超市' }, producedOn: { date: '2020-11-13' } });
    expect(sample.fingerprint).toBe(only(dated).fingerprint);
    expect(sample.aliases).toEqual([only(shop).fingerprint]);
  });

  it('two candidates for a twin are left apart', () => {
    const dated = { unit: '', item: '色值', limit: '≤150IU' };
    expect(
      imported(aRow(dated), aRow({ ...dated, producedOn: '2020-11-20' }), aRow({ producedOn: '2021-02-25' })).samples,
    ).toHaveLength(3);
  });
});

describe('verdicts', () => {
  it('conforming samples are counted and carry no items', () => {
    expect(only(conforming())).toMatchObject({ conforming: true, items: [] });
  });

  it('an alert of a foreign authority is an undetermined signal, its findings kept together by its number', () => {
    const alert = {
      product: '芝麻籽 ',
      producer: '',
      unit: '',
      producedOn: '',
      batch: '2021.3810',
      publisher: 'RASFF',
      announcedOn: '16-07-2021 16:26:09',
      item: '环氧乙烷 ',
      limit: '0,1 mg/kg - ppm',
      verdict: '严肃的 ',
    };
    const sample = only(
      aRow({ ...alert, measured: '1,8' }),
      aRow({ ...alert, measured: '1,4' }),
      aRow({ ...alert, item: '', measured: '', limit: '' }),
    );
    expect(sample).toMatchObject({
      conforming: 'undetermined',
      reference: '2021.3810',
      announcedBy: { level: 'foreign' },
      announcedOn: ['2021-07-16'],
    });
    expect(sample.items.map(({ measured }) => measured!.values[0]!.value)).toEqual([1.8, 1.4]);
    expect(sample.batch).toBeUndefined();
  });

  it('a failure without result and limit is accepted, because its item, product and parties can be acted on', () => {
    const sample = only(aRow({ item: '接地措施', measured: '', limit: '' }));
    expect(sample.items).toMatchObject([{ name: '接地措施', key: true }]);
    expect(sample.warnings.map(({ zh }) => zh).join()).toContain('调取检验报告');
  });

  it('a result within its limit is told', () => {
    expect(
      only(aRow({ measured: '140IU' }))
        .warnings.map(({ zh }) => zh)
        .join(),
    ).toContain('未超出标准值');
  });
});

describe('whom a failure is addressed to', () => {
  it('the producer, the importer of foreign goods, whoever remains when the name is forged', () => {
    expect(addresseeOf(only(aRow()))!.name).toBe('甲糖业有限公司');
    expect(addresseeOf(only(aRow({ producer: '进口商：丙公司；生产商：X GmbH；原产国：德国' })))!.name).toBe('丙公司');
    expect(addresseeOf(only(aRow({ producer: '甲糖业有限公司（假冒厂名）' })))!.name).toBe('乙超市');
    expect(addresseeOf(only(aRow({ producer: '/', unit: '' })))).toBeUndefined();
  });

  it('goods bought in a web shop are marked online', () => {
    expect(only(aRow({ remarks: '网抽平台名称：某平台' })).channel).toBe('online');
  });
});
