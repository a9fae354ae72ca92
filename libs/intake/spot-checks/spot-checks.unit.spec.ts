import fc from 'fast-check';
import { addresseeOf, normaliseSpotChecks, parseProfile } from '../index.js';
import type { SpotCheckSample } from '../index.js';
import { importSpotChecks, projectImportConfig } from '../testing/index.js';

const config = projectImportConfig();
const HEADER = '信息来源,搜索条件,物料名称,产品分类,生产商,供应商,生产日期,批号,项目分类,检测项目,单位,检测结果,限量值,判定,发布单位,发布日期,备注';

type Row = { product: string; producer: string; unit: string; producedOn: string; batch: string; item: string; measured: string; limit: string; verdict: string; publisher: string; announcedOn: string; remarks: string };

const aRow = (row: Partial<Row> = {}): string => {
  const all: Row = { product: '白砂糖', producer: '甲糖业有限公司 ', unit: '乙超市 ', producedOn: '2020-11-13', batch: '', item: '色值', measured: '171IU', limit: '≤150IU', verdict: '不合格', publisher: '国内监督抽查(山西市场监管局)', announcedOn: '2021-02-25', remarks: '', ...row };
  const cells = ['食品伙伴网', '白砂糖', all.product, '食糖-->白糖', all.producer, all.unit, all.producedOn, all.batch, '', all.item, '', all.measured, all.limit, all.verdict, all.publisher, all.announcedOn, all.remarks];
  return cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell}"` : cell)).join(',');
};
const conforming = (row: Partial<Row> = {}): string => aRow({ item: '', measured: '', limit: '', verdict: '合格', ...row });
const imported = (...rows: string[]) => importSpotChecks(config, [HEADER, ...rows].join('\r\n'));
const kinds = (...rows: string[]): string[] => imported(...rows).outcomes.map(({ kind }) => kind);
const codes = (...rows: string[]): string[] => imported(...rows).outcomes.map((outcome) => (outcome.kind === 'quarantined' ? outcome.code : outcome.kind));
const only = (...rows: string[]): SpotCheckSample => {
  const { samples } = imported(...rows);
  expect(samples).toHaveLength(1);
  return samples[0]!;
};

describe('rows of one sample', () => {
  it('one row for each failed item is one sample', () => {
    const sample = only(aRow(), aRow({ item: '二氧化硫残留量', measured: '0.3g/kg', limit: '≤0.1g/kg' }));
    expect(sample.items.map(({ name, key }) => [name, key])).toEqual([['色值', false], ['二氧化硫残留量', true]]);
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
    const [other] = imported(conforming({ product: '醋' }), aRow({ announcedOn: '2021-04-01', producer: '甲糖业\n有限公司' })).samples.slice(1);
    expect(other!.fingerprint).toBe(only(aRow()).fingerprint);
  });

  it('another production date, batch or shop is another sample', () => {
    expect(imported(aRow(), aRow({ producedOn: '2020-11-14' }), aRow({ batch: 'B2' }), aRow({ unit: '丙超市' })).samples).toHaveLength(4);
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
    expect(imported(aRow(unreliable), aRow({ producedOn: '2021-08-01', announcedOn: '2021-08-01', item: '还原糖分', measured: '0.3g/100g', limit: '≤0.1g/100g' })).samples).toHaveLength(2);
  });

  it('a repetition after half a year may be a second failure: a person is told', () => {
    const sample = only(aRow(unreliable), aRow({ producedOn: '2021-09-01', announcedOn: '2021-09-01' }));
    expect(sample.warnings.map(({ zh }) => zh).join()).toContain('再次抽检不合格');
  });

  it('an unknown producer in two shops is two samples', () => {
    expect(imported(conforming({ producer: '/ ', unit: '乙超市' }), conforming({ producer: '/', unit: '丙超市' }), conforming({ producer: '', unit: '丙超市' })).samples).toHaveLength(2);
  });

  it('where nobody is named only the result tells samples apart', () => {
    const bare = { product: '黄豆芽', producer: '/', unit: '', producedOn: '/', item: '6-苄基腺嘌呤(6-BA)（不得检出）', limit: '' };
    const { samples } = imported(aRow({ ...bare, measured: '45.4μg/kg' }), aRow({ ...bare, measured: '108μg/kg' }), aRow({ ...bare, measured: '45.4ug/kg', announcedOn: '2021-03-01' }));
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
    expect(imported(aRow(dated), aRow({ ...dated, producedOn: '2020-11-20' }), aRow({ producedOn: '2021-02-25' })).samples).toHaveLength(3);
  });
});

