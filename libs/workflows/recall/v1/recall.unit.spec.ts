import { given } from '@zhiheng/engine/testing';
import type { Scenario } from '@zhiheng/engine/testing';
import type { JsonObject } from '@zhiheng/kernel';
import { checkWorkflow } from '@zhiheng/workflow-kit';
import { recallV1 } from './machine.js';

const PRODUCT = '儿童电动牙刷';
const PLAN = {
  scope: '2025年全年批次',
  defect: '电池过热',
  emergencyMeasures: '停止使用并断电',
  measures: '更换电池仓',
  responsible: '售后部',
  contact: '0760-00000000',
  schedule: '三个月内完成',
  other: '无',
};
const OPENED = { reason: 'grave', officers: ['a', 'b'], interviewNeeded: false };

/** The bureau is one that supervises recalls: a province, or a city by its delegation. */
const competent = (): Scenario => given(recallV1, { on: '2026-03-02', policy: { 'recall.bureau.competent': true } });
const suspected = (start = competent()): Scenario =>
  start.when('DEFECT_SUSPECTED', { product: PRODUCT, grounds: '多起过热投诉' });
const told = (): Scenario =>
  suspected().when('ANALYSIS_NOTICE_SERVED', { noticeNo: '1', requirements: '十个工作日内报告' }, { on: '2026-03-04' });
const voluntary = (): Scenario =>
  told().when('ANALYSIS_REPORTED', { defectFound: true, findings: '电池过热' }, { on: '2026-03-09' });
const investigating = (): Scenario => suspected().when('INVESTIGATION_OPENED', OPENED);
const concluded = (defectFound = true): Scenario =>
  investigating().when('INVESTIGATION_CONCLUDED', { defectFound, conclusion: '结论', scope: '2025年批次' });
const noticed = (): Scenario =>
  concluded().when('RECALL_NOTICE_SERVED', { noticeNo: '1', defect: '过热', scope: '2025年批次' }, { on: '2026-04-07' });
const objected = (): Scenario =>
  noticed().when('OBJECTION_RAISED', { reasons: '不存在缺陷', materials: ['检验报告'] }, { on: '2026-04-10' });
const confirmed = (): Scenario =>
  objected().when('OBJECTION_DETERMINED', { defectConfirmed: true, method: '专家论证', noticeNo: '2' }, { on: '2026-05-06' });
const orderedBy = (authority: string): readonly [string, JsonObject] => [
  'RECALL_ORDERED',
  { orderNo: '国市监召〔2026〕1号', authority },
];
const ordered = (): Scenario =>
  noticed()
    .lapse('objectionDue')
    .when(...orderedBy('national'), { on: '2026-04-27' });
const executing = (): Scenario => voluntary().when('PLAN_SUBMITTED', PLAN, { on: '2026-03-16' });
const refusal = { manner: 'refused', evidence: '明确拒绝' };
const names = (scenario: Scenario): readonly string[] => scenario.announced.map(({ name }) => name);
const last = (scenario: Scenario): { readonly name: string; readonly facts: JsonObject } | undefined =>
  scenario.announced.at(-1);

it('the workflow has no faults', () => {
  expect(checkWorkflow(recallV1)).toEqual([]);
});

describe('报告 report by the maker or dealer (RCL-01, RCL-02, 第八条)', () => {
  const report = { product: PRODUCT, situation: 'harm', reportedBy: 'maker', detail: '一名儿童烫伤' };
  it('two working days from the day on which the maker learned of it', () => {
    const known = competent().when(
      'HARM_BECAME_KNOWN',
      { product: PRODUCT, detail: '烫伤', source: '医院' },
      { on: '2026-03-06' },
    );
    expect(known.clocks['reportDue']?.dueOn).toBe('2026-03-10');
    expect(known.when('DEFECT_REPORTED', report).state).toBe('analysing');
    expect(last(known.lapse('reportDue'))).toEqual({
      name: 'reportOverdue',
      facts: { product: PRODUCT, duty: expect.stringContaining('第八条') },
    });
  });
  it('a maker in another province: passed on within two working days', () => {
    const elsewhere = competent().when('DEFECT_REPORTED', { ...report, makerElsewhere: true });
    expect(elsewhere.clocks['forwardDue']?.dueOn).toBe('2026-03-04');
    expect(elsewhere.when('PASSED_ON', { to: '浙江省市场监督管理局' }).state).toBe('passedOn');
  });
});

