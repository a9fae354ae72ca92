import type { JsonObject, LegalDate } from '@zhiheng/kernel';
import { ZhihengError } from '@zhiheng/kernel';
import { fireRules, subscriptions } from '@zhiheng/policy';
import type { RuleFacts } from '@zhiheng/policy';
import { aConfig, aRule, aRulebook } from '@zhiheng/policy/testing';
import fc from 'fast-check';

const NATIONAL = 'config/law/rulebook.yaml';
const LOCAL = 'config/jurisdictions/442000/rulebook.yaml';
const rulebookOf = (...rules: readonly string[]) => aConfig({ [NATIONAL]: aRulebook(...rules) }).rulebook;
const given = (facts: JsonObject, on = '2024-05-01', jurisdiction = '442000'): RuleFacts => ({
  topic: 'inspection.nonconformityConfirmed',
  facts,
  source: {
    instanceId: 'i-1',
    workflow: 'inspection',
    jurisdiction,
    seq: 7,
    on: on as LegalDate,
    subject: { kind: 'enterprise', id: '91442000', name: '中山某厂' },
  },
});
const fires = (when: string, facts: JsonObject): boolean => fireRules(rulebookOf(aRule({ when })), given(facts)).length === 1;
const dataOf = (data: string, facts: JsonObject): JsonObject =>
  fireRules(
    rulebookOf(aRule({ then: `{ start: enforcement, event: CLUE_REGISTERED, instance: [source.instanceId], data: ${data} }` })),
    given(facts),
  )[0]!.data;
const fault = (run: () => unknown): ZhihengError => {
  try {
    run();
  } catch (thrown) {
    return thrown as ZhihengError;
  }
  throw new Error('nothing was thrown');
};

describe('a rule', () => {
  it('fires when its condition holds, with identity, subject of the source and citation', () => {
    const book = rulebookOf(aRule({ when: 'facts.keyItemFailed == true' }));
    expect(fireRules(book, given({ keyItemFailed: false }))).toEqual([]);
    const [firing] = fireRules(book, given({ keyItemFailed: true }));
    expect(firing).toEqual({
      rule: book.rules[0],
      mode: 'start',
      workflow: 'enforcement',
      event: 'CLUE_REGISTERED',
      identity: ['i-1'],
      subject: { kind: 'enterprise', id: '91442000', name: '中山某厂' },
      data: {},
      citation: { zh: '行动计划', sentence: '立案查处率100%' },
    });
    expect(JSON.parse(JSON.stringify(firing))).toEqual(firing);
  });

  it('without a condition fires on every fact of its topic and on no other', () => {
    const book = rulebookOf(aRule());
    expect(fireRules(book, given({}))).toHaveLength(1);
    expect(fireRules(book, { ...given({}), topic: 'inspection.closed' })).toEqual([]);
  });

  it('is in force from its first to its last day, both included', () => {
    const book = rulebookOf(aRule({ period: 'from: 2018-07-15\n    until: 2020-12-31' }));
    const count = (on: string) => fireRules(book, given({}, on)).length;
    expect(['2018-07-14', '2018-07-15', '2020-12-31', '2021-01-01'].map(count)).toEqual([0, 1, 1, 0]);
  });

  it('of a city does not fire in another one', () => {
    const other =
      'code: "440100"\nname: { zh: 广州市, en: Guangzhou }\nlevel: city\nprovince: "440000"\ncalendar: cn\nlawRuleSets: all\n';
    const { rulebook } = aConfig({
      [NATIONAL]: aRulebook(aRule({ id: 'national' })),
      [LOCAL]: aRulebook(aRule({ id: 'local' })),
      'config/jurisdictions/440100/jurisdiction.yaml': other,
    });
    const ids = (jurisdiction: string) => fireRules(rulebook, given({}, '2024-05-01', jurisdiction)).map(({ rule }) => rule.id);
    expect(ids('442000')).toEqual(['national', 'local']);
    expect(ids('440100')).toEqual(['national']);
    expect(() => ids('110000')).toThrow('JURISDICTION_UNKNOWN');
  });

  it('may name another subject, signal instead of start, and bring data', () => {
    const then = `
      signal: interview
      event: TRIGGER_REPORTED
      instance: ["facts.enterpriseId", "string(facts.year)", "facts.year"]
      subject: { kind: "'enterprise'", id: facts.enterpriseId, name: facts.enterpriseName }
      data: { source: "'spot-check'", nested: { items: "facts.items.filter(i, i.failed).map(i, i.name)", count: size(facts.items) }, urgent: true, level: 2 }`;
    const facts = {
      enterpriseId: 'e-1',
      enterpriseName: '某公司',
      year: 2024,
      items: [
        { name: '铅', failed: true },
        { name: '镉', failed: false },
      ],
    };
    const [firing] = fireRules(rulebookOf(aRule({ then })), given(facts));
    expect(firing).toMatchObject({
      mode: 'signal',
      workflow: 'interview',
      identity: ['e-1', '2024', '2024'],
      subject: { kind: 'enterprise', id: 'e-1', name: '某公司' },
    });
    expect(firing!.data).toEqual({ source: 'spot-check', nested: { items: ['铅'], count: 2 }, urgent: true, level: 2 });
  });

  it('for another workflow is left alone when one workflow asks', () => {
    const broken = aRule({ id: 'broken', when: 'facts.absent > 1' });
    const sound = aRule({ id: 'sound', then: '{ start: recall, event: REPORTED, instance: [source.instanceId] }' });
    const book = rulebookOf(broken, sound);
    expect(fireRules(book, given({}), { workflow: 'recall' }).map(({ rule }) => rule.id)).toEqual(['sound']);
    expect(() => fireRules(book, given({}))).toThrow('RULE_FAILED');
  });
});

