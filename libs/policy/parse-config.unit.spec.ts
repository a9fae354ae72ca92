import { parseConfig, showFault } from '@zhiheng/policy';
import { aConfig, aRule, aRulebook, aRuleSet, aValue, configFiles, faultsOf } from '@zhiheng/policy/testing';

const LAW = 'config/law/penalty.yaml';
const RULES = 'config/law/rulebook.yaml';
const HOME = 'config/jurisdictions/442000/jurisdiction.yaml';
const POLICY = 'config/jurisdictions/442000/policy.yaml';
const CALENDAR = 'config/calendar/cn/2026.yaml';

const shown = (files: Readonly<Record<string, string>>): readonly string[] => faultsOf(files).map(showFault);
const inLaw = (values: string) => shown({ [LAW]: aRuleSet('penalty', values) });
const inRule = (rule: string) => shown({ [RULES]: aRulebook(rule) });
const oneFault = (faults: readonly string[], place: string, ...words: readonly string[]): void => {
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(new RegExp(`^${place.replace(/\./g, '\\.')} `));
  for (const word of words) expect(faults[0]).toContain(word);
};
const TERM = aValue('penalty.term', 'term', '2021-07-15 {"amount":15,"unit":"working-day","direction":"due"}');

describe('a sound configuration', () => {
  it('is read whole', () => {
    const config = aConfig({ [LAW]: aRuleSet('penalty', TERM), [RULES]: aRulebook(aRule()) });
    expect(config.jurisdictions).toEqual([
      {
        code: '442000',
        name: { zh: '中山市', en: 'Zhongshan' },
        level: 'city',
        province: '440000',
        calendar: 'cn',
        lawRuleSets: 'all',
      },
    ]);
    expect(config.calendars.get('cn')).toEqual({ id: 'cn', years: [{ year: 2026, off: [], work: [] }] });
    expect(config.rulebook.rules.map(({ id }) => id)).toEqual(['failure-opens-case']);
  });

  it('may come from a Windows editor: byte order mark and CRLF', () => {
    const text = `\uFEFF${aRuleSet('penalty', TERM)}`.replace(/\n/g, '\r\n');
    expect(shown({ [LAW]: text })).toEqual([]);
  });

  it('keeps places right behind a byte order mark', () => {
    oneFault(shown({ [LAW]: `\uFEFFruleSett: x\r\n${aRuleSet('penalty', '  []\n')}` }), `${LAW}:1:1`, 'ruleSett');
  });

  it('does not depend on the order of the files', () => {
    const recall = { 'config/law/recall.yaml': aRuleSet('recall', aValue('penalty.other', 'number', '2021-01-01 1')) };
    const files = configFiles({ ...recall, [LAW]: aRuleSet('penalty', TERM), [RULES]: aRulebook(aRule()) });
    const [forth, back] = [parseConfig(files), parseConfig([...files].reverse())];
    if ('faults' in forth || 'faults' in back) throw new Error('expected a sound configuration');
    expect(back.book).toEqual(forth.book);
    expect([...back.book.jurisdictions.get('442000')!.keys()]).toEqual(['penalty.other', 'penalty.term']);
    expect(back.rulebook.rules).toEqual(forth.rulebook.rules);
  });

  it('writes a KPI target as a percentage or as a ratio', () => {
    const targetOf = (target: string) =>
      aConfig({ [RULES]: aRulebook(`${aRule()}    target: ${target}\n`) }).rulebook.rules[0]!.target;
    expect([targetOf('100%'), targetOf('0.95')]).toEqual([1, 0.95]);
  });
});

describe('YAML that is none', () => {
  it('a tab as indentation', () => {
    const faults = shown({ [HOME]: 'code: "442000"\nname:\n\tzh: 中山市\n' });
    expect(faults[0]).toMatch(/jurisdiction\.yaml:3:1 缩进不能用制表符.* \/ indent with spaces/);
  });

  it('a full-width colon', () => {
    const faults = shown({ [HOME]: 'code: "442000"\nname：中山市\nlevel: city\n' });
    expect(faults[0]).toMatch(/jurisdiction\.yaml:2:1 .*全角冒号.*full-width colon/);
  });

  it('the same key twice', () => {
    oneFault(shown({ [CALENDAR]: 'year: 2026\noff: []\nwork: []\noff: []\n' }), `${CALENDAR}:4:1`, '键重复', 'twice');
  });

  it('an open quote', () => {
    expect(shown({ [CALENDAR]: 'year: 2026\noff: ["2026-01-01\nwork: []\n' })[0]).toContain(CALENDAR);
  });

  it('two documents, an unknown tag, an unknown alias', () => {
    expect(shown({ [CALENDAR]: 'year: 2026\noff: []\nwork: []\n---\nyear: 2027\n' })[0]).toContain('one document a file');
    expect(shown({ [CALENDAR]: 'year: !jahr 2026\noff: []\nwork: []\n' })[0]).toContain('unsupported tag');
    expect(shown({ [CALENDAR]: 'year: 2026\noff: *days\nwork: []\n' })[0]).toContain('alias');
  });

  it('an empty file', () => {
    oneFault(shown({ [CALENDAR]: '# nothing\n' }), `${CALENDAR}:1:1`, '文件没有内容');
  });

  it('a list where a map belongs', () => {
    oneFault(shown({ [CALENDAR]: '- 2026\n' }), `${CALENDAR}:1:1`, '映射 map', '列表 list [2026]');
  });
});

