/** Columns of the project's own formats, in order: field and header as in `config/import/zhiheng.yaml` and `zhiheng-enterprises.yaml`. */
export const SPOT_CHECK_COLUMNS = {
  sampleNumber: '抽样编号',
  product: '样品名称',
  category: '产品分类',
  producer: '标称生产企业',
  producerUscc: '标称生产企业统一社会信用代码',
  producerAddress: '标称生产企业地址',
  sampledUnit: '被抽样单位',
  sampledUnitUscc: '被抽样单位统一社会信用代码',
  sampledUnitAddress: '被抽样单位地址',
  spec: '规格型号',
  trademark: '商标',
  producedOn: '生产日期',
  batch: '批号',
  item: '不合格项目',
  measured: '检验结果',
  limit: '标准值',
  verdict: '判定',
  channel: '抽样渠道',
  publisher: '公告机关',
  announcedOn: '公告日期',
  laboratory: '检验机构',
  remarks: '备注',
} as const;

export const ENTERPRISE_COLUMNS = {
  uscc: '统一社会信用代码',
  name: '企业名称',
  registeredOn: '成立日期',
  type: '企业类型',
  representative: '法定代表人',
  capital: '注册资本',
  scope: '经营范围',
  province: '省份',
  city: '城市',
  address: '住所',
} as const;

export type SpotCheckRow = { readonly [Field in keyof typeof SPOT_CHECK_COLUMNS]: string };
export type EnterpriseRow = { readonly [Field in keyof typeof ENTERPRISE_COLUMNS]: string };

export function renderSpotChecksCsv(rows: readonly SpotCheckRow[]): string {
  return render(SPOT_CHECK_COLUMNS, rows);
}

export function renderEnterprisesCsv(rows: readonly EnterpriseRow[]): string {
  return render(ENTERPRISE_COLUMNS, rows);
}

function render<Field extends string>(
  columns: Readonly<Record<Field, string>>,
  rows: readonly Readonly<Record<Field, string>>[],
): string {
  const fields = Object.keys(columns) as Field[];
  const lines = [fields.map((field) => columns[field]), ...rows.map((row) => fields.map((field) => row[field]))];
  return lines.map((cells) => `${cells.map(quote).join(',')}\r\n`).join('');
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;
}