describe('subscriptions', () => {
  it('name each target workflow of a topic once', () => {
    const recall = '{ start: recall, event: REPORTED, instance: [source.instanceId] }';
    const book = rulebookOf(
      aRule({ id: 'a', then: recall }),
      aRule({ id: 'b' }),
      aRule({ id: 'c', then: recall }),
      aRule({ id: 'd', on: 'recall.ordered' }),
    );
    expect([...subscriptions(book)]).toEqual([
      ['inspection.nonconformityConfirmed', ['enforcement', 'recall']],
      ['recall.ordered', ['enforcement']],
    ]);
  });
});

describe('numbers', () => {
  it.each([
    ['facts.amount >= 100000', { amount: 100000 }, true],
    ['facts.amount >= 100000', { amount: 99999.99 }, false],
    ['facts.amount >= 100000', { amount: 100000.5 }, true],
    ['facts.amount == 100000', { amount: 100000 }, true],
    ['facts.amount * 2 > 3', { amount: 1.6 }, true],
    ['1 + facts.amount - 2 == 4', { amount: 5 }, true],
    ['facts.failed / facts.total >= 0.5', { failed: 1, total: 2 }, true],
    ['facts.n % 2 == 1', { n: 5 }, true],
    ['facts.n in [1, 2]', { n: 2 }, true],
    ['size(facts.items) + facts.n > 2', { items: [1], n: 2 }, true],
    ['facts.grades.exists(g, g > 1)', { grades: [1, 2] }, true],
    ['facts.counts == [1, 2]', { counts: [1, 2] }, true],
  ])('%s with %j is %s', (when, facts, expected) => {
    expect(fires(`"${when}"`, facts)).toBe(expected);
  });

  it('compare with literals as in arithmetic, whole or not', () => {
    const book = rulebookOf(aRule({ when: 'facts.amount >= 100000' }));
    const amount = fc.oneof(
      fc.integer(),
      fc.integer({ min: 99_990, max: 100_010 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(fc.property(amount, (value) => fireRules(book, given({ amount: value })).length === (value >= 100000 ? 1 : 0)));
  });

  it('come out as JSON numbers', () => {
    expect(
      dataOf('{ literal: "42", half: "facts.n / 2", size: size(facts.list), map: "{\'a\': 1, \'b\': [2, facts.n]}" }', {
        n: 5,
        list: [1, 2],
      }),
    ).toEqual({
      literal: 42,
      half: 2.5,
      size: 2,
      map: { a: 1, b: [2, 5] },
    });
  });

  it('that JSON cannot hold fail', () => {
    expect(fault(() => dataOf('{ ratio: "facts.n / 0" }', { n: 1 })).message).toContain('not a finite number');
    expect(fault(() => dataOf('{ big: "9007199254740993" }', {})).message).toContain('2^53');
  });
});

describe('facts that are missing', () => {
  it('can be asked for', () => {
    expect(fires('has(facts.loss) && facts.loss > 10', {})).toBe(false);
    expect(fires('has(facts.loss) && facts.loss > 10', { loss: 11 })).toBe(true);
    expect(fires('facts.?loss.orValue(0) > 10', {})).toBe(false);
    expect(fires('has(facts.recheck) && has(facts.recheck.result)', {})).toBe(false);
  });

  it('leave an optional field of the data out, and nothing else', () => {
    expect(dataOf('{ grade: facts.?grade, name: facts.?name }', { name: null })).toEqual({ name: null });
  });

  it('that are not asked for fail, naming rule, expression and reason', () => {
    const thrown = fault(() => fires('facts.keyItemFailed == true', {}));
    expect(thrown).toBeInstanceOf(ZhihengError);
    expect(thrown.code).toBe('RULE_FAILED');
    expect(thrown.message).toMatch(/failure-opens-case.*facts\.keyItemFailed == true.*No such key: keyItemFailed/);
    expect(thrown.retry).toBe('never');
  });
});

describe('a value of the wrong type', () => {
  it('is not taken for an answer', () => {
    expect(fault(() => fires('facts.flag', { flag: 'yes' })).message).toContain('not a bool: "yes"');
  });

  it('is not taken for a part of an identity', () => {
    const then = '{ start: enforcement, event: CLUE_REGISTERED, instance: [facts.id] }';
    const book = rulebookOf(aRule({ then }));
    for (const id of ['', null, true, {}]) expect(fault(() => fireRules(book, given({ id }))).code).toBe('RULE_FAILED');
  });

  it('does not change the facts', () => {
    const facts = { items: [{ name: '铅' }] };
    const data = dataOf('{ items: facts.items }', facts);
    expect(data.items).toEqual(facts.items);
    expect(data.items).not.toBe(facts.items);
  });
});