describe('values', () => {
  it('of the wrong type, with what was expected and found', () => {
    oneFault(inLaw(aValue('a.b', 'number', '2021-01-01 abc')), `${LAW}:9:36`, '类型不对', '数字 number', '"abc"');
    oneFault(inLaw(aValue('a.b', 'flag', '2021-01-01 yes')), `${LAW}:9:36`, 'true 或 false', '"yes"');
    oneFault(inLaw(aValue('a.b', 'text', '2021-01-01 5')), `${LAW}:9:36`, '文本 text', '5');
    oneFault(inLaw(aValue('a.b', 'list', '2021-01-01 x')), `${LAW}:9:36`, '列表 list');
    oneFault(inLaw(aValue('a.b', 'number', '2021-01-01 .nan')), `${LAW}:9:36`, 'NaN');
  });

  it('out of range', () => {
    oneFault(inLaw(aValue('a.b', 'amount', '2021-01-01 -1')), `${LAW}:9:36`, '超出范围', '元');
    oneFault(inLaw(aValue('a.b', 'ratio', '2021-01-01 1.5')), `${LAW}:9:36`, '超出范围');
    oneFault(inLaw(aValue('a.b', 'ratio', '2021-01-01 101%')), `${LAW}:9:36`, '写法不对');
  });

  it('a term that is no term', () => {
    const faults = inLaw(aValue('a.b', 'term', '2021-01-01 {"amount":15,"unit":"weekday","direction":"due"}'));
    expect(faults[0]).toMatch(/penalty\.yaml:9:\d+ .*weekday/);
  });

  it('a kind that does not exist', () => {
    oneFault(inLaw(aValue('a.b', 'days', '2021-01-01 5')), `${LAW}:6:11`, 'term | number | amount', '"days"');
  });

  it('an unknown key, at the key, with those that are known', () => {
    oneFault(
      inLaw(`${aValue('a.b', 'number', '2021-01-01 5')}    until: 2022-01-01\n`),
      `${LAW}:10:5`,
      '不认识的键',
      'key | kind | title',
    );
  });

  it('a key without a blank after its colon', () => {
    expect(inLaw(aValue('a.b', 'term', '2021-01-01 {amount:15}')).at(-1)).toContain('冒号后缺空格');
  });

  it('a text with a comma in braces and without quotes', () => {
    const faults = inLaw(aValue('a.b', 'number', '2021-01-01 5').replace('en: Value', 'en: Value, or not'));
    oneFault(faults, `${LAW}:7:32`, '含逗号的文本应加引号', 'or not');
  });

  it('a missing key', () => {
    oneFault(
      inLaw('  - key: a.b\n    kind: number\n    title: { zh: 值, en: Value }\n'),
      `${LAW}:5:5`,
      '缺少必填项',
      'versions',
    );
  });

  it('a citation without an article or a sentence', () => {
    const faults = inLaw(aValue('a.b', 'number', '2021-01-01 5').replace(', article: 第一条', ''));
    oneFault(faults, `${LAW}:9:49`, '条或原文至少一项');
  });

  it.each(['2021-02-30', '2023-02-29', '2021-13-01', '2021/07/15', '2021-7-15', '20210715'])('the date %s', (date) => {
    expect(inLaw(aValue('a.b', 'number', `${date} 5`))[0]).toMatch(/penalty\.yaml:9:17 .*YYYY-MM-DD/);
  });
});

