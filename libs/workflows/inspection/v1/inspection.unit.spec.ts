import { given } from '@zhiheng/engine/testing';
import type { Scenario } from '@zhiheng/engine/testing';
import { inspectionVersions } from '@zhiheng/workflows/inspection';
import {
  announcement,
  failedTest,
  objection,
  onSiteSample,
  onlineSample,
  order,
  passedTest,
  publishedResult,
  recheck,
  refusal,
  retest,
  retestLab,
  samplingObjection,
  served,
} from './samples.js';

const inspection = inspectionVersions.at(-1)!;
const start = (on = '2026-03-02'): Scenario => given(inspection, { on });
const names = (scenario: Scenario): readonly string[] => scenario.announced.map(({ name }) => name);
const factsOf = (scenario: Scenario, name: string) =>
  scenario.announced.findLast((announced) => announced.name === name)?.facts;

/** A published non-conforming result whose notice was served. */
const notified = (): Scenario => start().when('NONCONFORMITY_REPORTED', publishedResult).when('CONCLUSION_SERVED', served);
const ordering = (): Scenario => notified().when('OBJECTION_WAIVED', { statement: '无异议' });
/** Order to rectify of 2026-01-05, as in the acceptance example. */
const ordered = (): Scenario =>
  start('2026-01-04')
    .when('NONCONFORMITY_REPORTED', publishedResult)
    .when('CONCLUSION_SERVED', served)
    .when('OBJECTION_WAIVED', { statement: '无异议' })
    .when('RECTIFICATION_ORDERED', order, { on: '2026-01-05' });
const announcedOn = (day: string): Scenario =>
  ordered()
    .when('RECTIFICATION_REPORTED', { measures: '更换接地端子' }, { on: '2026-02-10' })
    .when('RECHECK_CONDUCTED', recheck, { on: '2026-02-12' })
    .when('RECHECK_FAILED', failedTest, { on: '2026-02-13' })
    .when('PROVINCIAL_ANNOUNCEMENT_MADE', announcement, { on: day });

describe('sampling 抽样', () => {
  it('SMP-04 to SMP-07: a sample drawn, shown, sealed, doubled and recorded goes to the laboratory (第十五条至第二十三条)', () => {
    expect(start().when('SAMPLE_TAKEN', onSiteSample).state).toBe('testing');
    expect(start().when('SAMPLE_TAKEN', { ...onSiteSample, formSignature: 'refused-noted' }).state).toBe('testing');
  });

  it('SMP-04: one sampler alone is refused (第十六条)', () => {
    expect(start().when('SAMPLE_TAKEN', { ...onSiteSample, samplers: ['sampler-1'] }).refusal?.code).toBe('EVENT_DATA_INVALID');
  });

  it.each([
    ['notice and identity not shown', { papersShown: false }],
    ['not drawn from stock for sale', { drawnFromStockForSale: false }],
    ['no spare sample', { spareSampleKept: false }],
    ['not sealed', { sealed: false }],
    ['no photograph or video', { recordedByImage: false }],
  ])('SMP-04, SMP-07: %s is refused with the articles', (_what, flaw) => {
    const { refusal: refused } = start().when('SAMPLE_TAKEN', { ...onSiteSample, ...flaw });
    expect(refused?.code).toBe('RULE_NOT_MET');
    expect(refused?.message.zh).toContain('第二十三条');
  });

  it('SMP-01: the same product is not checked again within six months, unless it is followed up (第八条)', () => {
    const withPrevious = (previousCheckOn: string) =>
      start('2026-08-31').when('SAMPLE_TAKEN', { ...onSiteSample, previousCheckOn });
    expect(withPrevious('2026-02-28').state).toBe('testing');
    expect(withPrevious('2026-03-01').refusal?.message.zh).toContain('六个月内');
    expect(
      start('2026-08-31').when('SAMPLE_TAKEN', {
        ...onSiteSample,
        previousCheckOn: '2026-06-01',
        exemptFromInterval: 'follow-up',
      }).state,
    ).toBe('testing');
  });

  it('SMP-08: an online sample is bought as a consumer, but order and unpacking must be recorded (第二十五条至第二十八条)', () => {
    expect(start().when('SAMPLE_TAKEN', onlineSample).state).toBe('testing');
    expect(start().when('SAMPLE_TAKEN', { ...onlineSample, unboxingRecorded: false }).refusal?.code).toBe('RULE_NOT_MET');
  });

  it('SMP-05: too little stock is recorded and closes without a sample (第十八条)', () => {
    const scenario = start().when('SAMPLING_IMPOSSIBLE', {
      why: 'too-little-stock',
      detail: '库存仅1台',
      samplers: ['a', 'b'],
    });
    expect(scenario.done).toBe(true);
    expect(factsOf(scenario, 'closed')).toMatchObject({ outcome: 'not-sampled' });
  });

  it('SMP-06: obvious illegality stops the sampling and the testing and is reported (第十七条、第三十条)', () => {
    const finding = { finding: '无证生产', foundBy: ['sampler-1'] };
    const onSite = start().when('ILLEGALITY_FOUND', finding);
    expect(onSite.issued).toEqual(['illegalityReport']);
    expect(factsOf(onSite, 'unlicensedFound')).toEqual({ finding: '无证生产' });
    expect(start().when('SAMPLE_TAKEN', onSiteSample).when('ILLEGALITY_FOUND', finding, { by: 'laboratory' }).done).toBe(true);
  });

  it('a refused inspection is reported at once; who gives in later is sampled after all (第二十一条)', () => {
    const refused = start().when('INSPECTION_REFUSED', { ...refusal, organiser: '中山市市场监督管理局' });
    expect(refused.state).toBe('refused');
    expect(refused.issued).toEqual(['refusalReport']);
    expect(factsOf(refused, 'inspectionRefused')).toEqual({
      reason: refusal['reason'],
      organiser: '中山市市场监督管理局',
      regime: 'product',
    });
    expect(refused.when('SAMPLE_TAKEN', onSiteSample).state).toBe('testing');
    expect(factsOf(refused.when('REFUSAL_HANDED_OVER', { receivedBy: '执法支队' }), 'closed')).toMatchObject({
      outcome: 'inspection-refused',
    });
  });
});

