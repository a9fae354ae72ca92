import { given } from '@zhiheng/engine/testing';
import type { Scenario } from '@zhiheng/engine/testing';
import type { JsonObject } from '@zhiheng/kernel';
import { inspectionVersions } from '@zhiheng/workflows/inspection';
import {
  acceptance,
  application,
  disposalPublication,
  drawnLab,
  failedFoodTest,
  foodDisposal,
  foodObjection,
  foodSample,
  handedOver,
  measures,
  onlineFoodSample,
  passedTest,
  plateCount,
  publishedFoodResult,
  publishedResult,
  retest,
  sampleReceived,
  served,
  told,
} from './samples.js';

const start = (on = '2026-03-02'): Scenario => given(inspectionVersions.at(-1)!, { on });
const names = (scenario: Scenario): readonly string[] => scenario.announced.map(({ name }) => name);
const factsOf = (scenario: Scenario, name: string) =>
  scenario.announced.findLast((announced) => announced.name === name)?.facts;
/** The state of one part of the branch: `retest`, `disposal`, `objection`, or of the procedure before there is a result. */
const part = (scenario: Scenario, name: string): string | undefined =>
  scenario.state
    .split('|')
    .find((state) => state.includes(`.${name}.`))
    ?.split(`.${name}.`)[1];

const reported = (result: JsonObject = publishedFoodResult): Scenario => start().when('NONCONFORMITY_REPORTED', result);
/** Notice served on Monday 2026-03-02: the seven working days end on 2026-03-11. */
const open = (result?: JsonObject): Scenario => reported(result).when('CONCLUSION_SERVED', served);
const applied = (result?: JsonObject): Scenario => open(result).when('RETEST_APPLIED', application);
const retesting = (): Scenario =>
  applied().when('RETEST_ACCEPTED', acceptance).when('RETEST_LAB_DRAWN', drawnLab).when('SPARE_SAMPLE_HANDED_OVER', handedOver);
const sampled = (sample: JsonObject = foodSample): Scenario => start().when('SAMPLE_TAKEN', sample);
const tested = (): Scenario => sampled().when('FOOD_SAMPLE_RECEIVED', sampleReceived).when('TEST_FAILED', failedFoodTest);

describe('which order a check follows 适用规定', () => {
  it('food goes its own way; product, and data that say nothing, go the way of 令18 (第二条)', () => {
    expect(reported().state).toContain('food.procedure.failed');
    expect(start().when('NONCONFORMITY_REPORTED', publishedResult).state).toBe('notifying');
    expect(start().when('NONCONFORMITY_REPORTED', { ...publishedResult, regime: 'product' }).state).toBe('notifying');
  });

  it('there is no order with sixty days, no re-check and no provincial announcement', () => {
    expect(open().when('RECTIFICATION_ORDERED', { orderNo: '1', requirements: '改正' }).refusal?.code).toBe(
      'EVENT_NOT_EXPECTED',
    );
  });
});