describe('versions', () => {
  it('that overlap', () => {
    oneFault(
      inLaw(aValue('a.b', 'number', '2020-01-01 1 2021-06-01', '2021-01-01 2')),
      `${LAW}:10:9`,
      '版本重叠',
      '2021-06-01',
      '2021-01-01',
    );
  });

  it('that overlap inside a longer one', () => {
    const versions = ['2020-01-01 1 2024-01-01', '2021-01-01 2 2021-02-01', '2022-01-01 3'];
    expect(inLaw(aValue('a.b', 'number', ...versions))).toHaveLength(2);
  });

  it('that begin on the same day', () => {
    oneFault(inLaw(aValue('a.b', 'number', '2020-01-01 1', '2020-01-01 2')), `${LAW}:10:9`, '版本重叠');
  });

  it('that end before they begin', () => {
    oneFault(inLaw(aValue('a.b', 'number', '2020-01-01 1 2020-01-01')), `${LAW}:9:46`, 'must end after it begins');
  });

  it('that overlap in two orders, each at its place', () => {
    const faults = shown({
      [LAW]: aRuleSet('penalty', aValue('a.b', 'number', '2020-01-01 1 2022-01-01')),
      'config/law/recall.yaml': aRuleSet('recall', aValue('a.b', 'number', '2021-01-01 2')),
    });
    oneFault(faults, 'config/law/recall.yaml:9:9', 'config/law/penalty.yaml:9');
  });

  it('of one key with two kinds', () => {
    const faults = shown({
      [LAW]: aRuleSet('penalty', aValue('a.b', 'number', '2020-01-01 1')),
      [POLICY]: `values:\n${aValue('a.b', 'text', '2020-01-01 x')}`,
    });
    oneFault(faults, `${POLICY}:6:9`, 'number', 'text', `${LAW}:9`);
  });

  it('of a key that stands twice in a file', () => {
    const twice = aValue('a.b', 'number', '2020-01-01 1') + aValue('a.b', 'number', '2021-01-01 2');
    oneFault(inLaw(twice), `${LAW}:10:10`, '重复：a.b', `${LAW}:5`);
  });
});

describe('rules', () => {
  it('with a syntax error in an expression, at the character', () => {
    oneFault(inRule(aRule({ when: 'facts.a = 1' })), `${RULES}:5:17`, '表达式不对', 'Unexpected character: =');
    oneFault(inRule(aRule({ when: '"facts.a >"' })), `${RULES}:5:19`, 'EOF');
  });

  it('with an unknown name, function or field of the source', () => {
    oneFault(inRule(aRule({ when: 'fact.a == 1' })), `${RULES}:5:9`, 'Unknown variable: fact');
    oneFault(inRule(aRule({ when: 'max(facts.a, 1) == 1' })), `${RULES}:5:9`, 'max');
    oneFault(
      inRule(aRule({ when: 'facts.a == 1 && source.instanceID == "x"' })),
      `${RULES}:5:32`,
      'instanceId',
      'source.instanceID',
    );
    oneFault(inRule(aRule({ when: 'source.subject.uscc == "x"' })), `${RULES}:5:24`, 'kind | id | name');
  });

  it('with an expression of the wrong type', () => {
    oneFault(inRule(aRule({ when: 'size(facts.items)' })), `${RULES}:5:9`, 'bool', 'int');
    const identity = '{ start: enforcement, event: CLUE_REGISTERED, instance: ["1 == 1"] }';
    oneFault(inRule(aRule({ then: identity })), `${RULES}:5:69`, 'string | int', 'bool');
    const data =
      '{ start: enforcement, event: CLUE_REGISTERED, instance: [topic], data: { at: { day: timestamp(source.on) } } }';
    expect(inRule(aRule({ then: data }))[0]).toMatch(/rulebook\.yaml:5:\d+ .*Timestamp/);
  });

  it('with all their wrong expressions at once', () => {
    const then =
      '{ start: enforcement, event: CLUE_REGISTERED, instance: ["a b"], subject: { kind: "1 +", id: topic, name: x }, data: { a: "(" } }';
    expect(inRule(aRule({ when: '"1"', then }))).toHaveLength(5);
  });

  it('with both start and signal, or neither', () => {
    const both = '{ start: recall, signal: recall, event: REPORTED, instance: [topic] }';
    oneFault(inRule(aRule({ then: both })), `${RULES}:5:11`, 'start 与 signal 恰有其一');
    oneFault(inRule(aRule({ then: '{ event: REPORTED, instance: [topic] }' })), `${RULES}:5:11`, 'start 与 signal 恰有其一');
  });

  it('with an unknown key, a wrong topic, a wrong event, a wrong field name', () => {
    oneFault(
      inRule(aRule({ then: '{ start: recall, event: REPORTED, instance: [topic], subjekt: {} }' })),
      `${RULES}:5:64`,
      'subjekt',
    );
    oneFault(inRule(aRule({ on: 'nonconformity' })), `${RULES}:4:9`, '<workflow>.<announcement>');
    oneFault(
      inRule(aRule({ then: '{ start: recall, event: reported, instance: [topic] }' })),
      `${RULES}:5:35`,
      'CLUE_REGISTERED',
    );
    oneFault(
      inRule(aRule({ then: '{ start: recall, event: REPORTED, instance: [topic], data: { Bad-Name: topic } }' })),
      `${RULES}:5:72`,
      'Bad-Name',
    );
  });

  it('that end before they begin', () => {
    oneFault(inRule(aRule({ period: 'from: 2021-01-01\n    until: 2020-12-31' })), `${RULES}:7:12`, 'ends before it begins');
  });

  it('with the id of a rule that applies in the same place', () => {
    const faults = shown({ [RULES]: aRulebook(aRule()), 'config/jurisdictions/442000/rulebook.yaml': aRulebook(aRule()) });
    oneFault(faults, 'config/jurisdictions/442000/rulebook.yaml:2:9', '重复', `${RULES}:2`);
  });
});