describe('testing 检验', () => {
  const sampled = start().when('SAMPLE_TAKEN', onSiteSample);

  it('SMP-02: who took the sample does not test it (第九条)', () => {
    const refused = sampled.when('TEST_FAILED', { ...failedTest, testers: ['tester-1', 'sampler-2'] }).refusal;
    expect(refused?.code).toBe('RULE_NOT_MET');
    expect(refused?.message.zh).toContain('抽检分离');
  });

  it('a laboratory may refuse a sample that was taken badly, or find that it cannot be tested (第二十九条、第三十一条)', () => {
    expect(factsOf(sampled.when('SAMPLE_REJECTED', { reason: '封条破损', laboratory: '某检验院' }), 'closed')).toMatchObject({
      outcome: 'sample-rejected',
    });
    expect(factsOf(sampled.when('TEST_IMPOSSIBLE', { reason: '样品失效', evidence: '照片' }), 'closed')).toMatchObject({
      outcome: 'not-tested',
    });
  });

  it('a conforming sample is told and closes when the term to object is over (第三十四条、第三十五条)', () => {
    const told = sampled.when('TEST_PASSED', passedTest).when('CONCLUSION_SERVED', served);
    expect(told.state).toBe('returningSample');
    const closed = told.lapse('objectionDue');
    expect(closed.issued).toContain('sampleReturnNotice');
    expect(factsOf(closed, 'closed')).toMatchObject({ outcome: 'conforming' });
  });

  it('a test that failed names at least one item', () => {
    expect(sampled.when('TEST_FAILED', { ...failedTest, items: [] }).refusal?.code).toBe('EVENT_DATA_INVALID');
  });
});

