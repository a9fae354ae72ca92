import type { Random } from './random.js';

/** A test item that can fail: how its limit is written and what a failing result looks like. `key` as `config/import/key-items.yaml` decides. */
export type SampleItem = {
  readonly name: string;
  readonly limit: string;
  readonly key: boolean;
  readonly fail: (random: Random) => string;
};

export type SampleProduct = {
  readonly name: string;
  readonly category: string;
  readonly trade: string;
  readonly specs: readonly string[];
  readonly items: readonly SampleItem[];
};

const over =
  (low: number, high: number, unit: string) =>
  (random: Random): string =>
    `${(low + random.next() * (high - low)).toPrecision(3)}${unit}`;
const counts =
  (unit: string) =>
  (random: Random): string =>
    Array.from({ length: 5 }, () => `${(1 + random.next() * 8).toFixed(1)}×10${random.pick(['⁴', '⁵'])}`).join('，') + unit;
const finding = (text: string) => (): string => text;

const item = (name: string, limit: string, key: boolean, fail: (random: Random) => string): SampleItem => ({
  name,
  limit,
  key,
  fail,
});

const PLATE_COUNT = item('菌落总数', 'n=5,c=2,m=10000,M=100000CFU/g', true, counts('CFU/g'));
const LABEL = item('标签', '符合GB 7718规定要求', false, finding('未标注生产日期'));
const NET_CONTENT = item('净含量', '≥标注净含量', false, finding('平均净含量不足'));
const EARTHING = item('接地措施', '符合GB 4706.1第27章', true, finding('易触及金属部件未接地'));
const LIVE_PARTS = item('对触及带电部件的防护', '符合GB 4706.1第8章', true, finding('试验指可触及带电部件'));
const POWER = item('输入功率和电流', '+10%，-15%', false, finding('偏差-22%'));
const MARKING = item('标志和说明', '符合GB 4706.1第7章', false, finding('未标注额定电压'));