describe('verdicts', () => {
  it('conforming samples are counted and carry no items', () => {
    expect(only(conforming())).toMatchObject({ conforming: true, items: [] });
  });

  it('an alert of a foreign authority is an undetermined signal, its findings kept together by its number', () => {
    const alert = { product: '芝麻籽 ', producer: '', unit: '', producedOn: '', batch: '2021.3810', publisher: 'RASFF', announcedOn: '16-07-2021 16:26:09', item: '环氧乙烷 ', limit: '0,1 mg/kg - ppm', verdict: '严肃的 ' };
    const sample = only(aRow({ ...alert, measured: '1,8' }), aRow({ ...alert, measured: '1,4' }), aRow({ ...alert, item: '', measured: '', limit: '' }));
    expect(sample).toMatchObject({ conforming: 'undetermined', reference: '2021.3810', announcedBy: { level: 'foreign' }, announcedOn: ['2021-07-16'] });
    expect(sample.items.map(({ measured }) => measured!.values[0]!.value)).toEqual([1.8, 1.4]);
    expect(sample.batch).toBeUndefined();
  });

  it('a failure without result and limit is accepted, because its item, product and parties can be acted on', () => {
    const sample = only(aRow({ item: '接地措施', measured: '', limit: '' }));
    expect(sample.items).toMatchObject([{ name: '接地措施', key: true }]);
    expect(sample.warnings.map(({ zh }) => zh).join()).toContain('调取检验报告');
  });

  it('a result within its limit is told', () => {
    expect(only(aRow({ measured: '140IU' })).warnings.map(({ zh }) => zh).join()).toContain('未超出标准值');
  });
});

describe('quarantine', () => {
  it('says why, what was expected and what was found, and keeps the cells', () => {
    const [outcome] = imported(aRow({ verdict: '待定' })).outcomes;
    expect(outcome).toMatchObject({ kind: 'quarantined', line: 2, code: 'VERDICT_UNKNOWN', found: '待定', expected: expect.stringContaining('不合格') as string });
    expect(outcome?.kind === 'quarantined' && outcome.cells).toHaveLength(17);
  });

  it.each([
    ['a failure without item', aRow({ item: '' }), 'ITEM_MISSING'],
    ['no product', aRow({ product: '/' }), 'PRODUCT_MISSING'],
    ['an impossible date', aRow({ announcedOn: '2021-02-31' }), 'ANNOUNCEMENT_DATE_UNREADABLE'],
    ['an unknown authority', aRow({ publisher: '某网站' }), 'PUBLISHER_UNKNOWN'],
    ['slipped cells', `x,${aRow().split(',').slice(0, -1).join(',')}`, 'SHIFTED_COLUMNS'],
    ['too many cells', `${aRow()},多`, 'RAGGED_ROW'],
    ['too few cells', '食品伙伴网,白砂糖,白砂糖', 'RAGGED_ROW'],
    ['an empty record', ',,,,,,,,,,,,,,,,', 'EMPTY_RECORD'],
    ['a repeated header', HEADER, 'REPEATED_HEADER'],
  ])('%s', (_, row, code) => {
    expect(codes(conforming(), row)).toEqual(['accepted', code]);
  });

  it('a wrong credit code is told with the right last character', () => {
    const header = '样品名称,标称生产企业,标称生产企业统一社会信用代码,被抽样单位,不合格项目,检验结果,标准值,判定,公告机关,公告日期';
    const { outcomes } = importSpotChecks(config, `${header}\n电热水壶,甲公司,91330783MA2E696E3D,乙店,接地措施,未接地,/,不合格,中山市市场监督管理局,2025-03-01`);
    expect(outcomes[0]).toMatchObject({ code: 'USCC_CHECK_DIGIT', expected: '91330783MA2E696E3C', found: '91330783MA2E696E3D' });
  });
});