describe('sampling and testing 抽样、检验', () => {
  it('a sample taken on site reaches the laboratory in five working days, its report comes in twenty (第二十条、第二十四条)', () => {
    expect(sampled().clocks['foodDeliveryDue']?.dueOn).toBe('2026-03-09');
    const testing = sampled().when('FOOD_SAMPLE_RECEIVED', sampleReceived);
    expect(testing.clocks['foodTestDue']?.dueOn).toBe('2026-03-30');
    expect(factsOf(testing.lapse('foodTestDue'), 'foodTermOverdue')).toEqual({ term: '出具检验报告期限' });
  });

  it('the five working days do not bind a sample bought online (第二十条第一款)', () => {
    const bought = sampled(onlineFoodSample);
    expect(part(bought, 'procedure')).toBe('forwarding');
    expect(bought.clocks['foodDeliveryDue']).toBeUndefined();
  });

  it.each([
    ['not signed by the sampled unit', { formSignature: 'refused-noted' }],
    ['test and spare sample not sealed apart', { sealed: false }],
    ['notice and identity not shown', { papersShown: false }],
  ])(
    '%s: refused with the articles, and it does not pass as a product either (第十四条、第十七条、第十九条)',
    (_what, flaw) => {
      const refused = sampled({ ...foodSample, ...flaw }).refusal;
      expect(refused?.code).toBe('RULE_NOT_MET');
      expect(refused?.message.zh).toContain('食品抽检办法 第十四条');
    },
  );

  it('the six months of 令18 do not bind food', () => {
    expect(sampled({ ...foodSample, previousCheckOn: '2026-02-01' }).refusal).toBeUndefined();
  });

  it('a badly taken sample is turned away by the laboratory (第二十二条)', () => {
    const rejected = sampled().when('SAMPLE_REJECTED', { reason: '封条破损', laboratory: '某检验院' });
    expect(factsOf(rejected, 'closed')).toMatchObject({ outcome: 'sample-rejected' });
  });

  it('a conforming sample is closed when its result is public (第四十六条)', () => {
    const passed = sampled().when('FOOD_SAMPLE_RECEIVED', sampleReceived).when('TEST_PASSED', passedTest);
    expect(factsOf(passed.when('FOOD_RESULT_PUBLISHED', { publishedAt: '政府网站' }), 'closed')).toMatchObject({
      outcome: 'conforming',
    });
  });
});

describe('the conclusion comes in 收到不合格检验结论', () => {
  it('the handling may start at once and the key-item rule is told, without waiting for a retest (第四十条第二款、第四十三条)', () => {
    expect(factsOf(reported(), 'nonconformityConfirmed')).toMatchObject({
      sampleId: 'GJ2026-F100',
      product: '菠菜',
      keyItemFailed: true,
      failedItems: ['毒死蜱'],
      producerElsewhere: false,
      organiser: '国家市场监督管理总局',
      regime: 'food',
    });
    expect(part(tested(), 'disposal')).toBe('running.controlling');
    expect(names(tested()).filter((name) => name === 'nonconformityConfirmed')).toHaveLength(1);
  });

  it('report and notice are served in five working days (第二十九条)', () => {
    expect(reported().issued).toContain('foodResultNotice');
    expect(reported().clocks['foodServiceDue']?.dueOn).toBe('2026-03-09');
    expect(names(reported().lapse('foodServiceDue'))).toContain('foodTermOverdue');
    expect(reported().lapse('foodServiceDue').when('CONCLUSION_SERVED', served).refusal).toBeUndefined();
  });

  it('the platform and the operator of a market are served too (第二十九条)', () => {
    const online = sampled(onlineFoodSample).when('FOOD_SAMPLE_RECEIVED', sampleReceived).when('TEST_FAILED', failedFoodTest);
    expect(online.when('CONCLUSION_SERVED', served).refusal?.message.zh).toContain('第三方平台');
    expect(part(online.when('CONCLUSION_SERVED', { ...served, platformTold: true }), 'retest')).toBe('open');
    const market = sampled({ ...foodSample, inMarket: true })
      .when('FOOD_SAMPLE_RECEIVED', sampleReceived)
      .when('TEST_FAILED', failedFoodTest);
    expect(market.when('CONCLUSION_SERVED', served).refusal?.code).toBe('RULE_NOT_MET');
    expect(part(market.when('CONCLUSION_SERVED', { ...served, marketTold: true }), 'retest')).toBe('open');
  });

  it('the bureau of a producer elsewhere is told (第二十七条)', () => {
    expect(reported().issued).not.toContain('foodProducerNotice');
    expect(reported({ ...publishedFoodResult, producerElsewhere: true }).issued).toContain('foodProducerNotice');
  });

  it('a grave result is reported up to the national bureau (第四十三条第二款)', () => {
    expect(reported().when('FOOD_GRAVE_RESULT_REPORTED', { finding: '罂粟碱' }).issued).toContain('foodGraveReport');
  });
});

