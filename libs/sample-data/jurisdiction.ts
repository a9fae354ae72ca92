/** The city that sample data plays in. `code` is the six-digit division code that credit codes carry. */
export type SampleJurisdiction = {
  readonly code: string;
  readonly province: string;
  readonly city: string;
  readonly bureau: string;
  readonly districts: readonly string[];
};

export const ZHONGSHAN: SampleJurisdiction = {
  code: '442000',
  province: '广东省',
  city: '中山市',
  bureau: '中山市市场监督管理局',
  districts: [
    '石岐街道',
    '东区街道',
    '西区街道',
    '南区街道',
    '五桂山街道',
    '火炬开发区',
    '小榄镇',
    '古镇镇',
    '黄圃镇',
    '东凤镇',
    '沙溪镇',
    '坦洲镇',
    '三乡镇',
    '南头镇',
    '横栏镇',
    '板芙镇',
    '大涌镇',
    '港口镇',
  ],
};
