import { decideRegime } from '../profile/regimes.js';
import { isMicrobiological } from '../profile/key-items.js';
import { aFoodmateRow, FOODMATE_HEADER, importSpotChecks, projectImportConfig } from '../testing/index.js';

const config = projectImportConfig();
const tables = config.tables!;
const imported = (...rows: string[]) => importSpotChecks(config, [FOODMATE_HEADER, ...rows].join('\r\n')).samples;
const categorised = (category: string, row: Parameters<typeof aFoodmateRow>[0] = {}): string =>
  aFoodmateRow(row).replace('食糖-->白糖', category);
const doubts = (...rows: string[]) => imported(...rows)[0]!.warnings.filter(({ zh }) => zh.includes('适用规定'));

describe('food or product 适用规定', () => {
  it.each([
    '食糖/白糖',
    '淀粉及淀粉制品/淀粉',
    '酒类',
    '豆及豆制品',
    '肉制品/腌腊肉制品',
    '肉及肉制品',
    '乳制品',
    '茶叶及相关制品',
    '粮食及其制品',
    '食用油、油脂及其制品',
    '水产及其制品',
    '蔬菜及其制品',
    '餐饮环节产品',
    '食用农产品/蔬菜',
    '食品添加剂/食品添加剂',
    '饮料/包装饮用水',
    '保健食品',
    '婴幼儿配方食品',
    '特殊膳食食品',
  ])('%s is food (食品抽检办法 第二条、第五十四条)', (category) => {
    expect(decideRegime([], tables.regimes, { category })).toBe('food');
  });

  it.each([
    '食品相关产品/食品机械设备',
    '食品相关产品/洗涤剂/消毒剂',
    '食品用包装材料',
    '食品机械',
    '家用电器/电磁灶',
    '照明产品/灯具',
    '家具/儿童家具',
    '服装/牛仔服装',
    '儿童用品/玩具',
    '建材/涂料',
    '燃气具/燃气灶',
    '酒具',
    '茶具',
  ])('%s is a product (抽查办法 第二条)', (category) => {
    expect(decideRegime([], tables.regimes, { category })).toBe('product');
  });

  it.each(['茶几', '面料', '豆浆机', '消毒餐饮具', '杂项'])('%s is not guessed at', (category) => {
    expect(decideRegime([], tables.regimes, { category })).not.toBe('food');
  });

  it('a site on food that gives no category is believed (食安通)', () => {
    const bare = categorised('').replace('食品伙伴网', '食安通');
    expect(imported(bare)[0]).toMatchObject({ regime: 'food' });
    expect(doubts(bare)).toEqual([]);
  });

  it('an unknown category is handled as a product, and a person is told', () => {
    expect(imported(categorised('杂项'))[0]).toMatchObject({ regime: 'product' });
    expect(doubts(categorised('杂项'))).toHaveLength(1);
    expect(doubts(categorised('杂项', { verdict: '合格', item: '', measured: '', limit: '' }))).toEqual([]);
  });

  it('one row that tells is enough; rows that disagree make it a product, and a person is told', () => {
    const second = { item: '还原糖分', measured: '0.3g/100g', limit: '≤0.1g/100g' };
    expect(imported(aFoodmateRow(), categorised('', second))).toMatchObject([{ regime: 'food' }]);
    expect(imported(aFoodmateRow(), categorised('食品相关产品', second))).toMatchObject([{ regime: 'product' }]);
    expect(doubts(aFoodmateRow(), categorised('食品相关产品', second))[0]?.zh).toContain('不一');
  });

  it('a notice of SAMR on food is food, one on what touches food is a product (cqn)', () => {
    const { regimes } = config.profiles.find(({ source }) => source === 'cqn')!;
    const of = (notice: string) => decideRegime(regimes, tables.regimes, { notice });
    expect(of('3类食品25批次样品抽检不合格')).toBe('food');
    expect(of('食品相关产品12批次不合格')).toBe('product');
    expect(of('12批次儿童服装不合格')).toBeUndefined();
  });
});

describe('microbiological items 微生物指标 (食品抽检办法 第三十一条第（一）项)', () => {
  it.each(['菌落总数', '大肠菌群', '霉菌', '铜绿假单胞菌', '沙门氏菌', '金黄色葡萄球菌'])('%s is one', (name) => {
    expect(isMicrobiological(tables.keyItems, name)).toBe(true);
  });
  it.each(['黄曲霉毒素B1', '金黄色葡萄球菌肠毒素', '二氧化硫残留量', '细菌过滤效率', '毒死蜱', '多菌灵'])(
    '%s is none',
    (name) => {
      expect(isMicrobiological(tables.keyItems, name)).toBe(false);
    },
  );
  it('is told with the item', () => {
    expect(imported(aFoodmateRow({ item: '菌落总数', measured: '2×10⁵CFU/g', limit: 'n=5,c=2' }))[0]!.items[0]).toMatchObject({
      microbiological: true,
    });
    expect(imported(aFoodmateRow())[0]!.items[0]).toMatchObject({ microbiological: false });
  });
});