describe('retest 复检', () => {
  it('is applied for within seven working days of receipt, or refused in writing (第三十条、第三十一条第（三）项)', () => {
    expect(open().clocks['foodRemedyDue']?.dueOn).toBe('2026-03-11');
    expect(part(open().when('RETEST_APPLIED', application, { on: '2026-03-11' }), 'retest')).toBe('applied.considering');
    const over = open().lapse('foodRemedyDue');
    expect(part(over, 'retest')).toBe('settled');
    const late = over.when('RETEST_APPLIED', application, { on: '2026-03-12' });
    expect(late.refusal).toBeUndefined();
    expect(late.issued).toContain('retestRefusal');
    expect(part(late, 'retest')).toBe('settled');
  });

  it('an application made in time and recorded later is considered (第三十条)', () => {
    const recorded = open().lapse('foodRemedyDue').when('RETEST_APPLIED', application, { on: '2026-03-10' });
    expect(part(recorded, 'retest')).toBe('applied.considering');
  });

  it('nothing can be applied for before the notice is served', () => {
    expect(reported().when('RETEST_APPLIED', application).refusal?.code).toBe('RULE_NOT_MET');
  });

  it('is accepted or refused in five working days (第三十二条第一款)', () => {
    expect(applied().clocks['foodRetestDecisionDue']?.dueOn).toBe('2026-03-09');
    expect(applied().when('RETEST_ACCEPTED', acceptance).issued).toContain('retestAcceptance');
  });

  it.each<[string, JsonObject, JsonObject | undefined]>([
    ['a microbiological item', { items: ['菌落总数'] }, { ...publishedFoodResult, items: [plateCount] }],
    ['an item that the applicant says is microbiological', { noMicrobiologicalItem: false }, undefined],
    ['a spare sample past its shelf life', { spareSampleGoodUntil: '2026-03-01' }, undefined],
    ['a spare sample of no use', { spareSampleUsable: false }, undefined],
    ['an item that did not fail', { items: ['克百威'] }, undefined],
    ['no item', { items: [] }, undefined],
  ])('%s is not retested: the law says so (第三十一条)', (_what, flaw, result) => {
    const refused = applied(result).when('RETEST_ACCEPTED', { ...acceptance, ...flaw }).refusal;
    expect(refused?.code).toBe('RULE_NOT_MET');
    expect(refused?.message.zh).toContain('不予复检');
  });

  it('the refusal names its ground; the microbiological one needs a microbiological result (第三十一条第（一）项)', () => {
    const refusal = { noticeNo: '1', ground: 'microbiological', reasons: '菌落总数不合格' };
    expect(applied().when('RETEST_REFUSED', refusal).refusal?.code).toBe('RULE_NOT_MET');
    const refused = applied({ ...publishedFoodResult, items: [plateCount] }).when('RETEST_REFUSED', refusal);
    expect(refused.issued).toContain('retestRefusal');
    expect(part(refused, 'retest')).toBe('open');
    expect(part(applied().when('RETEST_REFUSED', { ...refusal, ground: 'spare-expired' }), 'retest')).toBe('open');
  });

  it('the laboratory is drawn at random in five working days, once five more (第三十二条第二款)', () => {
    const drawing = applied().when('RETEST_ACCEPTED', acceptance);
    expect(drawing.clocks['foodRetestLabDue']?.dueOn).toBe('2026-03-09');
    const extended = drawing.when('RETEST_LAB_TERM_EXTENDED', { reasons: '名录内机构均满负荷' });
    expect(extended.clocks['foodRetestLabDue']?.dueOn).toBe('2026-03-16');
    expect(extended.when('RETEST_LAB_TERM_EXTENDED', { reasons: '再延' }).refusal?.code).toBe('EXTENSION_NOT_ALLOWED');
  });

  it.each([
    ['the first laboratory', { laboratory: '广东省某检验院' }],
    ['one outside the list', { listed: false }],
    ['one that was picked', { drawnAtRandom: false }],
    ['one with an interest', { noInterest: false }],
    ['one, when the first is not known', { firstLaboratory: '' }],
  ])('%s may not make the retest (第三十二条第二款、第四款)', (_what, flaw) => {
    const drawing = applied().when('RETEST_ACCEPTED', acceptance);
    expect(drawing.when('RETEST_LAB_DRAWN', { ...drawnLab, ...flaw }).refusal?.code).toBe('RULE_NOT_MET');
  });

  it('the spare sample is handed over in three working days, once three more; a spoilt one ends the retest (第三十三条)', () => {
    const handing = applied().when('RETEST_ACCEPTED', acceptance).when('RETEST_LAB_DRAWN', drawnLab);
    expect(handing.clocks['foodHandoverDue']?.dueOn).toBe('2026-03-05');
    expect(handing.when('HANDOVER_TERM_EXTENDED', { reasons: '台风' }).clocks['foodHandoverDue']?.dueOn).toBe('2026-03-10');
    expect(part(handing.when('RETEST_LAB_UNABLE', { reasons: '设备故障' }), 'retest')).toBe('applied.drawingLab');
    const spoilt = handing.when('SPARE_SAMPLE_HANDED_OVER', { intact: false, recorded: true, finding: '封条破损' });
    expect(part(spoilt, 'retest')).toBe('open');
    expect(spoilt.issued).toContain('retestRefusal');
  });

  it('its conclusion comes in ten working days and is told in five; it is final (第三十五条)', () => {
    expect(retesting().clocks['foodRetestDue']?.dueOn).toBe('2026-03-16');
    const confirmed = retesting().when('RETEST_CONFIRMED', retest);
    expect(confirmed.clocks['foodRetestNoticeDue']?.dueOn).toBe('2026-03-09');
    const final = confirmed.when('RETEST_CONCLUSION_TOLD', told);
    expect(part(final, 'retest')).toBe('settled');
    expect(final.when('RETEST_APPLIED', application).issued).toContain('retestRefusal');
  });

  it('one that clears every item sets the conclusion aside and ends the handling (第三十五条)', () => {
    const cleared = retesting().when('RETEST_OVERTURNED', retest);
    expect(factsOf(cleared, 'conclusionSetAside')).toMatchObject({ product: '菠菜', by: 'retest' });
    expect(factsOf(cleared.when('RETEST_CONCLUSION_TOLD', told), 'closed')).toMatchObject({ outcome: 'overturned-by-retest' });
  });

  it('one that clears the chemical item leaves the microbiological one standing (第三十一条第（一）项)', () => {
    const both = { ...publishedFoodResult, items: [...(publishedFoodResult['items'] as JsonObject[]), plateCount] };
    const told35 = applied(both)
      .when('RETEST_ACCEPTED', acceptance)
      .when('RETEST_LAB_DRAWN', drawnLab)
      .when('SPARE_SAMPLE_HANDED_OVER', handedOver)
      .when('RETEST_OVERTURNED', retest)
      .when('RETEST_CONCLUSION_TOLD', told);
    expect(names(told35)).not.toContain('conclusionSetAside');
    expect(part(told35, 'retest')).toBe('settled');
    expect(told35.done).toBe(false);
  });

  it('another laboratory than the one drawn cannot conclude it (第三十二条)', () => {
    expect(retesting().when('RETEST_OVERTURNED', { ...retest, laboratory: '别的机构' }).refusal?.code).toBe('RULE_NOT_MET');
  });

  it('a second applicant has a part in the same retest (第三十条)', () => {
    const joined = retesting().when('RETEST_APPLIED', { ...application, applicant: '某生产企业' });
    expect(part(joined, 'retest')).toBe('applied.retesting');
    expect(joined.context['retestApplications']).toHaveLength(2);
  });
});