/** Products of a manufacturing city: food, appliances, lighting, furniture, clothing, building material, toys. */
export const PRODUCTS: readonly SampleProduct[] = [
  {
    name: '红薯淀粉',
    category: '淀粉及淀粉制品/淀粉',
    trade: '食品',
    specs: ['200克/袋', '400克/袋'],
    items: [PLATE_COUNT, LABEL, item('二氧化硫残留量', '≤30mg/kg', true, over(38, 120, 'mg/kg'))],
  },
  {
    name: '纯芝麻油',
    category: '食用油、油脂及其制品/食用植物油',
    trade: '粮油',
    specs: ['250毫升/瓶', '500毫升/瓶'],
    items: [
      item('乙基麦芽酚', '不得使用', true, over(60, 900, 'μg/kg')),
      item('酸价', '≤3mg/g', true, over(3.3, 6, 'mg/g')),
      LABEL,
    ],
  },
  {
    name: '蛋黄酥',
    category: '糕点/热加工糕点',
    trade: '食品',
    specs: ['55克/个', '6枚/盒'],
    items: [
      PLATE_COUNT,
      item('脱氢乙酸及其钠盐', '≤0.5g/kg', true, over(0.56, 1.2, 'g/kg')),
      item('过氧化值', '≤0.25g/100g', true, over(0.28, 0.6, 'g/100g')),
      NET_CONTENT,
    ],
  },
  {
    name: '黄豆酱油',
    category: '调味品/酱油',
    trade: '调味品',
    specs: ['500毫升/瓶', '1.9升/桶'],
    items: [
      item('氨基酸态氮', '≥0.40g/100mL', false, over(0.05, 0.36, 'g/100mL')),
      item('苯甲酸及其钠盐', '≤1.0g/kg', true, over(1.1, 1.6, 'g/kg')),
    ],
  },
  {
    name: '广式腊肠',
    category: '肉制品/腌腊肉制品',
    trade: '食品',
    specs: ['454克/袋', '散装'],
    items: [
      item('亚硝酸盐', '≤30mg/kg', true, over(34, 90, 'mg/kg')),
      item('过氧化值', '≤0.5g/100g', true, over(0.55, 1.1, 'g/100g')),
      item('胭脂红', '不得使用', true, over(0.5, 3, 'mg/kg')),
    ],
  },
  {
    name: '草鱼',
    category: '食用农产品/水产品',
    trade: '水产',
    specs: ['散装'],
    items: [
      item('孔雀石绿', '不得检出', true, over(1.1, 8, 'μg/kg')),
      item('恩诺沙星', '≤100μg/kg', true, over(120, 600, 'μg/kg')),
    ],
  },
  {
    name: '豇豆',
    category: '食用农产品/蔬菜',
    trade: '农产品',
    specs: ['散装'],
    items: [
      item('灭蝇胺', '≤0.5mg/kg', true, over(0.6, 2, 'mg/kg')),
      item('克百威', '≤0.02mg/kg', true, over(0.03, 0.3, 'mg/kg')),
    ],
  },
  {
    name: '桶装饮用水',
    category: '饮料/包装饮用水',
    trade: '饮料',
    specs: ['18.9升/桶'],
    items: [
      item('铜绿假单胞菌', 'n=5,c=0,m=0CFU/250mL', true, finding('检出')),
      item('溴酸盐', '≤0.01mg/L', true, over(0.012, 0.05, 'mg/L')),
    ],
  },
  {
    name: '电热水壶',
    category: '家用电器/电热水壶',
    trade: '电器',
    specs: ['1.8L 1500W', '1.5L 1200W'],
    items: [EARTHING, LIVE_PARTS, POWER, MARKING],
  },
  {
    name: '电磁灶',
    category: '家用电器/电磁灶',
    trade: '电器',
    specs: ['2100W', '2200W'],
    items: [EARTHING, POWER, item('非正常工作', '符合GB 4706.1第19章', true, finding('外壳起火'))],
  },
  {
    name: '固定式LED灯具',
    category: '照明产品/灯具',
    trade: '照明',
    specs: ['24W', '36W', '48W'],
    items: [
      item('外部接线和内部接线', '符合GB 7000.1第5章', true, finding('电源线截面积不足')),
      item('防触电保护', '符合GB 7000.1第8章', true, finding('可触及带电部件')),
      item('光效', '≥80lm/W', false, finding('61lm/W')),
      MARKING,
    ],
  },
  {
    name: 'LED台灯',
    category: '照明产品/灯具',
    trade: '照明',
    specs: ['9W', '12W'],
    items: [
      item('骚扰电压', '符合GB/T 17743', false, finding('超出限值6dB')),
      item('内部布线', '符合GB 7000.1', true, finding('导线绝缘被锐边割伤')),
    ],
  },
  {
    name: '家用燃气灶',
    category: '燃气具/燃气灶',
    trade: '厨卫',
    specs: ['JZT-B', 'JZY-A'],
    items: [
      item('熄火保护装置', '闭阀时间≤60s', true, finding('无熄火保护装置')),
      item('热效率', '≥59%', false, over(41, 57, '%')),
    ],
  },
  {
    name: '儿童木制家具',
    category: '家具/儿童家具',
    trade: '家具',
    specs: ['1200×600mm', '1500×900mm'],
    items: [
      item('甲醛释放量', '≤0.124mg/m3', true, over(0.15, 0.9, 'mg/m3')),
      item('结构安全', '符合GB 28007', true, finding('锐利尖端可触及')),
    ],
  },
  {
    name: '女士牛仔裤',
    category: '服装/牛仔服装',
    trade: '服装',
    specs: ['165/70A', '170/74A'],
    items: [
      item('pH值', '4.0～8.5', true, finding('9.3')),
      item('纤维含量', '符合GB/T 29862', false, finding('棉标称98%，实测71%')),
      item('可分解致癌芳香胺染料', '≤20mg/kg', true, over(24, 160, 'mg/kg')),
    ],
  },
  {
    name: '塑胶玩具车',
    category: '儿童用品/玩具',
    trade: '玩具',
    specs: ['36个月以上', '18个月以上'],
    items: [item('小零件', '符合GB 6675.2', true, finding('产生小零件')), item('增塑剂', '≤0.1%', true, over(0.2, 18, '%'))],
  },
  {
    name: '水性内墙涂料',
    category: '建材/涂料',
    trade: '建材',
    specs: ['18L/桶', '5L/桶'],
    items: [
      item('挥发性有机化合物（VOC）', '≤80g/L', true, over(90, 260, 'g/L')),
      item('对比率', '≥0.95', false, finding('0.87')),
    ],
  },
  {
    name: '铝合金建筑型材',
    category: '建材/型材',
    trade: '建材',
    specs: ['6063-T5', '6063-T6'],
    items: [item('壁厚', '≥2.0mm', false, over(1.3, 1.8, 'mm')), item('膜厚', '≥10μm', false, over(3, 8, 'μm'))],
  },
];

export const TRADE_NAMES_FIRST = [
  '永',
  '恒',
  '嘉',
  '盛',
  '源',
  '泰',
  '瑞',
  '宏',
  '鑫',
  '华',
  '德',
  '佳',
  '顺',
  '联',
  '锦',
  '康',
  '乐',
  '丰',
  '祥',
  '明',
];
export const TRADE_NAMES_SECOND = [
  '兴',
  '达',
  '利',
  '发',
  '美',
  '隆',
  '业',
  '通',
  '辉',
  '记',
  '成',
  '安',
  '信',
  '和',
  '悦',
  '新',
  '润',
  '晟',
  '合',
  '彩',
];
export const RETAIL = ['超市', '百货商店', '商行', '生活广场', '食品经营部', '电器经营部', '家居用品店', '便利店'];
export const SURNAMES = [
  '李',
  '王',
  '张',
  '刘',
  '陈',
  '杨',
  '黄',
  '吴',
  '梁',
  '何',
  '郭',
  '林',
  '罗',
  '郑',
  '谢',
  '欧阳',
  '冯',
  '邓',
  '萧',
  '苏',
];
