import type { LegalDate } from '@zhiheng/kernel';
import { ZhihengError } from '@zhiheng/kernel';
import { policyEpochs, resolvePolicy } from '@zhiheng/policy';
import type { PolicyValue } from '@zhiheng/policy';
import { aConfig, aRuleSet, aValue } from '@zhiheng/policy/testing';
import fc from 'fast-check';
import { flattenLayers } from './policy-book.js';
import type { PolicyVersion } from './policy-book.js';

const day = (text: string): LegalDate => text as LegalDate;
const law = (values: string) => ({ 'config/law/penalty.yaml': aRuleSet('penalty', values) });
const POLICY = 'config/jurisdictions/442000/policy.yaml';
const valueOn = (book: ReturnType<typeof aConfig>['book'], key: string, on: string) =>
  resolvePolicy(book, { jurisdiction: '442000', keys: [key], on: day(on) }).values[key]!.value;
const fault = (run: () => unknown): ZhihengError => {
  try {
    run();
  } catch (thrown) {
    return thrown as ZhihengError;
  }
  throw new Error('nothing was thrown');
};

describe('effective dates', () => {
  const { book } = aConfig(law(aValue('penalty.term', 'number', '2019-04-01 90', '2021-07-15 60')));

  it('a version is in force from its first day on', () => {
    expect(valueOn(book, 'penalty.term', '2021-07-15')).toBe(60);
  });

  it('a version without an end gives way to the next one on its first day', () => {
    expect(valueOn(book, 'penalty.term', '2021-07-14')).toBe(90);
  });

  it('before the first version the key is missing, and the error names key, jurisdiction and date', () => {
    const thrown = fault(() => valueOn(book, 'penalty.term', '2019-03-31'));
    expect(thrown).toBeInstanceOf(ZhihengError);
    expect(thrown.code).toBe('POLICY_KEY_MISSING');
    expect(thrown.message).toContain('penalty.term in force in jurisdiction 442000 on 2019-03-31');
    expect(thrown.message).toContain('2019-04-01..2021-07-15');
  });

  it('all missing keys are named at once', () => {
    const request = { jurisdiction: '442000', keys: ['a.b', 'penalty.term', 'c.d'], on: day('2022-01-01') };
    expect(fault(() => resolvePolicy(book, request)).message).toContain('a.b, c.d');
  });

  it('an unknown jurisdiction is not taken for one without policy', () => {
    const request = { jurisdiction: '999999', keys: [], on: day('2022-01-01') };
    expect(fault(() => resolvePolicy(book, request)).code).toBe('JURISDICTION_UNKNOWN');
  });

  it('a resolved policy is plain JSON', () => {
    const resolved = resolvePolicy(book, { jurisdiction: '442000', keys: ['penalty.term'], on: day('2022-01-01') });
    expect(JSON.parse(JSON.stringify(resolved))).toEqual(resolved);
    expect(resolved.values['penalty.term']).toEqual({
      key: 'penalty.term',
      kind: 'number',
      value: 60,
      citation: { zh: '办法', article: '第一条' },
      title: { zh: '值', en: 'Value' },
      ruleSet: 'penalty',
      from: '2021-07-15',
      statutory: true,
    });
  });
});