describe('notice and objection 告知、异议', () => {
  it('SMP-09: for a sample taken at a seller the nominal producer is told at the same time (第三十五条)', () => {
    const reported = start().when('NONCONFORMITY_REPORTED', { ...publishedResult, nominalProducer: true });
    expect(reported.when('CONCLUSION_SERVED', served).refusal?.message.zh).toContain('标称的生产者');
    expect(reported.when('CONCLUSION_SERVED', { ...served, producerTold: true }).state).toBe('objecting.open');
  });

  it('SMP-09: for an online sample the platform is told too (第三十五条)', () => {
    const failed = start().when('SAMPLE_TAKEN', onlineSample).when('TEST_FAILED', failedTest);
    expect(failed.when('CONCLUSION_SERVED', { ...served, producerTold: true }).refusal?.code).toBe('RULE_NOT_MET');
    expect(failed.when('CONCLUSION_SERVED', { ...served, producerTold: true, platformTold: true }).state).toBe(
      'objecting.open',
    );
  });

  it('SMP-10: fifteen calendar days from receipt of the notice (第三十六条)', () => {
    expect(notified().clocks['objectionDue']).toMatchObject({ startedOn: '2026-03-02', dueOn: '2026-03-17' });
  });

  it('T-06: a term that would end in the National Day holiday ends on the first day after it (第五十五条)', () => {
    const served20September = start('2026-09-20')
      .when('NONCONFORMITY_REPORTED', publishedResult)
      .when('CONCLUSION_SERVED', served);
    expect(served20September.clocks['objectionDue']?.dueOn).toBe('2026-10-08');
  });

  it('SMP-10: without an objection the conclusion becomes final when the term is over (第三十六条)', () => {
    const lapsed = notified().lapse('objectionDue');
    expect(lapsed.state).toBe('ordering');
    expect(factsOf(lapsed, 'nonconformityConfirmed')).toMatchObject({
      sampleId: 'GJ2026-100',
      product: '电磁灶',
      keyItemFailed: true,
      failedItems: ['接地措施'],
      producerElsewhere: false,
      organiser: '国家市场监督管理总局',
      regime: 'product',
    });
    expect(lapsed.when('OBJECTION_FILED', objection).refusal?.code).toBe('EVENT_NOT_EXPECTED');
  });

  it('an objection to the sampling is examined; when it is rejected within the term, a retest may still be asked for (第三十七条)', () => {
    const examined = notified().when('OBJECTION_FILED', samplingObjection, { on: '2026-03-05' });
    expect(examined.state).toBe('objecting.examining');
    const rejected = examined.when('OBJECTION_REJECTED', { reasons: '抽样程序合法' }, { on: '2026-03-09' });
    expect(rejected.state).toBe('objecting.open');
    expect(rejected.clocks['objectionDue']?.dueOn).toBe('2026-03-17');
    expect(rejected.when('OBJECTION_FILED', objection, { on: '2026-03-10' }).state).toBe('retest.considering');
  });

  it('when the term ran out during the examination, rejecting the objection makes the conclusion final (第三十六条、第三十七条)', () => {
    const examined = notified().when('OBJECTION_FILED', samplingObjection).lapse('objectionDue');
    expect(examined.state).toBe('objecting.examining');
    expect(examined.when('OBJECTION_REJECTED', { reasons: '抽样程序合法' }).state).toBe('ordering');
  });

  it('an objection that is upheld ends the inspection (第三十七条)', () => {
    const upheld = notified()
      .when('OBJECTION_FILED', { ...objection, about: 'authenticity' })
      .when('OBJECTION_UPHELD', { reasons: '样品系假冒' });
    expect(factsOf(upheld, 'closed')).toMatchObject({ outcome: 'sampling-set-aside' });
    expect(names(upheld)).not.toContain('nonconformityConfirmed');
  });
});