describe('信息、调查分析 information and analysis (RCL-03, 第六条、第九条)', () => {
  it('information is screened before it is a suspicion', () => {
    const screened = competent().when(
      'DEFECT_INFORMATION_RECEIVED',
      { product: PRODUCT, source: '监督抽查', detail: '关键项目不合格' },
      { by: 'system' },
    );
    expect(screened.state).toBe('screening');
    expect(screened.when('INFORMATION_SET_ASIDE', { reason: '个别产品' }, { by: 'case-handler' }).state).toBe('noDefect');
    expect(suspected(screened).state).toBe('suspected');
  });
  it('three working days to tell the maker to analyse', () => {
    expect(suspected().clocks['analysisNoticeDue']?.dueOn).toBe('2026-03-05');
    expect(told().issued).toEqual(['analysisNotice']);
  });
  it('a defect found by the maker leads to a voluntary recall, a plan in ten working days', () => {
    expect(voluntary().state).toBe('voluntary');
    expect(voluntary().clocks['planDue']?.dueOn).toBe('2026-03-23');
  });
});

describe('缺陷调查 investigation (RCL-04, 第十条、第十一条)', () => {
  it('the maker did not analyse as told: only after its term', () => {
    const idle = { ...OPENED, reason: 'not-analysed' };
    expect(told().when('INVESTIGATION_OPENED', idle).refusal?.code).toBe('RULE_NOT_MET');
    expect(told().lapse('analysisDue').when('INVESTIGATION_OPENED', idle).state).toBe('investigating');
  });
  it('an analysis that does not convince is followed by an investigation', () => {
    const denied = told().when('ANALYSIS_REPORTED', { defectFound: false, findings: '没有缺陷' });
    expect(denied.state).toBe('evaluatingAnalysis');
    expect(denied.when('INVESTIGATION_OPENED', { ...OPENED, reason: 'not-convincing' }).state).toBe('investigating');
    expect(denied.when('ANALYSIS_ACCEPTED', { opinion: '认可' }).state).toBe('noDefect');
  });
  it('a grave defect is investigated at once; two officers at least', () => {
    expect(investigating().state).toBe('investigating');
    expect(suspected().when('INVESTIGATION_OPENED', { ...OPENED, officers: ['a'] }).refusal?.code).toBe('EVENT_DATA_INVALID');
  });
  it('第十一条: an interview where it is needed', () => {
    const asked = suspected().when('INVESTIGATION_OPENED', { ...OPENED, interviewNeeded: true });
    expect(last(asked)).toEqual({
      name: 'investigationOpened',
      facts: { product: PRODUCT, reason: 'grave', interviewNeeded: true },
    });
  });
  it('no defect: the procedure ends', () => {
    expect(concluded(false).state).toBe('noDefect');
  });
});

describe('召回通知、异议 notice and objection (RCL-05, 第十二条、第十三条)', () => {
  it('ten working days from receipt of the notice to object', () => {
    expect(noticed().clocks['objectionDue']?.dueOn).toBe('2026-04-21');
    expect(names(noticed())).toContain('noticeIssued');
    expect(objected().state).toBe('determining');
  });
  it('an objection without materials, or after its term, is refused', () => {
    expect(noticed().when('OBJECTION_RAISED', { reasons: '不存在缺陷', materials: [] }).refusal?.code).toBe('RULE_NOT_MET');
    expect(
      noticed()
        .lapse('objectionDue')
        .when('OBJECTION_RAISED', { reasons: '不存在缺陷', materials: ['报告'] }).refusal?.code,
    ).toBe('EVENT_NOT_EXPECTED');
  });
  it('the determination ends it or makes the recall due', () => {
    expect(objected().when('OBJECTION_DETERMINED', { defectConfirmed: false, method: '检验', noticeNo: '2' }).state).toBe(
      'noDefect',
    );
    expect(confirmed().state).toBe('confirmed');
    expect(confirmed().clocks['planDue']?.dueOn).toBe('2026-05-19'); // 2026-05-09 is a make-up working day
  });
});