describe('layers', () => {
  it('a local value overrides the national one while it is in force', () => {
    const { book } = aConfig({
      ...law(aValue('hearing.amount', 'amount', '2019-01-01 100000')),
      [POLICY]: `values:\n${aValue('hearing.amount', 'amount', '2020-01-01 50000 2022-01-01')}`,
    });
    expect(valueOn(book, 'hearing.amount', '2019-12-31')).toBe(100000);
    expect(valueOn(book, 'hearing.amount', '2020-01-01')).toBe(50000);
    expect(valueOn(book, 'hearing.amount', '2022-01-01')).toBe(100000);
  });

  it('the policy of a province applies in its cities, under that of the city', () => {
    const province = `code: "440000"\nname: { zh: 广东省, en: Guangdong }\nlevel: province\nprovince: "440000"\ncalendar: cn\nlawRuleSets: all\n`;
    const city = `code: "442000"\nname: { zh: 中山市, en: Zhongshan }\nlevel: city\nprovince: "440000"\nparent: 440000\ncalendar: cn\nlawRuleSets: all\n`;
    const { book } = aConfig({
      ...law(
        aValue('a.x', 'number', '2019-01-01 1') +
          aValue('a.y', 'number', '2019-01-01 1') +
          aValue('a.z', 'number', '2019-01-01 1'),
      ),
      'config/jurisdictions/440000/jurisdiction.yaml': province,
      'config/jurisdictions/440000/policy.yaml': `values:\n${aValue('a.x', 'number', '2019-01-01 2') + aValue('a.y', 'number', '2019-01-01 2')}`,
      'config/jurisdictions/442000/jurisdiction.yaml': city,
      [POLICY]: `values:\n${aValue('a.x', 'number', '2019-01-01 3')}`,
    });
    expect(['a.x', 'a.y', 'a.z'].map((key) => valueOn(book, key, '2020-01-01'))).toEqual([3, 2, 1]);
  });

  it('a later order may replace a key of an earlier one', () => {
    const { book } = aConfig({
      'config/law/complaints-2019.yaml': aRuleSet('complaints-2019', aValue('complaint.days', 'number', '2020-01-01 45')),
      'config/law/complaints-2026.yaml': aRuleSet('complaints-2026', aValue('complaint.days', 'number', '2026-04-15 60')),
    });
    expect(valueOn(book, 'complaint.days', '2026-04-14')).toBe(45);
    expect(valueOn(book, 'complaint.days', '2026-04-15')).toBe(60);
  });

  it('a jurisdiction takes only the rule sets that it lists, and an order that it does not take ends nothing', () => {
    const listed = (ruleSets: string) =>
      `code: "442000"\nname: { zh: 中山市, en: Zhongshan }\nlevel: city\nprovince: "440000"\ncalendar: cn\nlawRuleSets: ${ruleSets}\n`;
    const { book } = aConfig({
      'config/law/old.yaml': aRuleSet('old', aValue('a.b', 'number', '2020-01-01 45')),
      'config/law/new.yaml': aRuleSet('new', aValue('a.b', 'number', '2026-04-15 60')),
      'config/jurisdictions/442000/jurisdiction.yaml': listed('[old]'),
    });
    expect(valueOn(book, 'a.b', '2027-01-01')).toBe(45);
  });

  it('a term that no law sets knows it, wherever the file says so', () => {
    const term = '2020-01-01 {"amount":5,"unit":"working-day","direction":"due"}';
    const entry = aValue('a.b', 'term', term).replace('    versions:', '    statutory: false\n    versions:');
    const inside = aValue('c.d', 'term', term.replace('}', ',"statutory":false}'));
    const { book } = aConfig(law(entry + inside + aValue('e.f', 'term', term)));
    const { values } = resolvePolicy(book, { jurisdiction: '442000', keys: ['a.b', 'c.d', 'e.f'], on: day('2021-01-01') });
    expect(
      Object.values(values).map(({ statutory, value }) => [statutory, (value as { statutory?: boolean }).statutory]),
    ).toEqual([
      [false, false],
      [false, false],
      [true, undefined],
    ]);
  });

  it('a percentage is a ratio', () => {
    const { book } = aConfig(law(aValue('a.b', 'ratio', '2020-01-01 95%')));
    expect(valueOn(book, 'a.b', '2020-01-01')).toBe(0.95);
  });
});

// Days of one month keep the space small enough that versions meet, touch and overlap across layers.
const date = fc.integer({ min: 1, max: 28 }).map((n) => day(`2024-02-${String(n).padStart(2, '0')}`));
const layer = fc.uniqueArray(date, { maxLength: 8 }).chain((dates) => {
  const ends = [...dates].sort();
  return fc
    .array(fc.boolean(), { minLength: 4, maxLength: 4 })
    .map((keep) =>
      ends.flatMap((from, i): PolicyVersion[] =>
        i % 2 === 0 && keep[i / 2]
          ? [{ from, ...(ends[i + 1] ? { until: ends[i + 1]! } : {}), value: { key: 'a.b', from } as PolicyValue }]
          : [],
      ),
    );
});

describe('effective-date lookup, for all layers and days', () => {
  const naive = (layers: readonly (readonly PolicyVersion[])[], on: LegalDate): PolicyValue | undefined =>
    layers.map((versions) => versions.find((v) => v.from <= on && (!v.until || on < v.until))).find((version) => version)
      ?.value;
  const bookOf = (layers: readonly (readonly PolicyVersion[])[]) => ({
    jurisdictions: new Map([['442000', new Map([['a.b', flattenLayers(layers)]])]]),
  });

  it('gives the value of the nearest layer that has one in force', () => {
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 3 }), date, (layers, on) => {
        const resolve = () => resolvePolicy(bookOf(layers), { jurisdiction: '442000', keys: ['a.b'], on }).values['a.b'];
        const expected = naive(layers, on);
        if (expected === undefined) expect(resolve).toThrow('POLICY_KEY_MISSING');
        else expect(resolve()).toBe(expected);
      }),
    );
  });

  it('changes at the epochs and nowhere else', () => {
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 3 }), (layers) => {
        const days = Array.from({ length: 28 }, (_, i) => day(`2024-02-${String(i + 1).padStart(2, '0')}`));
        const changes = days.filter((on, i) => naive(layers, on) !== (i === 0 ? undefined : naive(layers, days[i - 1]!)));
        expect(policyEpochs(bookOf(layers), '442000', ['a.b'])).toEqual(changes);
      }),
    );
  });

  it('has no overlapping versions in a timeline', () => {
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 3 }), (layers) => {
        const timeline = flattenLayers(layers);
        for (const [i, { until }] of timeline.entries()) {
          const next = timeline[i + 1];
          if (next) expect(until !== undefined && until <= next.from).toBe(true);
        }
      }),
    );
  });
});
