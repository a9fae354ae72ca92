import type { LegalDate } from '@zhiheng/kernel';
import { checkConfig, showFault } from '@zhiheng/policy';
import type { ConfigExpectations } from '@zhiheng/policy';
import { aConfig, aRule, aRulebook, aRuleSet, aValue } from '@zhiheng/policy/testing';

const LAW = 'config/law/penalty.yaml';
const RULES = 'config/law/rulebook.yaml';
const expecting = (given: Partial<ConfigExpectations>): ConfigExpectations => ({
  policyKeys: [],
  topics: [],
  workflows: [],
  ...given,
});
const asks = (key: string, more: object = {}) => expecting({ policyKeys: [{ workflow: 'enforcement', key, ...more }] });
const faultsFor = (versions: readonly string[], expectations: ConfigExpectations) =>
  checkConfig(aConfig({ [LAW]: aRuleSet('penalty', aValue('a.b', 'number', ...versions)) }), expectations).map(showFault);

describe('policy keys that a workflow asks for', () => {
  it('are there from 2021 on', () => {
    expect(faultsFor(['2020-01-01 1', '2022-01-01 2'], asks('a.b', { kind: 'number' }))).toEqual([]);
    expect(faultsFor(['2021-01-01 1'], asks('a.b'))).toEqual([]);
  });

  it('or are missing, in the jurisdiction that lacks them', () => {
    const [fault] = faultsFor(['2020-01-01 1'], asks('c.d'));
    expect(fault).toMatch(/^config\/jurisdictions\/442000\/jurisdiction\.yaml:1:7 .*enforcement.*c\.d.*442000/);
  });

  it('or have a gap, which is reported with its days', () => {
    expect(faultsFor(['2020-01-01 1 2022-01-01', '2022-03-01 2'], asks('a.b'))[0]).toContain(
      'from 2022-01-01 until 2022-03-01',
    );
    expect(faultsFor(['2021-07-15 1'], asks('a.b'))[0]).toMatch(/penalty\.yaml:9:9 .*from 2021-01-01 until 2021-07-15/);
    expect(faultsFor(['2020-01-01 1 2025-01-01'], asks('a.b'))[0]).toContain('from 2025-01-01 until ever');
  });

  it('are needed from a later day where the workflow says so', () => {
    expect(faultsFor(['2021-07-15 1'], asks('a.b', { since: '2021-07-15' as LegalDate }))).toEqual([]);
  });

  it('or have another kind', () => {
    expect(faultsFor(['2020-01-01 1'], asks('a.b', { kind: 'term' }))[0]).toMatch(/expected term, found number/);
  });
});

describe('rules', () => {
  const config = aConfig({ [RULES]: aRulebook(aRule()) });
  const sound = {
    topics: ['inspection.nonconformityConfirmed', 'recall.ordered'],
    workflows: [{ name: 'enforcement', events: ['CLUE_REGISTERED'] }],
  };
  const check = (given: Partial<ConfigExpectations>) => checkConfig(config, expecting({ ...sound, ...given })).map(showFault);

  it('name a topic, a workflow and an event that exist', () => {
    expect(check({})).toEqual([]);
  });

  it('or the topic is unknown, and its kin are offered', () => {
    expect(check({ topics: ['inspection.closed', 'recall.ordered'] })).toEqual([
      expect.stringMatching(/rulebook\.yaml:4:9 .*expected inspection\.closed, found inspection\.nonconformityConfirmed/),
    ]);
  });

  it('or the workflow is unknown', () => {
    expect(check({ workflows: [{ name: 'recall', events: [] }] })).toEqual([
      expect.stringMatching(/rulebook\.yaml:5:20 .*no such workflow: expected recall, found enforcement/),
    ]);
  });

  it('or the event is not one of the workflow', () => {
    expect(check({ workflows: [{ name: 'enforcement', events: ['CASE_FILED'] }] })).toEqual([
      expect.stringMatching(/rulebook\.yaml:5:40 .*expected CASE_FILED, found CLUE_REGISTERED/),
    ]);
  });
});
