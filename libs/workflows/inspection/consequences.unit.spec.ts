import { given } from '@zhiheng/engine/testing';
import type { Scenario } from '@zhiheng/engine/testing';
import type { JsonObject, LegalDate } from '@zhiheng/kernel';
import { fireRules } from '@zhiheng/policy';
import type { RuleFiring } from '@zhiheng/policy';
import { loadConfig } from '@zhiheng/policy-files';
import { allWorkflows } from '@zhiheng/workflows';
import {
  announcement,
  failedTest,
  objection,
  onSiteSample,
  order,
  publishedFoodResult,
  publishedResult,
  recheck,
  refusal,
  served,
} from './v1/samples.js';

// What the rulebooks of the State and of Zhongshan make of the facts that an inspection announces.

const { rulebook } = await loadConfig();
const workflow = (name: string) => allWorkflows.findLast((one) => one.name === name)!;
const SOURCE_ID = '11111111-1111-8111-8111-111111111111';

function fire(
  topic: string,
  facts: JsonObject,
  { on = '2026-03-02', only }: { readonly on?: string; readonly only?: string } = {},
): readonly RuleFiring[] {
  const subject = { kind: 'enterprise', id: '91442000MA0000000X', name: '中山市示例电器有限公司' };
  const source = {
    instanceId: SOURCE_ID,
    workflow: topic.split('.')[0]!,
    jurisdiction: '442000',
    seq: 3,
    on: on as LegalDate,
    subject,
  };
  return fireRules(rulebook, { topic, facts, source }, only === undefined ? {} : { workflow: only });
}

function consequencesOf(scenario: Scenario, name: string): readonly RuleFiring[] {
  const announced = scenario.announced.findLast((one) => one.name === name)!;
  return fire(`inspection.${name}`, announced.facts, { on: scenario.day });
}

/** The state in which a consequence opens its procedure; what the other workflow refuses shows as its refusal. */
function opened(firing: RuleFiring): string {
  const scenario = given(workflow(firing.workflow)).when(firing.event, firing.data, { by: 'system' });
  return scenario.refusal === undefined ? `${firing.workflow}: ${firing.rule.id}` : JSON.stringify(scenario.refusal);
}

const inspection = (): Scenario => given(workflow('inspection'), { on: '2026-01-05' });
const confirmed = (result = publishedResult): Scenario =>
  inspection()
    .when('NONCONFORMITY_REPORTED', result)
    .when('CONCLUSION_SERVED', served)
    .when('OBJECTION_WAIVED', { statement: '无异议' });
const rechecking = (): Scenario =>
  confirmed()
    .when('RECTIFICATION_ORDERED', order)
    .when('RECTIFICATION_REPORTED', { measures: '已改正' })
    .when('RECHECK_CONDUCTED', recheck);

const recorded = {
  sampleId: 'GJ2026-100',
  product: '电磁灶',
  category: '',
  conforming: false,
  undetermined: false,
  keyItemFailed: true,
  items: [{ name: '接地措施', measured: '0.35Ω', limit: '≤0.1Ω', key: true }],
  announcedBy: '国家市场监督管理总局',
  announcedOn: '2026-02-20',
  producerName: '中山市示例电器有限公司',
  sampledUnitName: '某某商场',
  producerElsewhere: false,
  nominalProducer: true,
};

describe('an imported result 导入的抽查结果', () => {
  it('opens an inspection that starts at the notice, once for each sample', () => {
    const [firing, ...others] = fire('spot-check.recorded', recorded);
    expect(others).toEqual([]);
    expect(firing?.identity).toEqual(['GJ2026-100']);
    const scenario = given(workflow('inspection')).when(firing!.event, firing!.data, { by: 'system' });
    expect(scenario.refusal).toBeUndefined();
    expect(scenario.state).toBe('notifying');
  });

  it('opens nothing when it conforms or cannot be judged', () => {
    expect(fire('spot-check.recorded', { ...recorded, conforming: true })).toEqual([]);
    expect(fire('spot-check.recorded', { ...recorded, undetermined: true })).toEqual([]);
  });

  it('needs no more than what every source states', () => {
    const { sampleId, product, conforming, undetermined, items } = recorded;
    const [firing] = fire('spot-check.recorded', { sampleId, product, conforming, undetermined, items });
    expect(firing?.data).toEqual({ sampleId, product, items });
  });
});