describe('责令召回 ordered recall (RCL-06, RCL-13, 第十四条、第二十四条)', () => {
  it('neither objection nor recall: an order is to be proposed', () => {
    const silent = noticed().lapse('objectionDue');
    expect(silent.state).toBe('noticed.unanswered');
    expect(silent.issued).toContain('orderProposal');
  });
  it('not before the term to object has run', () => {
    expect(noticed().when(...orderedBy('national')).refusal?.code).toBe('EVENT_NOT_EXPECTED');
  });
  it('only the national administration orders', () => {
    const silent = noticed().lapse('objectionDue');
    expect(silent.when(...orderedBy('province')).refusal?.message.zh).toContain('国家市场监督管理总局');
    expect(silent.when(...orderedBy('national'), { by: 'case-handler' }).refusal?.code).toBe('ROLE_NOT_ALLOWED');
    expect(ordered().state).toBe('ordered');
    expect(names(ordered())).toContain('ordered');
  });
  it('a confirmed defect without a recall is ordered too', () => {
    expect(confirmed().when(...orderedBy('national')).state).toBe('ordered');
  });
  it('refusal or delay of the order is announced', () => {
    const refused = ordered().when('ORDERED_RECALL_REFUSED', refusal);
    expect(refused.state).toBe('refused');
    expect(last(refused)).toEqual({
      name: 'orderedRecallRefused',
      facts: { product: PRODUCT, orderNo: '国市监召〔2026〕1号', ...refusal },
    });
    const delayed = ordered()
      .when('PLAN_SUBMITTED', PLAN)
      .when('ORDERED_RECALL_REFUSED', { manner: 'delayed', evidence: '三个月未召回一件' });
    expect(delayed.state).toBe('refused');
    expect(refused.when('PLAN_SUBMITTED', PLAN).state).toBe('executing.unpublished');
  });
  it('a recall that was not ordered cannot be refused in this sense', () => {
    expect(executing().when('ORDERED_RECALL_REFUSED', refusal).refusal?.message.zh).toContain('责令召回');
  });
});

describe('召回计划 plan (RCL-08, RCL-09, 第十七条至第十九条)', () => {
  it('on notice ten working days from receipt; late is announced', () => {
    expect(noticed().clocks['planDue']?.dueOn).toBe('2026-04-21');
    expect(last(noticed().lapse('planDue'))).toEqual({
      name: 'reportOverdue',
      facts: { product: PRODUCT, duty: expect.stringContaining('第十七条') },
    });
  });
  it.each(Object.keys(PLAN))('第十八条: a plan without "%s" is returned and its term runs on', (part) => {
    const { [part]: _left, ...incomplete } = PLAN as JsonObject;
    const returned = voluntary().when('PLAN_SUBMITTED', incomplete, { on: '2026-03-16' });
    expect(returned.state).toBe('voluntary');
    expect(returned.issued).toContain('planReturned');
    expect(returned.clocks['planDue']).toMatchObject({ state: 'running', dueOn: '2026-03-23' });
    expect(returned.when('PLAN_SUBMITTED', PLAN).state).toBe('executing.unpublished');
  });
  it('the maker publishes within three working days of its plan, the bureau publishes the plan', () => {
    expect(executing().clocks['makerPublicationDue']?.dueOn).toBe('2026-03-19');
    const silent = executing().lapse('makerPublicationDue');
    expect(last(silent)).toEqual({
      name: 'reportOverdue',
      facts: { product: PRODUCT, duty: expect.stringContaining('第十九条') },
    });
    const public_ = executing().when('MAKER_PUBLISHED', { where: '官网' }).when('PLAN_PUBLISHED', { publicAt: '1' });
    expect(public_.state).toBe('executing.published');
    expect(public_.clocks['makerPublicationDue']?.state).toBe('stopped');
    expect(last(public_)?.name).toBe('planPublished');
  });
});