describe('files', () => {
  it('without a header, and without its first column, rows are known by their shape', () => {
    expect(importSpotChecks(config, [aRow(), conforming()].join('\n')).samples).toHaveLength(2);
    const { samples } = importSpotChecks(config, [aRow(), conforming()].map((row) => row.split(',').slice(1).join(',')).join('\n'));
    expect(samples[0]).toMatchObject({ product: '白砂糖', conforming: false });
  });

  it('a header without data is a clear empty report', () => {
    expect(imported()).toMatchObject({ samples: [], outcomes: [] });
  });

  const cqn = (cells: string[]): string => cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',');
  const head = ['1', '3批次食品不合格', '2019-07-15 20:26:58', '市场监管总局', '甲食品厂', '某路1号', '乙商场', '某路2号'];
  const tail = 'http://x.cn/1.htm';
  const plain = cqn([...head, '红薯淀粉', '200克/袋', '/', '2019/1/25', '', '', '菌落总数', '3.7×104, 4.6×104', 'n=5, c=2, m=10000, M=100000', '', '某检验所', tail]);

  it('a second column order is used where the row proves it', () => {
    const slipped = cqn([...head, '雪糕', '3.1×105, 6.2×105 CFU/g', '光明牌', '菌落总数', '2019/1/13', '70克/袋', 'n=5, c=2, m=2.5×104, M=105CFU/g', '某检验所', '冰柜故障', '', '', tail]);
    const declared = cqn([...head, '米粉', '0.271mg/100kJ', '2018-6-21', '钠', '某农场', '225g/盒', '≤24.0mg/100kJ', '0.6mg/100kJ', '某检测院', '', '', tail]);
    const { samples, source } = importSpotChecks(config, [plain, slipped, declared].join('\n'));
    expect(source).toBe('cqn');
    expect(samples.map(({ items }) => [items[0]!.name, items[0]!.measured!.values[0]!.value])).toEqual([['菌落总数', 37000], ['菌落总数', 310000], ['钠', 0.271]]);
    expect(samples[1]!.remarks).toBe('冰柜故障');
  });

  it('device rows, whose product is missing, and empty records are quarantined with the reason', () => {
    const device = cqn(['2', '59批医疗器械', '2019-06-05 16:21:50', '国家药监局', '甲器械公司', '', '甲器械公司', '', '江苏省食品药品监督管理局　', 'JW12', '', '', '20180412', '', '配合性能', '', '', '', '上海市检测所', tail]);
    const empty = cqn(['3', '8批次', '2019-07-15 20:26:58', '市场监管总局', ...Array.from({ length: 15 }, () => ''), tail]);
    expect(importSpotChecks(config, [plain, device, empty].join('\n')).outcomes).toMatchObject([{ kind: 'accepted' }, { code: 'SHIFTED_COLUMNS', found: '江苏省食品药品监督管理局' }, { code: 'EMPTY_RECORD' }]);
  });

  it('a retest is read from the laboratories', () => {
    const retested = plain.replace('某检验所', '初检机构：甲所；复检机构：乙院');
    expect(importSpotChecks(config, retested).samples[0]).toMatchObject({ retested: true });
  });

  it('a profile without tables is refused, not guessed', () => {
    const parsed = parseProfile({ path: 'x.yaml', text: 'source: x\nkind: spot-checks\ntitle: { zh: 甲, en: x }\ncolumns: { product: [产品], verdict: [判定] }\nrequired: [product]\nunknown: []\ndates: { announcedOn: [YYYY-MM-DD] }\nverdicts: { conforming: [合格], nonConforming: [], undetermined: [] }\npublishers: [{ pattern: . }]\n' });
    if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
    const run = () => normaliseSpotChecks({ profile: parsed.profile, header: { line: 1, cells: ['产品', '判定'] }, rows: [{ line: 2, cells: ['油', '合格'] }], fileName: 'x' });
    expect(run).toThrow('IMPORT_TABLES_MISSING');
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
  const anyRows = fc.array(anyRow.map((row) => aRow(row)), { minLength: 1, maxLength: 25 });
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
        const shuffled = rows.map((row) => ({ row, key: keys.next().value })).sort((a, b) => a.key - b.key).map(({ row }) => row);
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
