import { projectImportConfig } from '../testing/index.js';
import { readCapital } from './capital.js';
import { datePattern, readProductionDate, wholeDate } from './dates.js';
import { isWithinLimit, readLimit } from './limit.js';
import { measurementKey, normaliseUnit, readMeasurement } from './measurement.js';
import { enterpriseKey, readParties } from './parties.js';
import { readBureau, readPublisher } from './publisher.js';
import { itemKey, readItems } from './test-items.js';

const { tables, profiles } = projectImportConfig();
const DOT = { decimalComma: false };
const COMMA = { decimalComma: true };
const numbers = (text: string, style = DOT): unknown[] => readMeasurement(text, style).values.map(({ value }) => value);

describe('results', () => {
  it('powers of ten, with and without their superscript', () => {
    expect(readMeasurement('2.5×10⁴、 1.1×10⁴CFU/g', DOT).values).toEqual([
      { value: 25000, unit: 'CFU/g' },
      { value: 11000, unit: 'CFU/g' },
    ]);
    expect(readMeasurement('3.7×104, 4.6×104', DOT).values).toEqual([
      { value: 37000, interpreted: true },
      { value: 46000, interpreted: true },
    ]);
    expect(numbers('700；4.2×104；5.5×104CFU/g')).toEqual([700, 42000, 55000]);
    expect(measurementKey(readMeasurement('2.94×103μg/kg', DOT))).toBe(measurementKey(readMeasurement('2.94×10³ug/kg', DOT)));
  });

  it('a number inside a unit is not a result', () => {
    expect(readMeasurement('2.38g/100ml', DOT).values).toEqual([{ value: 2.38, unit: 'g/100mL' }]);
    expect(readMeasurement('0.271mg/100kJ', DOT).values).toEqual([{ value: 0.271, unit: 'mg/100kJ' }]);
  });

  it('comparators, units in brackets, units of another column', () => {
    expect(readMeasurement('＞3mg/kg', DOT).values).toEqual([{ value: 3, comparator: '>', unit: 'mg/kg' }]);
    expect(readMeasurement('0.0352(mg/kg)', DOT).values).toEqual([{ value: 0.0352, unit: 'mg/kg' }]);
    expect(readMeasurement('71.9', DOT, '%').values).toEqual([{ value: 71.9, unit: '%' }]);
  });

  it('first examination and retest', () => {
    expect(readMeasurement('初检结果：2.9mg/kg；复检结果：2.7mg/kg', DOT).values).toEqual([
      { value: 2.9, unit: 'mg/kg', stage: 'first' },
      { value: 2.7, unit: 'mg/kg', stage: 'retest' },
    ]);
    expect(readMeasurement('原检值0.38g/100g，复检值0.37g/100g', DOT).values.map(({ value }) => value)).toEqual([0.38, 0.37]);
  });

  it('decimal commas, uncertainty and series of a European alert', () => {
    expect(readMeasurement('30,3 ± 15,2', COMMA, 'mg/kg - ppm').values).toEqual([
      { value: 30.3, uncertainty: 15.2, unit: 'mg/kg' },
    ]);
    expect(numbers('5,8 / 9,9 / 0,35 ', COMMA)).toEqual([5.8, 9.9, 0.35]);
    expect(numbers('2,755//2,054', COMMA)).toEqual([2.755, 2.054]);
    expect(numbers('1,4 (Charge 10092441) und 3,4 (Charge 10092442)', COMMA)).toEqual([1.4, 3.4]);
    expect(readMeasurement('> 684', COMMA).values).toEqual([{ value: 684, comparator: '>' }]);
    expect(readMeasurement('nachgewiesen', COMMA).values).toEqual([{ qualitative: 'detected' }]);
    expect(readMeasurement('nicht nachweisbar', COMMA).values).toEqual([{ qualitative: 'not-detected' }]);
  });

  it('words stay words', () => {
    for (const text of ['未标示“切勿撞击，防止爆瓶”', '不合格', '标签中未标注成分', '? 5,0'])
      expect(readMeasurement(text, COMMA)).toEqual({ text, values: [] });
  });

  it('one spelling per unit', () => {
    expect(['ug/kg', 'µg/kg', 'mg/kg - ppm', '(CFU/g)', 'g/100ml', 'µ/g'].map(normaliseUnit)).toEqual([
      'μg/kg',
      'μg/kg',
      'mg/kg',
      'CFU/g',
      'g/100mL',
      'u/g',
    ]);
  });
});

