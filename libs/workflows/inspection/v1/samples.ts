import type { JsonObject } from '@zhiheng/kernel';

// Data of the specifications: what people would enter, in full, so that a test only changes what it is about.

const item = { name: '接地措施', measured: '0.35Ω', limit: '≤0.1Ω', key: true };

export const onSiteSample: JsonObject = {
  sampleId: 'ZS2026-001',
  product: '电磁灶',
  category: '小家电',
  producerName: '中山市示例电器有限公司',
  sampledUnitName: '中山市示例电器有限公司',
  channel: 'on-site',
  organiser: '中山市市场监督管理局',
  samplers: ['sampler-1', 'sampler-2'],
  drawnFromStockForSale: true,
  spareSampleKept: true,
  sealed: true,
  recordedByImage: true,
  papersShown: true,
  formSignature: 'signed',
};

export const onlineSample: JsonObject = {
  sampleId: 'ZS2026-002',
  product: '电磁灶',
  channel: 'online',
  samplers: ['sampler-1', 'sampler-2'],
  drawnFromStockForSale: true,
  spareSampleKept: true,
  sealed: true,
  recordedByImage: true,
  unboxingRecorded: true,
};

export const publishedResult: JsonObject = {
  sampleId: 'GJ2026-100',
  product: '电磁灶',
  items: [item],
  announcedBy: '国家市场监督管理总局',
  announcedOn: '2026-02-20',
  producerName: '中山市示例电器有限公司',
  sampledUnitName: '某某商场',
};

export const passedTest: JsonObject = { reportNo: 'JY-1', laboratory: '广东省某检验院', testers: ['tester-1'] };
export const failedTest: JsonObject = { ...passedTest, items: [item] };
export const served: JsonObject = { method: 'direct', receivedBy: '张某' };
export const objection: JsonObject = { about: 'conclusion', reasons: '样品运输受损', materials: '照片' };
export const samplingObjection: JsonObject = { ...objection, about: 'sampling' };
export const retestLab: JsonObject = {
  laboratory: '深圳某检测中心',
  qualification: 'CMA-2',
  firstLaboratory: '广东省某检验院',
};
export const retest: JsonObject = { reportNo: 'FJ-1', laboratory: '深圳某检测中心', testers: ['tester-9'] };
export const order: JsonObject = { orderNo: '市监责改〔2026〕1号', requirements: '停止生产、销售，限期改正' };
export const recheck: JsonObject = { samplers: ['sampler-3', 'sampler-4'], sampleId: 'FC-1' };
export const announcement: JsonObject = { announcementNo: '粤市监公告〔2026〕9号' };
export const refusal: JsonObject = { reason: '以明显不合理的样品价格阻碍抽样', samplers: ['sampler-1', 'sampler-2'] };

// 食品

const pesticide = { name: '毒死蜱', measured: '0.96mg/kg', limit: '≤0.1mg/kg', key: true, microbiological: false };
export const plateCount = { name: '菌落总数', measured: '2.1×10⁵CFU/g', limit: 'n=5,c=2', key: true, microbiological: true };

export const foodSample: JsonObject = {
  ...onSiteSample,
  sampleId: 'ZS2026-F01',
  product: '广式腊肠',
  category: '肉制品/腌腊肉制品',
  regime: 'food',
};
export const onlineFoodSample: JsonObject = { ...onlineSample, product: '广式腊肠', regime: 'food' };
export const publishedFoodResult: JsonObject = {
  ...publishedResult,
  sampleId: 'GJ2026-F100',
  product: '菠菜',
  category: '食用农产品/蔬菜',
  regime: 'food',
  items: [pesticide],
};
export const failedFoodTest: JsonObject = { ...passedTest, items: [pesticide] };
export const sampleReceived: JsonObject = { laboratory: '广东省某检验院', sealsChecked: true };
export const application: JsonObject = { applicant: '中山市示例食品有限公司', to: 'bureau', reasons: '结果与自检不符' };
export const acceptance: JsonObject = {
  noticeNo: '市监复受〔2026〕1号',
  items: ['毒死蜱'],
  noMicrobiologicalItem: true,
  spareSampleUsable: true,
};
export const drawnLab: JsonObject = {
  laboratory: '深圳某检测中心',
  firstLaboratory: '广东省某检验院',
  listed: true,
  drawnAtRandom: true,
  noInterest: true,
};
export const handedOver: JsonObject = { intact: true, recorded: true };
export const told: JsonObject = { method: '直接送达', homeBureauTold: true };
export const foodObjection: JsonObject = {
  about: 'authenticity',
  applicant: '中山市示例食品有限公司',
  reasons: '非本企业生产',
  materials: '防伪说明',
};
export const measures: JsonObject = {
  sealedAndStopped: true,
  othersTold: true,
  recalled: true,
  causesFoundAndRectified: true,
  detail: '召回32件',
};
export const foodDisposal: JsonObject = { summary: '已立案', cause: '种植环节违规用药' };
export const disposalPublication: JsonObject = { publishedAt: '政府网站', onCreditFile: true };
