import { PRODUCTS, RETAIL, SURNAMES, TRADE_NAMES_FIRST, TRADE_NAMES_SECOND } from './catalogue.js';
import type { SampleItem, SampleProduct } from './catalogue.js';
import type { City } from './city.js';
import { creditCode } from './credit-code.js';
import { dateOf, DAY_MS } from './day.js';
import { soil } from './dirt.js';
import type { Dirt } from './dirt.js';
import type { SampleJurisdiction } from './jurisdiction.js';
import { randomFrom } from './random.js';
import type { Random } from './random.js';
import type { EnterpriseRow, SpotCheckRow } from './render-csv.js';

export type CityRequest = {
  readonly seed: string;
  /** How many enterprises; at least two: one that makes and one that sells. */
  readonly enterprises: number;
  /** How many samples; a failed one has a row for each failed item. */
  readonly samples: number;
  readonly jurisdiction: SampleJurisdiction;
  /** The year of the announcements. */
  readonly year?: number;
  /** Share of samples that fail, 0 to 1. */
  readonly failing?: number;
  readonly dirt?: Partial<Dirt>;
};

const FAILING = 0.08;

/** Makes a city of enterprises and a year of spot checks. The same request gives the same city, byte for byte. */
export function generateCity(request: CityRequest): City {
  const random = randomFrom(request.seed);
  const names = new Set<string>();
  const codes = new Set<string>();
  const enterprises = Array.from({ length: Math.max(2, request.enterprises) }, (_, index) =>
    enterprise(random, request, { index, names, codes }),
  );
  const makers = enterprises.filter(({ trade }) => trade !== undefined);
  const shops = enterprises.filter(({ trade }) => trade === undefined);
  const samples = Array.from({ length: request.samples }, (_, index) =>
    sample(random, request, { index, maker: random.pick(makers), shop: random.pick(shops) }),
  );
  const clean = { enterprises: enterprises.map(({ row }) => row), samples: samples.map(({ rows }) => rows) };
  const failed = samples.filter(({ items }) => items.length > 0);
  return soil(random, clean, request.dirt ?? {}, {
    samples: samples.length,
    nonConforming: failed.length,
    keyFailures: failed.filter(({ items }) => items.some(({ key }) => key)).length,
  });
}

type Made = { readonly row: EnterpriseRow; readonly trade?: string };
type Naming = { readonly index: number; readonly names: Set<string>; readonly codes: Set<string> };

// Every third enterprise sells, the others make; the first is a maker and the second a shop.
function enterprise(random: Random, { jurisdiction, year = 2025 }: CityRequest, { index, names, codes }: Naming): Made {
  const sells = index % 3 === 1;
  const trade = sells ? undefined : random.pick(PRODUCTS).trade;
  const district = random.pick(jurisdiction.districts);
  const place = jurisdiction.city;
  const form = sells ? '' : random.pick(['有限公司', '科技有限公司', '实业有限公司', '制造有限公司', '厂']);
  const name = unique(names, (attempt) => {
    const trading = `${random.pick(TRADE_NAMES_FIRST)}${random.pick(TRADE_NAMES_SECOND)}${attempt > 3 ? random.pick(TRADE_NAMES_FIRST) : ''}${attempt > 9 ? random.pick(TRADE_NAMES_SECOND) : ''}`;
    return `${place}${sells ? district.replace(/(街道|镇)$/, '') : ''}${trading}${sells ? random.pick(RETAIL) : `${trade}${form}`}`;
  });
  const uscc = unique(codes, () => creditCode(random, { kind: sells ? '92' : '91', division: jurisdiction.code }));
  const million = random.pick([10, 50, 100, 200, 500, 1000, 3000]);
  const row: EnterpriseRow = {
    uscc,
    name,
    registeredOn: dayOf(random, random.between(2003, year - 1)),
    type: sells ? '个体工商户' : form === '厂' ? '个人独资企业' : '有限责任公司',
    representative: `${random.pick(SURNAMES)}${random.chance(0.7) ? '**' : '*'}`,
    capital: sells
      ? ''
      : random.pick([`${million}万元人民币`, `${million}(万元)`, `${million.toLocaleString('en-US')}(万元人民币)`]),
    scope: sells ? '零售：预包装食品、日用百货、家用电器。' : `生产、加工、销售：${trade}产品及其配件。`,
    province: jurisdiction.province,
    city: jurisdiction.city,
    address: `${jurisdiction.province}${jurisdiction.city}${district}${random.pick(['兴业路', '工业大道', '民安路', '富华道', '同乐路'])}${random.between(1, 299)}号`,
  };
  return trade === undefined ? { row } : { row, trade };
}

function unique(taken: Set<string>, make: (attempt: number) => string): string {
  for (let attempt = 0; ; attempt++) {
    const text = make(attempt);
    if (taken.has(text)) continue;
    taken.add(text);
    return text;
  }
}

type Drawn = { readonly index: number; readonly maker: Made; readonly shop: Made };

function sample(
  random: Random,
  { jurisdiction, year = 2025, failing = FAILING }: CityRequest,
  { index, maker, shop }: Drawn,
): { readonly rows: readonly SpotCheckRow[]; readonly items: readonly SampleItem[] } {
  const product: SampleProduct = random.pick(PRODUCTS.filter(({ trade }) => trade === maker.trade));
  const announced = Date.UTC(year, 0, 4) + random.between(0, 350) * DAY_MS;
  const produced = dateOf(announced - random.between(40, 300) * DAY_MS);
  const items = random.chance(failing) ? failedItems(random, product) : [];
  const common = {
    sampleNumber: `${jurisdiction.code.slice(0, 4)}${year}${String(index + 1).padStart(6, '0')}`,
    product: product.name,
    category: product.category,
    producer: maker.row.name,
    producerUscc: maker.row.uscc,
    producerAddress: maker.row.address,
    sampledUnit: shop.row.name,
    sampledUnitUscc: shop.row.uscc,
    sampledUnitAddress: shop.row.address,
    spec: random.pick(product.specs),
    trademark: random.chance(0.5) ? `${random.pick(TRADE_NAMES_FIRST)}${random.pick(TRADE_NAMES_SECOND)}` : '/',
    producedOn: produced,
    // The running number makes each sample one of its own, as the batch does in life.
    batch: `${produced.replaceAll('-', '')}${String(index + 1).padStart(5, '0')}`,
    channel: random.chance(0.15) ? '网络抽样' : '现场抽样',
    publisher: random.chance(0.1)
      ? '国家市场监督管理总局'
      : random.chance(0.3)
        ? `${jurisdiction.province}市场监督管理局`
        : jurisdiction.bureau,
    announcedOn: dateOf(announced),
    laboratory: random.pick(['广东省中山市质量计量监督检测所', '广东产品质量监督检验研究院', '中山市食品药品检验所']),
    remarks: '',
  };
  if (items.length === 0) return { items, rows: [{ ...common, item: '', measured: '', limit: '', verdict: '合格' }] };
  return {
    items,
    rows: items.map(({ name, limit, fail }) => ({ ...common, item: name, measured: fail(random), limit, verdict: '不合格' })),
  };
}

function failedItems(random: Random, { items }: SampleProduct): readonly SampleItem[] {
  const count = Math.min(items.length, random.chance(0.75) ? 1 : random.between(2, 3));
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(random.between(0, left.length - 1), 1)[0]!);
}

function dayOf(random: Random, year: number): string {
  return dateOf(Date.UTC(year, 0, 1) + random.between(0, 364) * DAY_MS);
}