describe('a non-conforming result that is final 最终的不合格结论', () => {
  it('with a key item becomes a case and an interview: 100 % (行动计划 二（五）2、5)', () => {
    const firings = consequencesOf(confirmed(), 'nonconformityConfirmed');
    expect(firings.map(opened)).toEqual([
      'enforcement: key-item-failure-opens-case',
      'interview: prominent-problem-opens-interview',
    ]);
    expect(firings.every(({ rule }) => rule.target === 1 && !rule.statutory)).toBe(true);
    expect(firings[0]?.identity).toEqual([SOURCE_ID]);
    expect(firings[0]?.data).toEqual({ source: 'spot-check', grounds: ['电磁灶：接地措施不合格'], keyItem: true });
  });

  it('without a key item has neither consequence', () => {
    const minor = { ...publishedResult, items: [{ name: '标志', key: false }] };
    expect(consequencesOf(confirmed(minor), 'nonconformityConfirmed')).toEqual([]);
  });

  it('the city interviews for national and provincial samples, the towns for samples of the city (任务分解表第28项)', () => {
    const levelFor = (announcedBy: string) =>
      consequencesOf(confirmed({ ...publishedResult, announcedBy }), 'nonconformityConfirmed').find(
        (one) => one.workflow === 'interview',
      )?.data['level'];
    expect(levelFor('国家市场监督管理总局')).toBe('city');
    expect(levelFor('广东省市场监督管理局')).toBe('city');
    expect(levelFor('中山市市场监督管理局')).toBe('town');
  });
});

describe('conduct of the enterprise 企业行为', () => {
  it('a refused inspection becomes a clue and an interview (产品质量法 第五十六条；行动计划 二（五）2)', () => {
    const refused = inspection().when('INSPECTION_REFUSED', refusal);
    expect(consequencesOf(refused, 'inspectionRefused').map(opened)).toEqual([
      'enforcement: refused-inspection-becomes-clue',
      'interview: refused-inspection-opens-interview',
    ]);
  });

  it('unlicensed activity becomes a clue (第十七条)', () => {
    const found = inspection().when('ILLEGALITY_FOUND', { finding: '无证生产', foundBy: ['sampler-1'] });
    expect(consequencesOf(found, 'unlicensedFound').map(opened)).toEqual(['enforcement: unlicensed-found-becomes-clue']);
  });

  it('a tampered sample and an unlawful resumption become clues (第五十一条)', () => {
    const tampered = inspection()
      .when('SAMPLE_TAKEN', onSiteSample)
      .when('TEST_FAILED', failedTest)
      .when('CONCLUSION_SERVED', served)
      .when('OBJECTION_FILED', objection)
      .when('SPARE_SAMPLE_TAMPERED', { finding: '封条被拆' });
    expect(consequencesOf(tampered, 'sampleTampered').map(opened)).toEqual(['enforcement: sample-tampering-becomes-clue']);
    const resumed = confirmed().when('SALES_RESUMED_UNLAWFULLY', { finding: '出货记录' });
    expect(consequencesOf(resumed, 'salesResumedUnlawfully').map(opened)).toEqual([
      'enforcement: unlawful-resumption-becomes-clue',
    ]);
  });

  it('overdue rectification and a failed re-check open one and the same interview (行动计划 二（五）2)', () => {
    const overdue = confirmed().when('RECTIFICATION_ORDERED', order).lapse('rectificationDue');
    const failed = rechecking().when('RECHECK_FAILED', failedTest);
    const [first] = consequencesOf(overdue, 'rectificationOverdue');
    const [second] = consequencesOf(failed, 'recheckFailed');
    expect([first, second].map((one) => opened(one!))).toEqual([
      'interview: rectification-overdue-opens-interview',
      'interview: recheck-failure-opens-interview',
    ]);
    expect(first?.identity).toEqual(second?.identity);
  });
});

