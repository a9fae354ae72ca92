import { normaliseSpotChecks, parseProfile } from '../index.js';
import {
  aConformingRow as conforming,
  aFoodmateRow as aRow,
  FOODMATE_HEADER as HEADER,
  importSpotChecks,
  projectImportConfig,
} from '../testing/index.js';

const config = projectImportConfig();
const imported = (...rows: string[]) => importSpotChecks(config, [HEADER, ...rows].join('\r\n'));
const codes = (...rows: string[]): string[] =>
  imported(...rows).outcomes.map((outcome) => (outcome.kind === 'quarantined' ? outcome.code : outcome.kind));

describe('quarantine', () => {
  it('says why, what was expected and what was found, and keeps the cells', () => {
    const [outcome] = imported(aRow({ verdict: '待定' })).outcomes;
    expect(outcome).toMatchObject({
      kind: 'quarantined',
      line: 2,
      code: 'VERDICT_UNKNOWN',
      found: '待定',
      expected: expect.stringContaining('不合格') as string,
    });
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
    const header =
      '样品名称,标称生产企业,标称生产企业统一社会信用代码,被抽样单位,不合格项目,检验结果,标准值,判定,公告机关,公告日期';
    const { outcomes } = importSpotChecks(
      config,
      `${header}\n电热水壶,甲公司,91330783MA2E696E3D,乙店,接地措施,未接地,/,不合格,中山市市场监督管理局,2025-03-01`,
    );
    expect(outcomes[0]).toMatchObject({
      code: 'USCC_CHECK_DIGIT',
      expected: '91330783MA2E696E3C',
      found: '91330783MA2E696E3D',
    });
  });
});

describe('files', () => {
  it('without a header, and without its first column, rows are known by their shape', () => {
    expect(importSpotChecks(config, [aRow(), conforming()].join('\n')).samples).toHaveLength(2);
    const { samples } = importSpotChecks(
      config,
      [aRow(), conforming()].map((row) => row.split(',').slice(1).join(',')).join('\n'),
    );
    expect(samples[0]).toMatchObject({ product: '白砂糖', conforming: false });
  });

  it('a header without data is a clear empty report', () => {
    expect(imported()).toMatchObject({ samples: [], outcomes: [] });
  });

  const cqn = (cells: string[]): string => cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',');
  const head = ['1', '3批次食品不合格', '2019-07-15 20:26:58', '市场监管总局', '甲食品厂', '某路1号', '乙商场', '某路2号'];
  const tail = 'http://x.cn/1.htm';
  const plain = cqn([
    ...head,
    '红薯淀粉',
    '200克/袋',
    '/',
    '2019/1/25',
    '',
    '',
    '菌落总数',
    '3.7×104, 4.6×104',
    'n=5, c=2, m=10000, M=100000',
    '',
    '某检验所',
    tail,
  ]);

  it('a second column order is used where the row proves it', () => {
    const slipped = cqn([
      ...head,
      '雪糕',
      '3.1×105, 6.2×105 CFU/g',
      '光明牌',
      '菌落总数',
      '2019/1/13',
      '70克/袋',
      'n=5, c=2, m=2.5×104, M=105CFU/g',
      '某检验所',
      '冰柜故障',
      '',
      '',
      tail,
    ]);
    const declared = cqn([
      ...head,
      '米粉',
      '0.271mg/100kJ',
      '2018-6-21',
      '钠',
      '某农场',
      '225g/盒',
      '≤24.0mg/100kJ',
      '0.6mg/100kJ',
      '某检测院',
      '',
      '',
      tail,
    ]);
    const { samples, source } = importSpotChecks(config, [plain, slipped, declared].join('\n'));
    expect(source).toBe('cqn');
    expect(samples.map(({ items }) => [items[0]!.name, items[0]!.measured!.values[0]!.value])).toEqual([
      ['菌落总数', 37000],
      ['菌落总数', 310000],
      ['钠', 0.271],
    ]);
    expect(samples[1]!.remarks).toBe('冰柜故障');
  });

  it('device rows, whose product is missing, and empty records are quarantined with the reason', () => {
    const device = cqn([
      '2',
      '59批医疗器械',
      '2019-06-05 16:21:50',
      '国家药监局',
      '甲器械公司',
      '',
      '甲器械公司',
      '',
      '江苏省食品药品监督管理局　',
      'JW12',
      '',
      '',
      '20180412',
      '',
      '配合性能',
      '',
      '',
      '',
      '上海市检测所',
      tail,
    ]);
    const empty = cqn(['3', '8批次', '2019-07-15 20:26:58', '市场监管总局', ...Array.from({ length: 15 }, () => ''), tail]);
    expect(importSpotChecks(config, [plain, device, empty].join('\n')).outcomes).toMatchObject([
      { kind: 'accepted' },
      { code: 'SHIFTED_COLUMNS', found: '江苏省食品药品监督管理局' },
      { code: 'EMPTY_RECORD' },
    ]);
  });

  it('a retest is read from the laboratories', () => {
    const retested = plain.replace('某检验所', '初检机构：甲所；复检机构：乙院');
    expect(importSpotChecks(config, retested).samples[0]).toMatchObject({ retested: true });
  });

  it('a profile without tables is refused, not guessed', () => {
    const parsed = parseProfile({
      path: 'x.yaml',
      text: 'source: x\nkind: spot-checks\ntitle: { zh: 甲, en: x }\ncolumns: { product: [产品], verdict: [判定] }\nrequired: [product]\nunknown: []\ndates: { announcedOn: [YYYY-MM-DD] }\nverdicts: { conforming: [合格], nonConforming: [], undetermined: [] }\npublishers: [{ pattern: . }]\n',
    });
    if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
    const run = () =>
      normaliseSpotChecks({
        profile: parsed.profile,
        header: { line: 1, cells: ['产品', '判定'] },
        rows: [{ line: 2, cells: ['油', '合格'] }],
        fileName: 'x',
      });
    expect(run).toThrow('IMPORT_TABLES_MISSING');
  });
});
