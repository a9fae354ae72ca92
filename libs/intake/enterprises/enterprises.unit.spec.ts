import { importEnterprises, projectImportConfig } from '../testing/index.js';
import { maskPerson } from './normalise-enterprises.js';

const config = projectImportConfig();
const HEADER = '企业名称,统一社会信用代码,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址';
const aRow = ({
  name = '某电影院线有限公司',
  uscc = '91330783MA2E696E3C',
  capital = '"5,000(万元人民币)"',
  province = '浙江',
} = {}): string => `${name},${uscc},2019-01-01,N/A,刘**,${capital},影片发行,${province},金华,浙江省金华市`;
const imported = (...rows: string[]) => importEnterprises(config, [HEADER, ...rows].join('\n'));

describe('enterprises', () => {
  it('a row becomes a record: capital in yuan, full names of places, N/A is not a type', () => {
    const [enterprise] = imported(aRow()).enterprises;
    expect(enterprise).toEqual({
      uscc: '91330783MA2E696E3C',
      usccText: '91330783MA2E696E3C',
      name: '某电影院线有限公司',
      registeredOn: '2019-01-01',
      representativeMasked: '刘**',
      capital: { text: '5,000(万元人民币)', amount: 50_000_000, currency: 'CNY' },
      scope: '影片发行',
      province: '浙江省',
      city: '金华市',
      address: '浙江省金华市',
      warnings: [],
    });
  });

  it('a wrong check character is quarantined with the right one', () => {
    expect(imported(aRow({ uscc: '91330783MA2E696E3D' })).outcomes).toMatchObject([
      { kind: 'quarantined', code: 'USCC_CHECK_DIGIT', expected: '91330783MA2E696E3C' },
    ]);
    expect(imported(aRow({ uscc: '9133' })).outcomes).toMatchObject([{ code: 'USCC_LENGTH' }]);
  });

  it('an unquoted comma in a foreign name slips the columns', () => {
    expect(
      imported(
        '甲贸易有限公司,91330782MA2E917BXE,2019-04-25,10万美元,DAHMASH,AHMED YAHYA A,鞋、帽,有限责任公司 外商投资企业,金华,浙江省义乌市',
      ).outcomes,
    ).toMatchObject([{ code: 'SHIFTED_COLUMNS', found: '有限责任公司 外商投资企业' }]);
  });

  it('the same enterprise twice is a duplicate, the same code for another name is not', () => {
    expect(imported(aRow(), aRow(), aRow({ name: '另一公司' })).outcomes).toMatchObject([
      { kind: 'accepted' },
      { kind: 'duplicate', of: { line: 2 } },
      { kind: 'quarantined', code: 'USCC_TAKEN', expected: '某电影院线有限公司' },
    ]);
  });

  it('without a code an enterprise is known by name, with a warning; capital that says nothing is absent', () => {
    const [enterprise] = imported(aRow({ uscc: '-', capital: 'N/A' })).enterprises;
    expect(enterprise!.warnings[0]!.zh).toContain('只能按名称识别');
    expect(enterprise!.capital).toBeUndefined();
    expect(imported(aRow({ capital: '若干' })).enterprises[0]!.warnings[0]!.zh).toContain('无法换算');
  });

  it('names of persons are masked, companies that represent are not', () => {
    expect(['张三丰', '李四', 'A B', '王*', '甲投资公司'].map(maskPerson)).toEqual(['张**', '李*', 'A**', '王*', '甲投资公司']);
  });
});