describe('a second failed re-check 公告后复查仍不合格', () => {
  const failed = (): Scenario =>
    rechecking()
      .when('RECHECK_FAILED', failedTest)
      .when('PROVINCIAL_ANNOUNCEMENT_MADE', announcement, { on: '2026-02-01' })
      .when('RECHECK_CONDUCTED', recheck, { on: '2026-04-10' })
      .when('RECHECK_FAILED', failedTest, { on: '2026-04-20' });

  it('becomes a case of its own for suspension and a proposal to list (产品质量法 第十七条；失信名单办法 第七条第（三）项)', () => {
    const firings = consequencesOf(failed(), 'secondRecheckFailed');
    expect(firings.map(opened)).toEqual([
      'enforcement: second-recheck-failure-becomes-suspension-case',
      'blacklist: second-recheck-failure-proposes-listing',
    ]);
    expect(firings[0]?.identity).toEqual([SOURCE_ID, 'second-recheck']);
    expect(firings[1]?.data).toMatchObject({ ground: '7-3', basis: 'second-recheck' });
  });
});

describe('food 食品', () => {
  const food = { ...recorded, product: '菠菜', category: '食用农产品/蔬菜', regime: 'food' };

  it('an imported result opens the food branch, by 令15 and not by 令18 (食品抽检办法 第四十三条)', () => {
    const [firing, ...others] = fire('spot-check.recorded', food);
    expect(others).toEqual([]);
    expect(firing?.rule.id).toBe('nonconforming-food-opens-inspection');
    expect(firing?.identity).toEqual(['GJ2026-100']);
    const scenario = given(workflow('inspection')).when(firing!.event, firing!.data, { by: 'system' });
    expect(scenario.refusal).toBeUndefined();
    expect(scenario.state).toContain('food.procedure.failed.retest.serving');
  });

  it('a product stays with 令18, whether it says so or not', () => {
    for (const facts of [recorded, { ...recorded, regime: 'product' }]) {
      const firings = fire('spot-check.recorded', facts);
      expect(firings.map(({ rule }) => rule.id)).toEqual(['nonconforming-sample-opens-inspection']);
      expect(given(workflow('inspection')).when(firings[0]!.event, firings[0]!.data, { by: 'system' }).state).toBe('notifying');
    }
  });

  it('conforming or undetermined food opens nothing', () => {
    expect(fire('spot-check.recorded', { ...food, conforming: true })).toEqual([]);
    expect(fire('spot-check.recorded', { ...food, undetermined: true })).toEqual([]);
  });

  it('a failed key item becomes a case as soon as the conclusion comes in (食品抽检办法 第四十条第二款、第四十三条)', () => {
    const received = inspection().when('NONCONFORMITY_REPORTED', publishedFoodResult);
    const [firing] = consequencesOf(received, 'nonconformityConfirmed').filter((one) => one.workflow === 'enforcement');
    expect(opened(firing!)).toBe('enforcement: failed-food-key-item-becomes-clue');
    expect(firing?.data).toEqual({ source: 'spot-check', grounds: ['菠菜：毒死蜱不合格'], keyItem: true });
  });

  it('a refused sampling and refused duties become clues under 令15 (第四十七条、第四十八条)', () => {
    const refused = inspection().when('INSPECTION_REFUSED', { ...refusal, regime: 'food' });
    expect(consequencesOf(refused, 'inspectionRefused').map(opened)).toContain(
      'enforcement: refused-food-inspection-becomes-clue',
    );
    expect(consequencesOf(refused, 'inspectionRefused').map(({ rule }) => rule.id)).not.toContain(
      'refused-inspection-becomes-clue',
    );
    const kept = inspection()
      .when('NONCONFORMITY_REPORTED', publishedFoodResult)
      .when('FOOD_DUTIES_ORDERED', { orderNo: '1', duties: '召回' })
      .when('FOOD_DUTIES_REFUSED', { finding: '仍在销售' });
    expect(consequencesOf(kept, 'foodDutiesRefused').map(opened)).toEqual(['enforcement: refused-food-duties-become-clue']);
  });
});

describe('incidents and interviews 事件与约谈', () => {
  it('a recall that is late or refused opens an interview (行动计划 二（五）2)', () => {
    for (const topic of ['recall.reportOverdue', 'recall.orderedRecallRefused']) {
      const interviews = fire(topic, { product: '电磁灶' }, { only: 'interview' });
      expect(interviews.map(({ data }) => data['trigger'])).toEqual(['incident-mishandled']);
      expect(opened(interviews[0]!)).toContain('interview: ');
    }
  });

  it('broken commitments become a clue (行动计划 二（五）3)', () => {
    const firings = fire('interview.commitmentsBroken', { trigger: 'rectification-failed', findings: '未更换供应商' });
    expect(firings.map(opened)).toEqual(['enforcement: broken-commitments-become-clue']);
  });
});