describe('limits', () => {
  it('what is forbidden, what must not be found, and bounds', () => {
    expect(readLimit('不得使用', DOT).kind).toBe('prohibited');
    expect(readLimit('食品安全国家标准：不得添加g/kg', DOT).kind).toBe('prohibited');
    expect(readLimit('不得检出', DOT).kind).toBe('not-detectable');
    expect(readLimit('≤1000 CFU/g', DOT)).toMatchObject({ kind: 'max', value: 1000, unit: 'CFU/g' });
    expect(readLimit('≥99.0(%)', DOT)).toMatchObject({ kind: 'min', value: 99, unit: '%' });
    expect(readLimit('4.0～8.5', DOT)).toMatchObject({ kind: 'range', value: 4, upper: 8.5 });
    expect(readLimit('符合GB 29924规定要求', DOT)).toEqual({ text: '符合GB 29924规定要求', kind: 'text' });
  });

  it('a bare number does not say which way it binds', () => {
    expect(readLimit('99%', DOT)).toMatchObject({ kind: 'text', value: 99, unit: '%' });
  });

  it('a germ count of 103 has lost its superscript, a residue of 103 has not', () => {
    expect(readLimit('≤103(CFU/g)', DOT)).toMatchObject({ value: 1000, interpreted: true });
    expect(readLimit('≤103mg/kg', DOT)).toMatchObject({ value: 103 });
  });

  it('microbiological plans', () => {
    expect(readLimit('n=5,c=2,m=10000,M=100000CFU/g', DOT)).toMatchObject({
      kind: 'plan',
      unit: 'CFU/g',
      plan: { n: 5, c: 2, m: 10000, M: 100000 },
    });
    expect(readLimit(' n=5, c=2, m=2.5×104, M=105CFU/g', DOT)).toMatchObject({
      interpreted: true,
      plan: { n: 5, c: 2, m: 25000, M: 100000 },
    });
  });

  it('a result within its limit is noticed, in the same unit only', () => {
    const limit = readLimit('≤0.5mg/kg', DOT);
    expect(isWithinLimit(limit, readMeasurement('0.3mg/kg', DOT).values)).toBe(true);
    expect(isWithinLimit(limit, readMeasurement('0.7mg/kg', DOT).values)).toBe(false);
    expect(isWithinLimit(limit, readMeasurement('0.3g/kg', DOT).values)).toBe(false);
  });
});

describe('test items', () => {
  const read = (item: string, measured?: string, limit?: string) => readItems({ item, measured, limit }, tables!.keyItems, DOT);

  it('the limit and the unit may sit inside the name', () => {
    expect(read('甲拌磷（≤0.01mg/kg）', '0.12mg/kg').items).toMatchObject([
      { name: '甲拌磷', key: true, limit: { kind: 'max', value: 0.01 } },
    ]);
    expect(read('二氧化硫残留量（不得使用）', '0.074g/kg').items).toMatchObject([
      { name: '二氧化硫残留量', limit: { kind: 'prohibited' } },
    ]);
    expect(read('6-苄基腺嘌呤(6-BA)(mg/kg)（不得检出）', '0.0914').items).toMatchObject([
      { name: '6-苄基腺嘌呤(6-BA)', measured: { values: [{ value: 0.0914, unit: 'mg/kg' }] } },
    ]);
    expect(read('霉菌和酵母（≤103(CFU/g)）', '2.9×103(CFU/g)').items).toMatchObject([
      { name: '霉菌和酵母', limit: { value: 1000 }, measured: { values: [{ value: 2900 }] } },
    ]);
  });

  it('several items in one cell take their results in order', () => {
    const { items, warnings } = read(
      '苯甲酸及其钠盐(以苯甲酸计)（不得使用）;山梨酸及其钾盐(以山梨酸计)（≤1.0g/kg）',
      '1.45g/kg;1.10g/kg',
    );
    expect(items.map(({ name, measured }) => [name, measured?.text])).toEqual([
      ['苯甲酸及其钠盐(以苯甲酸计)', '1.45g/kg'],
      ['山梨酸及其钾盐(以山梨酸计)', '1.10g/kg'],
    ]);
    expect(warnings).toEqual([]);
  });

  it('numbering is taken away, the locants of a compound are not', () => {
    expect(
      read('1.4-氯苯氧乙酸钠(以4-氯苯氧乙酸计)（不得检出）;2.6-苄基腺嘌呤(6-BA)（不得检出）', '41.9μg/kg;19.4μg/kg').items.map(
        ({ name }) => name,
      ),
    ).toEqual(['4-氯苯氧乙酸钠(以4-氯苯氧乙酸计)', '6-苄基腺嘌呤(6-BA)']);
    expect(read('1.4-二氯苯').items[0]!.name).toBe('1.4-二氯苯');
  });

  it('results that cannot be attributed are kept as written and told', () => {
    const { items, warnings } = read('菌落总数;大肠菌群;霉菌', '100;200');
    expect(items.every(({ measured }) => measured?.text === '100;200' && measured.values.length === 0)).toBe(true);
    expect(warnings[0]!.zh).toContain('无法逐项对应');
  });

  it('a series of one item is not split', () => {
    expect(read('菌落总数', '700；4.2×104；5.5×104CFU/g').items).toHaveLength(1);
  });

  it('labels and net content are not key, an unknown item is told, an unknown forbidden substance is key', () => {
    expect(read('标签').items[0]!.key).toBe(false);
    expect(read('净含量').items[0]!.keyReason!.zh).toContain('净含量');
    expect(read('某新项目').warnings[0]!.zh).toContain('请人工判定');
    expect(read('某新物质（不得检出）').items[0]).toMatchObject({ key: true });
  });

  it('spellings of one item are equal', () => {
    expect(itemKey('铝的残留量(干样品，以Al计)')).toBe('铝的残留量');
    expect(itemKey('标签不合格')).toBe(itemKey('标签'));
  });
});