describe('retest 复检', () => {
  const asked = notified().when('OBJECTION_FILED', objection, { on: '2026-03-10' });
  const granted = asked.when('RETEST_NOTICE_SERVED', { items: ['接地措施'] }, { on: '2026-03-12' });
  const paid = granted.when('RETEST_FORMALITIES_DONE', { receiptNo: 'SJ-1' }, { on: '2026-03-16' });
  const named = paid.when('RETEST_LAB_NAMED', retestLab, { on: '2026-03-20' });

  it('a retest that is not needed is declined with reasons (第三十七条第二款)', () => {
    expect(asked.when('RETEST_DECLINED', { reasons: '备用样品已失效' }).state).toBe('ordering');
  });

  it('SMP-11: formalities not done within seven calendar days count as a waiver (第三十八条)', () => {
    expect(granted.clocks['retestFormalitiesDue']?.dueOn).toBe('2026-03-19');
    const waived = granted.lapse('retestFormalitiesDue');
    expect(waived.state).toBe('ordering');
    expect(names(waived)).toContain('nonconformityConfirmed');
  });

  it('SMP-12: the laboratory is named within ten calendar days; lateness is announced and the duty stays (第三十九条)', () => {
    expect(paid.clocks['retestLabDue']?.dueOn).toBe('2026-03-26');
    const late = paid.lapse('retestLabDue');
    expect(late.state).toBe('retest.namingLab');
    expect(names(late)).toContain('retestLabOverdue');
    expect(late.when('RETEST_LAB_NAMED', retestLab).state).toBe('retest.retesting');
  });

  it('SMP-12: the first laboratory does not retest, unless it is the only one in the area (第三十九条第二款)', () => {
    const again = { ...retestLab, laboratory: '广东省某检验院' };
    const refused = paid.when('RETEST_LAB_NAMED', again).refusal;
    expect(refused?.message.zh).toContain('不为同一机构');
    expect(refused?.message.zh).toContain('仅有一个检验机构');
    expect(paid.when('RETEST_LAB_NAMED', { ...again, onlyQualifiedIn: '广东省' }).state).toBe('retest.retesting');
  });

  it('SMP-12: without the name of the first laboratory nobody can say that it is another one', () => {
    expect(paid.when('RETEST_LAB_NAMED', { laboratory: '深圳某检测中心', qualification: 'CMA-2' }).refusal?.code).toBe(
      'RULE_NOT_MET',
    );
  });

  it('SMP-13: only the laboratory that was named reports the retest (第四十二条)', () => {
    expect(named.when('RETEST_CONFIRMED', { ...retest, laboratory: '别的机构' }).refusal?.message.zh).toContain(
      '确定的复检机构',
    );
  });

  it('SMP-13: the retest is final, either way (第四十二条)', () => {
    expect(named.when('RETEST_CONFIRMED', retest).state).toBe('ordering');
    const overturned = named.when('RETEST_OVERTURNED', retest);
    expect(factsOf(overturned, 'closed')).toMatchObject({ outcome: 'overturned-by-retest' });
    expect(names(overturned)).not.toContain('nonconformityConfirmed');
  });

  it.each([
    ['considered', asked],
    ['waiting for formalities', granted],
    ['waiting for a laboratory', paid],
    ['under way', named],
  ])(
    'SMP-13: tampering with the spare sample ends a retest that is %s; the first conclusion stands (第四十条)',
    (_when, scenario) => {
      const ended = scenario.when('SPARE_SAMPLE_TAMPERED', { finding: '备用样品封条被拆' });
      expect(ended.state).toBe('ordering');
      expect(factsOf(ended, 'sampleTampered')).toEqual({ finding: '备用样品封条被拆' });
      expect(names(ended)).toContain('nonconformityConfirmed');
    },
  );
});