describe('jurisdictions and calendars', () => {
  const home = (lines: string) => `name: { zh: 中山市, en: Zhongshan }\nlevel: city\n${lines}`;

  it('the code of another folder, another province, a calendar, parent and rule set that do not exist', () => {
    const faults = shown({
      [HOME]: home('code: 441900\nprovince: "450000"\nparent: "440000"\ncalendar: hk\nlawRuleSets: [penalty]\n'),
    });
    expect(faults.map((fault) => fault.split(' ')[0]!.split(':').slice(1).join(':'))).toEqual([
      '3:7',
      '4:11',
      '5:9',
      '6:11',
      '7:15',
    ]);
  });

  it('a level above that is not above', () => {
    const other =
      'code: "440100"\nname: { zh: 广州市, en: Guangzhou }\nlevel: city\nprovince: "440000"\nparent: 442000\ncalendar: cn\nlawRuleSets: all\n';
    const path = 'config/jurisdictions/440100/jurisdiction.yaml';
    oneFault(shown({ [path]: other }), `${path}:5:9`, '级别应更高', 'province', 'city');
  });

  it('a policy without its jurisdiction', () => {
    const path = 'config/jurisdictions/440100/policy.yaml';
    oneFault(shown({ [path]: 'values: []\n' }), `${path}:1:1`, 'config/jurisdictions/440100/jurisdiction.yaml');
  });

  it('a file that has no place in config', () => {
    oneFault(shown({ 'config/law/penalty.yml': 'x: 1\n' }), 'config/law/penalty.yml:1:1', 'config/law/<ruleset>.yaml');
  });

  it('a rule set under another name than its file', () => {
    oneFault(shown({ [LAW]: aRuleSet('recall', '  []\n') }), `${LAW}:1:10`, 'penalty', 'recall');
  });

  it('days of another year, a day that is both off and working, a day twice', () => {
    oneFault(shown({ [CALENDAR]: 'year: 2026\noff: [2027-01-01]\nwork: []\n' }), `${CALENDAR}:2:7`, '日期不在这一年');
    oneFault(shown({ [CALENDAR]: 'year: 2026\noff: [2026-01-01]\nwork: [2026-01-01]\n' }), `${CALENDAR}:3:8`, '既放假又上班');
    oneFault(shown({ [CALENDAR]: 'year: 2026\noff: [2026-01-01, 2026-01-01]\nwork: []\n' }), `${CALENDAR}:2:6`, '重复项');
    oneFault(shown({ [CALENDAR]: 'year: 2025\noff: []\nwork: []\n' }), `${CALENDAR}:1:7`, '年份应与文件名一致');
  });
});

describe('all faults of all files', () => {
  it('are reported at once, ordered by file and line', () => {
    const faults = shown({
      [CALENDAR]: 'year: 2026\noff: [2026-02-30]\nwork: 5\n',
      [LAW]: aRuleSet(
        'penalty',
        aValue('a.b', 'number', '2021-01-01 x') + aValue('c.d', 'number', '2020-01-01 1 2021-06-01', '2021-01-01 2'),
      ),
      [RULES]: aRulebook(aRule({ id: 'Bad' }), aRule({ id: 'b', when: '1 +' })),
    });
    expect(faults.map((fault) => fault.split(' ')[0]!)).toEqual([
      `${CALENDAR}:2:7`,
      `${CALENDAR}:3:7`,
      `${LAW}:9:36`,
      `${LAW}:15:9`,
      `${RULES}:2:9`,
      `${RULES}:11:12`,
    ]);
  });

  it('a broken file causes no second fault in a file that refers to it', () => {
    const home =
      'code: "442000"\nname: { zh: 中山市, en: Zhongshan }\nlevel: city\nprovince: "440000"\ncalendar: cn\nlawRuleSets: [penalty]\n';
    expect(shown({ [HOME]: home, [LAW]: 'a: [\n', [CALENDAR]: 'year: x\n' }).every((fault) => !fault.startsWith(HOME))).toBe(
      true,
    );
  });
});