describe('parties', () => {
  const roles = (text: string, address?: string) =>
    readParties(text, { role: 'producer', address }).map(({ role, name }) => `${role}:${name}`);

  it('labels give each party its role', () => {
    expect(roles('生产商：上海甲食品一厂有限公司；经销商：上海乙销售有限公司')).toEqual([
      'producer:上海甲食品一厂有限公司',
      'distributor:上海乙销售有限公司',
    ]);
    expect(roles('供应商：昆明市官渡区某经营部 ')).toEqual(['supplier:昆明市官渡区某经营部']);
    expect(roles('标称生产企业名称：古田县甲有限公司；委托生产企业名称：苏州乙商行（原苏州丙）')).toEqual([
      'producer:古田县甲有限公司',
      'entrusting:苏州乙商行（原苏州丙）',
    ]);
    expect(roles('郑州甲蔬菜有限公司（供货商）')).toEqual(['supplier:郑州甲蔬菜有限公司']);
    expect(roles('佛山市甲食品有限公司（分装）')).toEqual(['packer:佛山市甲食品有限公司']);
    expect(roles('生产者：甲食品（东莞）有限公司；经销 商：甲（北京）食 品销售有限公司 ')).toEqual([
      'producer:甲食品（东莞）有限公司',
      'distributor:甲（北京）食品销售有限公司',
    ]);
  });

  it('the country of origin marks imported goods', () => {
    expect(readParties('进口商：广州甲商贸有限公司（原产国：意大利）', { role: 'producer' })).toMatchObject([
      { role: 'importer', name: '广州甲商贸有限公司', country: '意大利' },
    ]);
    expect(readParties('艾某（广州）食品有限公司（中国经销商）原产国：葡萄牙', { role: 'producer' })).toMatchObject([
      { role: 'distributor', name: '艾某（广州）食品有限公司', country: '葡萄牙' },
    ]);
    expect(roles('进口商：天津甲有限公司；Producer：PrJSC《X》,03150,Ukraine；原产国：乌克兰')).toEqual([
      'importer:天津甲有限公司',
      'producer:PrJSC《X》,03150,Ukraine',
    ]);
  });

  it('a forged name is marked', () => {
    expect(readParties('广州甲味精食品有限公司（假冒厂名）', { role: 'producer' })).toMatchObject([
      { name: '广州甲味精食品有限公司', disputed: true },
    ]);
  });

  it('addresses go to their party', () => {
    expect(
      readParties('出品商：甲公司；生产商：乙公司', {
        role: 'producer',
        address: '出品商地址：北京市海淀区；生产商地址：北京市密云县',
      }).map(({ address }) => address),
    ).toEqual(['北京市海淀区', '北京市密云县']);
  });

  it('an enterprise is known by its code, else by its name', () => {
    expect(enterpriseKey({ uscc: '91330783MA2E696E3C', name: '甲' })).toBe(
      enterpriseKey({ uscc: '91330783MA2E696E3C', name: '乙' }),
    );
    expect(enterpriseKey({ name: '甲（中国）公司' })).toBe(enterpriseKey({ name: '甲(中国)公司 ' }));
  });
});