describe('实施和总结 execution (RCL-07, RCL-10, RCL-11, 第二十条、第二十一条)', () => {
  const begun = (): Scenario =>
    executing().when('RECALL_BEGUN', { salesStopped: true, dealersTold: true }, { on: '2026-03-20' });
  const progress = (period: number): JsonObject => ({ period, affected: 1000, recalled: 400, summary: '进行中' });
  it('a report every three months from the first day of the recall', () => {
    expect(begun().clocks['progressDue']?.dueOn).toBe('2026-06-20');
    const reported = begun().when('PROGRESS_REPORTED', progress(1), { on: '2026-06-15' }).lapse('progressDue');
    expect(names(reported)).not.toContain('reportOverdue');
    expect(reported.clocks['progressDue']?.state).toBe('running');
    expect(last(reported.lapse('progressDue'))).toEqual({
      name: 'reportOverdue',
      facts: { product: PRODUCT, duty: expect.stringContaining('第二十一条') },
    });
  });
  it('a late report of one period does not stand for the next', () => {
    const late = begun().lapse('progressDue').when('PROGRESS_REPORTED', progress(1));
    expect(names(late.lapse('progressDue')).filter((name) => name === 'reportOverdue')).toHaveLength(2);
  });
  it('the closing report within fifteen working days, records kept for five years', () => {
    const completed = begun().when('RECALL_COMPLETED', { recalled: 980 }, { on: '2026-06-22' });
    expect(completed.clocks['closingReportDue']?.dueOn).toBe('2026-07-13');
    const closed = completed
      .when('CLOSING_REPORT_SUBMITTED', { affected: 1000, recalled: 980, summary: '完成' })
      .when('EFFECT_CONFIRMED', { opinion: '符合要求' });
    expect(closed.done).toBe(true);
    expect(last(closed)).toEqual({ name: 'closed', facts: { product: PRODUCT, outcome: 'recalled', recordsKeptYears: 5 } });
  });
  it('第二十五条 RCL-13: any other breach becomes a clue', () => {
    const breached = executing().when('DUTY_BREACHED', { duty: 'stop-and-tell-dealers', by: 'maker', detail: '仍在销售' });
    expect(last(breached)).toEqual({
      name: 'dutyBreached',
      facts: { product: PRODUCT, duty: expect.stringContaining('第十五条'), by: 'maker', detail: '仍在销售' },
    });
  });
});

describe('重新召回 recall again (RCL-12, 第二十二条)', () => {
  const wrong = { foundBy: 'bureau', inadequacy: 'scope', detail: '2024年批次同样过热' };
  it('found by the bureau: notice, a new plan in ten working days', () => {
    const again = executing().when('RECALL_INADEQUATE', wrong, { on: '2026-05-11' });
    expect(again.state).toBe('renewing');
    expect(again.issued).toContain('renewedRecallNotice');
    expect(again.clocks['planDue']?.dueOn).toBe('2026-05-25');
    expect(again.when('PLAN_SUBMITTED', PLAN).state).toBe('executing.unpublished');
  });
  it('found by the maker, also after the closing report', () => {
    const evaluated = executing()
      .when('RECALL_COMPLETED', { recalled: 1 })
      .when('CLOSING_REPORT_SUBMITTED', { affected: 1, recalled: 1, summary: '完成' });
    expect(
      evaluated.when('RECALL_INADEQUATE', { ...wrong, foundBy: 'maker', inadequacy: 'remedy' }, { by: 'party' }).state,
    ).toBe('renewing');
    expect(evaluated.when('RECALL_INADEQUATE', wrong, { by: 'party' }).refusal?.code).toBe('RULE_NOT_MET');
  });
});

describe('职责 who may act (RCL-14, 第五条、第三十条)', () => {
  const zhongshan = (): Scenario => suspected(given(recallV1, { on: '2026-03-02' }));
  const notice = { noticeNo: '1', requirements: '报告' };
  it('Zhongshan, to which nothing is delegated, does not act by itself', () => {
    expect(zhongshan().when('ANALYSIS_NOTICE_SERVED', notice).refusal?.message.zh).toContain('省级');
    expect(zhongshan().when('INVESTIGATION_OPENED', OPENED).refusal?.code).toBe('RULE_NOT_MET');
  });
  it('the province acts, or the suspicion is passed on to it', () => {
    expect(zhongshan().when('ANALYSIS_NOTICE_SERVED', notice, { by: 'upper-bureau' }).state).toBe('analysingOnNotice');
    expect(zhongshan().when('PASSED_ON', { to: '广东省市场监督管理局' }).state).toBe('passedOn');
  });
});