describe('objection 异议', () => {
  it('to the sampling: within seven working days of it, also before there is a result (第三十七条第二款)', () => {
    const about = { ...foodObjection, about: 'sampling' };
    expect(sampled().clocks['foodSamplingObjectionDue']?.dueOn).toBe('2026-03-11');
    expect(part(sampled().when('FOOD_OBJECTION_FILED', about), 'objection')).toBe('deciding');
    const late = sampled().when('FOOD_OBJECTION_FILED', about, { on: '2026-03-12' });
    expect(part(late, 'objection')).toBe('idle');
    expect(late.issued).toContain('foodObjectionRefusal');
    expect(open().when('FOOD_OBJECTION_FILED', about).refusal?.code).toBe('RULE_NOT_MET');
  });

  it.each(['authenticity', 'method', 'standard'])(
    'to %s: within seven working days of the notice (第三十七条第三款)',
    (about) => {
      expect(part(open().when('FOOD_OBJECTION_FILED', { ...foodObjection, about }), 'objection')).toBe('deciding');
      expect(reported().when('FOOD_OBJECTION_FILED', { ...foodObjection, about }).refusal?.code).toBe('RULE_NOT_MET');
    },
  );

  it('taken up or refused in five working days, counted anew when missing papers come (第三十八条)', () => {
    const filed = open().when('FOOD_OBJECTION_FILED', foodObjection);
    expect(filed.clocks['foodObjectionDecisionDue']?.dueOn).toBe('2026-03-09');
    const completed = filed
      .when('FOOD_OBJECTION_INCOMPLETE', { missing: ['证明材料'] })
      .when('FOOD_OBJECTION_COMPLETED', { materials: '证明' }, { on: '2026-03-04' });
    expect(completed.clocks['foodObjectionDecisionDue']?.dueOn).toBe('2026-03-11');
    expect(part(filed.when('FOOD_OBJECTION_REFUSED', { noticeNo: '1', reasons: '非生产经营者' }), 'objection')).toBe('idle');
  });

  it('reviewed in twenty working days about the sampling, in thirty otherwise (第三十九条)', () => {
    const sampling = sampled()
      .when('FOOD_OBJECTION_FILED', { ...foodObjection, about: 'sampling' })
      .when('FOOD_OBJECTION_ACCEPTED', { noticeNo: '1' });
    expect(sampling.clocks['foodSamplingReviewDue']?.dueOn).toBe('2026-03-30');
    const other = open().when('FOOD_OBJECTION_FILED', foodObjection).when('FOOD_OBJECTION_ACCEPTED', { noticeNo: '1' });
    expect(other.clocks['foodObjectionReviewDue']?.dueOn).toBe('2026-04-14');
  });

  it('the time of asking another authority does not count (第三十九条第三款)', () => {
    const asked = open()
      .when('FOOD_OBJECTION_FILED', { ...foodObjection, about: 'standard' })
      .when('FOOD_OBJECTION_ACCEPTED', { noticeNo: '1' })
      .when('CONSULTATION_STARTED', { authority: '省卫生健康委', question: '标准适用' }, { on: '2026-03-09' });
    expect(asked.clocks['foodObjectionReviewDue']?.state).toBe('suspended');
    const answered = asked.when('CONSULTATION_ENDED', { answer: '适用' }, { on: '2026-03-16' });
    expect(answered.clocks['foodObjectionReviewDue']).toMatchObject({ state: 'running', dueOn: '2026-04-21' });
  });

  it('one that is upheld sets the conclusion aside, unless the food is unfit all the same (第三十九条第四款)', () => {
    const reviewing = open().when('FOOD_OBJECTION_FILED', foodObjection).when('FOOD_OBJECTION_ACCEPTED', { noticeNo: '1' });
    const fallen = reviewing.when('FOOD_OBJECTION_UPHELD', { reasons: '标准适用错误', conclusionStands: false });
    expect(factsOf(fallen, 'closed')).toMatchObject({ outcome: 'set-aside-on-objection' });
    expect(names(fallen)).toContain('conclusionSetAside');
    const forged = reviewing.when('FOOD_OBJECTION_UPHELD', { reasons: '样品系假冒', conclusionStands: true });
    expect(forged.done).toBe(false);
    expect(names(forged)).not.toContain('conclusionSetAside');
  });
});