describe('authorities', () => {
  const bureau = (text: string) => readBureau(text, tables!.divisions);

  it('two spellings of a bureau are one', () => {
    expect(bureau('广东市场监管局')).toEqual({ name: '广东省市场监督管理局', level: 'province', province: '广东省' });
    expect(bureau('广东省市场监督管理局')).toEqual(bureau('广东市场监管局'));
    expect(bureau('宁夏市场监管厅').name).toBe('宁夏回族自治区市场监督管理厅');
    expect(bureau('天津市市场监管委员会')).toEqual({ name: '天津市市场监督管理委员会', level: 'province', province: '天津市' });
  });

  it('levels: national, city, county', () => {
    expect(bureau('国家市场监管总局')).toEqual({ name: '国家市场监督管理总局', level: 'national' });
    expect(bureau('市场监管总局')).toEqual(bureau('国家市场监督管理总局'));
    expect(bureau('深圳市市场监督管理局')).toEqual({ name: '深圳市市场监督管理局', level: 'city', province: '广东省' });
    expect(bureau('霍邱县市场监督管理局')).toMatchObject({ level: 'county' });
    expect(bureau('中山市市场监督管理局')).toMatchObject({ level: 'city', province: '广东省' });
  });

  it('the pattern of the source is peeled off; RASFF is foreign', () => {
    const { publishers } = profiles.find(({ source }) => source === 'foodmate')!;
    expect(readPublisher('国内监督抽查(陕西省市场监督管理局)', publishers, tables!.divisions)!.announcer.province).toBe(
      '陕西省',
    );
    expect(readPublisher('RASFF', publishers, tables!.divisions)!.announcer.level).toBe('foreign');
    expect(readPublisher('合格', publishers, tables!.divisions)).toBeUndefined();
  });
});

describe('dates', () => {
  const patterns = ['YYYY-MM-DD', 'YYYY/M/D', 'YYYY.M.D', 'YYYY年M月D日', 'YYYYMMDD', 'DD-MM-YYYY hh:mm:ss'].map(datePattern);

  it('reads the ways in which production dates are written', () => {
    const read = (text: string) => readProductionDate(text, patterns).producedOn;
    expect(read('2020.08.15')).toEqual({ text: '2020.08.15', date: '2020-08-15', basis: 'produced' });
    expect(read('20200318')?.date).toBe('2020-03-18');
    expect(read('2020-09-14/2020年09月14日')?.date).toBe('2020-09-14');
    expect(read('购进日期：2020/8/27')).toMatchObject({ date: '2020-08-27', basis: 'purchased' });
    expect(read('2020-09-21（购进日期）')).toMatchObject({ date: '2020-09-21', basis: 'purchased' });
    expect(read('见包装')).toEqual({ text: '见包装', basis: 'produced' });
    expect(readProductionDate('批号J201001', patterns)).toEqual({ batch: 'J201001' });
  });

  it('a date of announcement must be the whole cell and exist', () => {
    expect(wholeDate('16-07-2021 16:26:09', patterns)).toBe('2021-07-16');
    expect(wholeDate('2021-02-30', patterns)).toBeUndefined();
    expect(wholeDate('国内2021-02-01', patterns)).toBeUndefined();
  });
});

describe('capital', () => {
  it.each([
    ['500万元人民币', 5_000_000, 'CNY'],
    ['500(万元)', 5_000_000, 'CNY'],
    ['1,000(万元人民币)', 10_000_000, 'CNY'],
    ['500万人民币', 5_000_000, 'CNY'],
    ['31.8000(万元人民币)', 318_000, 'CNY'],
    ['158.158万人民币', 1_581_580, 'CNY'],
    ['50000元', 50_000, 'CNY'],
    ['1亿元', 100_000_000, 'CNY'],
    ['10万美元', 100_000, 'USD'],
    ['100(万日元)', 1_000_000, 'JPY'],
    ['AHMED YAHYA A', undefined, 'CNY'],
    ['约500万', undefined, 'CNY'],
  ])('%s', (text, amount, currency) => {
    expect(readCapital(text)).toEqual({ text, currency, ...(amount !== undefined && { amount }) });
  });
});
