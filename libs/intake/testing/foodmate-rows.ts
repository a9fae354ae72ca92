/** The header line of 食品伙伴网. */
export const FOODMATE_HEADER =
  '信息来源,搜索条件,物料名称,产品分类,生产商,供应商,生产日期,批号,项目分类,检测项目,单位,检测结果,限量值,判定,发布单位,发布日期,备注';

export type FoodmateRow = {
  product: string;
  producer: string;
  unit: string;
  producedOn: string;
  batch: string;
  item: string;
  measured: string;
  limit: string;
  verdict: string;
  publisher: string;
  announcedOn: string;
  remarks: string;
};

/** A failed row of 食品伙伴网, with what matters changed. */
export const aFoodmateRow = (row: Partial<FoodmateRow> = {}): string => {
  const all: FoodmateRow = {
    product: '白砂糖',
    producer: '甲糖业有限公司 ',
    unit: '乙超市 ',
    producedOn: '2020-11-13',
    batch: '',
    item: '色值',
    measured: '171IU',
    limit: '≤150IU',
    verdict: '不合格',
    publisher: '国内监督抽查(山西市场监管局)',
    announcedOn: '2021-02-25',
    remarks: '',
    ...row,
  };
  const cells = [
    '食品伙伴网',
    '白砂糖',
    all.product,
    '食糖-->白糖',
    all.producer,
    all.unit,
    all.producedOn,
    all.batch,
    '',
    all.item,
    '',
    all.measured,
    all.limit,
    all.verdict,
    all.publisher,
    all.announcedOn,
    all.remarks,
  ];
  return cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell}"` : cell)).join(',');
};
export const aConformingRow = (row: Partial<FoodmateRow> = {}): string =>
  aFoodmateRow({ item: '', measured: '', limit: '', verdict: '合格', ...row });
