import { readFileSync } from 'node:fs';
import { chooseProfile, parseCsv, parseImportConfig, parseProfile } from '../index.js';
import { projectImportConfig } from '../testing/index.js';

const config = projectImportConfig();
const text = (name: string): string => readFileSync(new URL(`../../../config/import/${name}`, import.meta.url), 'utf8');
const faultsOf = (yaml: string) => {
  const parsed = parseProfile({ path: 'x.yaml', text: yaml });
  return 'faults' in parsed ? parsed.faults : [];
};
const choose = (csv: string) => chooseProfile(config.profiles, parseCsv(csv), 'x.csv');
const reasonOf = (csv: string): string => {
  const chosen = choose(csv);
  return 'reason' in chosen ? chosen.reason.zh : `chosen ${chosen.profile.source}`;
};

describe('import config', () => {
  it('every file of the project is without fault', () => {
    expect(config.faults).toEqual([]);
    expect(config.profiles.map(({ source }) => source)).toEqual([
      'cqn',
      'enterprise-registrations',
      'foodmate',
      'zhiheng',
      'zhiheng-enterprises',
    ]);
  });

  it('a fault is told with its line and reason', () => {
    const good = text('zhiheng-enterprises.yaml');
    const lineOf = (needle: string) => good.split('\n').findIndex((line) => line.includes(needle)) + 1;
    expect(faultsOf(good.replace('kind: enterprises', 'kind: firms'))).toMatchObject([
      { line: lineOf('kind:'), reason: expect.stringContaining('enterprises') as string },
    ]);
    expect(faultsOf(good.replace('  address: [住所]', '  adress: [住所]'))).toMatchObject([
      { line: lineOf('address:'), reason: expect.stringContaining('"adress"') as string },
    ]);
    expect(faultsOf(good.replace('required: [uscc, name]', 'required: [uscc, name'))).toMatchObject([
      { reason: expect.stringContaining('YAML') as string },
    ]);
    expect(
      faultsOf(good.replace('unknown:', 'unknwon:'))
        .map(({ reason }) => reason)
        .join(),
    ).toContain('unknwon');
  });

  it('a pattern that is no regular expression is a fault', () => {
    expect(faultsOf(text('zhiheng.yaml').replace("'^(?<bureau>.+(局|厅|委员会))$'", "'(?<bureau'"))[0]!.reason).toContain(
      'pattern',
    );
  });

  it('tables are needed, and a source may be defined once', () => {
    const profile = { path: 'a.yaml', text: text('zhiheng.yaml') };
    expect(parseImportConfig([profile]).faults[0]!.reason).toContain('key-items.yaml');
    const tables = ['key-items.yaml', 'divisions.yaml', 'regimes.yaml'].map((path) => ({ path, text: text(path) }));
    expect(parseImportConfig([profile, { ...profile, path: 'b.yaml' }, ...tables]).faults).toMatchObject([{ path: 'b.yaml' }]);
  });
});

describe('recognising a file', () => {
  const header =
    '信息来源,搜索条件,物料名称,产品分类,生产商,供应商,生产日期,批号,项目分类,检测项目,单位,检测结果,限量值,判定,发布单位,发布日期,备注';

  it('by its header, below blank and title lines', () => {
    expect(choose(`${header}\n`)).toMatchObject({
      profile: { source: 'foodmate' },
      dataRows: [],
      notes: [{ zh: '文件只有表头，没有数据行' }],
    });
    expect(choose(`\n2021年抽检结果,,,\n${header}\n`)).toMatchObject({ profile: { source: 'foodmate' }, header: { line: 3 } });
  });

  it('an optional column may be missing and is told; unknown columns are told', () => {
    const chosen = choose(`${header.slice(5)},版本\na,b`);
    expect('notes' in chosen && chosen.notes.map(({ zh }) => zh)).toEqual(['缺少非必需列：信息来源', '未使用的列：版本']);
  });

  it('a required column that is missing is named', () => {
    expect(reasonOf(`${header.replace('判定,', '')}\n1,2`)).toContain('缺少必需的列：判定');
  });

  it('an empty or unknown file is refused with what is known', () => {
    expect(reasonOf('')).toContain('是空的');
    expect(reasonOf('a,b\n1,2')).toContain('foodmate');
  });
});