describe('results 结果处理', () => {
  it('SMP-20: a producer elsewhere is made known to the bureau there (第四十四条第二款)', () => {
    const elsewhere = start()
      .when('NONCONFORMITY_REPORTED', { ...publishedResult, producerElsewhere: true })
      .when('CONCLUSION_SERVED', served)
      .when('OBJECTION_WAIVED', { statement: '无异议' });
    expect(elsewhere.issued).toContain('producerNotice');
    expect(factsOf(elsewhere, 'nonconformityConfirmed')).toMatchObject({ producerElsewhere: true });
    expect(ordering().issued).not.toContain('producerNotice');
  });

  it('SMP-15, SMP-16: an order of 2026-01-05 gives sixty days to rectify and seventy-five to re-check (第四十六条、第四十七条)', () => {
    expect(ordered().issued).toContain('rectificationOrder');
    expect(ordered().clocks).toMatchObject({ rectificationDue: { dueOn: '2026-03-06' }, recheckDue: { dueOn: '2026-03-21' } });
  });

  it('SMP-15: the enterprise has its term: no re-check before it reports or the term is over (第四十六条)', () => {
    expect(ordered().when('RECHECK_CONDUCTED', recheck, { on: '2026-01-20' }).refusal?.message.zh).toContain('已报告改正');
    expect(ordered().when('RECTIFICATION_REPORTED', { measures: '已改正' }).when('RECHECK_CONDUCTED', recheck).state).toBe(
      'rechecking',
    );
    expect(ordered().lapse('rectificationDue').when('RECHECK_CONDUCTED', recheck).state).toBe('rechecking');
  });

  it('SMP-15: a report in time keeps the term to rectify; the term to re-check goes on (第四十六条、第四十七条)', () => {
    const reported = ordered().when('RECTIFICATION_REPORTED', { measures: '已改正' }, { on: '2026-02-10' });
    expect(reported.clocks).toMatchObject({ rectificationDue: { state: 'stopped' }, recheckDue: { state: 'running' } });
    expect(names(reported.lapse('recheckDue'))).not.toContain('rectificationOverdue');
  });

  it('SMP-15, SMP-16: lateness of the enterprise and of the bureau is announced; neither ends the duty', () => {
    const late = ordered().lapse('rectificationDue').lapse('recheckDue');
    expect(late.state).toBe('rectifying');
    expect(names(late)).toEqual(expect.arrayContaining(['rectificationOverdue', 'recheckOverdue']));
    expect(late.when('RECHECK_CONDUCTED', recheck).state).toBe('rechecking');
  });

  it('SMP-14: sale resumed before a passed re-check is announced as a clue, again and again (第四十九条第二款、第五十一条)', () => {
    const resumed = ordered().when('SALES_RESUMED_UNLAWFULLY', { finding: '仓库出货记录' });
    expect(resumed.state).toBe('rectifying');
    expect(factsOf(resumed, 'salesResumedUnlawfully')).toEqual({ finding: '仓库出货记录' });
  });

  it('a passed re-check closes (第四十九条第二款)', () => {
    const passed = ordered()
      .when('RECTIFICATION_REPORTED', { measures: '已改正' })
      .when('RECHECK_CONDUCTED', recheck)
      .when('RECHECK_PASSED', passedTest);
    expect(factsOf(passed, 'closed')).toMatchObject({ outcome: 'rectified' });
  });

  it('SMP-02: who took the re-check sample does not test it', () => {
    const conducted = ordered().when('RECTIFICATION_REPORTED', { measures: '已改正' }).when('RECHECK_CONDUCTED', recheck);
    expect(conducted.when('RECHECK_PASSED', { ...passedTest, testers: ['sampler-3'] }).refusal?.code).toBe('RULE_NOT_MET');
  });

  it('a refused re-check is a refused inspection; the procedure goes on (第七条)', () => {
    const refused = ordered().when('INSPECTION_REFUSED', refusal);
    expect(refused.state).toBe('rectifying');
    expect(factsOf(refused, 'inspectionRefused')).toEqual({
      reason: refusal['reason'],
      organiser: '国家市场监督管理总局',
      regime: 'product',
    });
  });

  it('an enterprise that gave the product up is closed after a check on site', () => {
    expect(
      factsOf(ordered().when('PRODUCTION_CEASED', { evidence: '生产线已拆除', checkedBy: ['a', 'b'] }), 'closed'),
    ).toMatchObject({ outcome: 'production-ceased' });
  });

  it('SMP-17: a failed re-check is reported up to the province, which announces it (第四十七条第二款)', () => {
    const announced = announcedOn('2026-03-02');
    expect(names(announced)).toEqual(expect.arrayContaining(['recheckFailed', 'provincialAnnouncementMade']));
    expect(announced.issued).toContain('failureReport');
    expect(factsOf(announced, 'provincialAnnouncementMade')).toMatchObject({ announcementNo: '粤市监公告〔2026〕9号' });
  });

  it('SMP-17: only the province announces', () => {
    const reported = ordered()
      .when('RECTIFICATION_REPORTED', { measures: '已改正' })
      .when('RECHECK_CONDUCTED', recheck)
      .when('RECHECK_FAILED', failedTest);
    expect(reported.when('PROVINCIAL_ANNOUNCEMENT_MADE', announcement, { by: 'case-handler' }).refusal?.code).toBe(
      'ROLE_NOT_ALLOWED',
    );
  });
});