describe('handling 核查处置', () => {
  const complete = (scenario: Scenario): Scenario =>
    scenario.when('FOOD_MEASURES_REPORTED', measures).when('FOOD_DISPOSAL_COMPLETED', foodDisposal);

  it('goes on during retest and objection: the duties do not rest (第四十条第二款)', () => {
    const during = retesting()
      .when('FOOD_OBJECTION_FILED', foodObjection)
      .when('FOOD_DUTIES_ORDERED', { orderNo: '1', duties: '召回' });
    expect(part(during, 'retest')).toBe('applied.retesting');
    expect(part(during, 'objection')).toBe('deciding');
    expect(part(during, 'disposal')).toBe('running.ordered');
    expect(during.issued).toContain('foodDutiesOrder');
  });

  it('measures that leave a duty open are kept, but the risk is not under control (第四十条第一款)', () => {
    expect(part(open().when('FOOD_MEASURES_REPORTED', { ...measures, recalled: false }), 'disposal')).toBe(
      'running.controlling',
    );
    expect(part(open().when('FOOD_MEASURES_REPORTED', measures), 'disposal')).toBe('running.controlled');
  });

  it('who refuses although ordered is announced for a case, and then the handling may end (第四十八条)', () => {
    const ordered = open().when('FOOD_DUTIES_ORDERED', { orderNo: '1', duties: '召回' });
    expect(ordered.when('FOOD_DISPOSAL_COMPLETED', foodDisposal).refusal?.code).toBe('RULE_NOT_MET');
    const refused = ordered.when('FOOD_DUTIES_REFUSED', { finding: '仍在销售' });
    expect(factsOf(refused, 'foodDutiesRefused')).toEqual({ product: '菠菜', finding: '仍在销售' });
    expect(part(refused.when('FOOD_DISPOSAL_COMPLETED', foodDisposal), 'disposal')).toBe('publishing');
  });

  it('is done in ninety days of the conclusion; only the head extends (第四十五条)', () => {
    expect(reported().clocks['foodDisposalDue']?.dueOn).toBe('2026-05-31');
    const extended = reported().when('FOOD_DISPOSAL_EXTENDED', { reasons: '跨省协查' });
    expect(extended.clocks['foodDisposalDue']?.dueOn).toBe('2026-06-30');
    expect(reported().when('FOOD_DISPOSAL_EXTENDED', { reasons: '忙' }, { by: 'case-handler' }).refusal?.code).toBe(
      'ROLE_NOT_ALLOWED',
    );
    expect(factsOf(reported().lapse('foodDisposalDue'), 'foodTermOverdue')).toEqual({ term: '核查处置期限' });
  });

  it('ends when it is public and the conclusion stands (第四十五条、第四十六条)', () => {
    const published = complete(open()).when('FOOD_DISPOSAL_PUBLISHED', disposalPublication);
    expect(published.done).toBe(false);
    expect(factsOf(published.lapse('foodRemedyDue'), 'closed')).toMatchObject({ outcome: 'disposed' });
  });

  it('of our own sample: the result is made public too (第四十六条第一款)', () => {
    const own = complete(tested().when('CONCLUSION_SERVED', served));
    expect(own.when('FOOD_DISPOSAL_PUBLISHED', disposalPublication).refusal?.message.zh).toContain('结果已经公开');
    const both = own
      .when('FOOD_RESULT_PUBLISHED', { publishedAt: '政府网站' })
      .when('FOOD_DISPOSAL_PUBLISHED', disposalPublication);
    expect(part(both, 'disposal')).toBe('published');
  });

  it('waits for an objection that is not decided yet (第三十九条)', () => {
    const waiting = complete(
      open().when('FOOD_OBJECTION_FILED', foodObjection).when('FOOD_OBJECTION_ACCEPTED', { noticeNo: '1' }),
    )
      .when('FOOD_DISPOSAL_PUBLISHED', disposalPublication)
      .lapse('foodRemedyDue');
    expect(waiting.state).toContain('food.procedure.ended');
    const ended = waiting.when('FOOD_OBJECTION_REJECTED', { reasons: '不成立' });
    expect(factsOf(ended, 'closed')).toMatchObject({ outcome: 'disposed' });
  });
});
