import { given } from '@zhiheng/engine/testing';
import type { Scenario } from '@zhiheng/engine/testing';
import { inspectionVersions } from '@zhiheng/workflows/inspection';
import { announcement, failedTest, order, passedTest, publishedResult, recheck, served } from './samples.js';

const names = (scenario: Scenario): readonly string[] => scenario.announced.map(({ name }) => name);
const factsOf = (scenario: Scenario, name: string) =>
  scenario.announced.findLast((announced) => announced.name === name)?.facts;

/** A first re-check failed and the province announced it on this day. */
const announcedOn = (day: string): Scenario =>
  given(inspectionVersions.at(-1)!, { on: '2026-01-05' })
    .when('NONCONFORMITY_REPORTED', publishedResult)
    .when('CONCLUSION_SERVED', served)
    .when('OBJECTION_WAIVED', { statement: '无异议' })
    .when('RECTIFICATION_ORDERED', order)
    .when('RECTIFICATION_REPORTED', { measures: '更换接地端子' }, { on: '2026-02-10' })
    .when('RECHECK_CONDUCTED', recheck, { on: '2026-02-12' })
    .when('RECHECK_FAILED', failedTest, { on: '2026-02-13' })
    .when('PROVINCIAL_ANNOUNCEMENT_MADE', announcement, { on: day });

describe('second re-check 公告后复查', () => {
  // Announced on 2026-03-02: day 60 is 2026-05-01, day 61 is 2026-05-02, day 89 is 2026-05-30.
  const announced = announcedOn('2026-03-02');

  it('SMP-18: the window is day 61 to day 89 of the announcement (第四十八条)', () => {
    expect(announced.clocks['secondRecheckWindow']).toMatchObject({ opensOn: '2026-05-02', dueOn: '2026-05-30' });
  });

  it.each(['2026-03-20', '2026-05-01', '2026-05-31'])('SMP-18: a re-check on %s is refused with the reason', (on) => {
    const { refusal: refused, state } = announced.when('RECHECK_CONDUCTED', recheck, { on });
    expect(refused?.code).toBe('RULE_NOT_MET');
    expect(refused?.message.zh).toContain('六十日后、九十日前');
    expect(state).toBe('announced');
  });

  it.each(['2026-05-02', '2026-05-30'])('SMP-18: a re-check on %s is in time', (on) => {
    expect(announced.when('RECHECK_CONDUCTED', recheck, { on }).state).toBe('secondRechecking');
  });

  it('SMP-19: still failing closes into the referral for suspension, and is announced for case and list (第四十八条；产品质量法 第十七条)', () => {
    const failed = announced
      .when('RECHECK_CONDUCTED', recheck, { on: '2026-05-10' })
      .when('RECHECK_FAILED', failedTest, { on: '2026-05-20' });
    expect(failed.done).toBe(true);
    expect(failed.issued).toContain('suspensionReferral');
    expect(factsOf(failed, 'secondRecheckFailed')).toEqual({ announcementNo: '粤市监公告〔2026〕9号', product: '电磁灶' });
    expect(factsOf(failed, 'closed')).toMatchObject({ outcome: 'suspension-referred' });
  });

  it('a second re-check that passes closes without a referral', () => {
    const passed = announced
      .when('RECHECK_CONDUCTED', recheck, { on: '2026-05-10' })
      .when('RECHECK_PASSED', passedTest, { on: '2026-05-20' });
    expect(factsOf(passed, 'closed')).toMatchObject({ outcome: 'rectified' });
    expect(passed.issued).not.toContain('suspensionReferral');
  });

  it('SMP-18: a re-check made in the window may be recorded afterwards', () => {
    const missed = announced.lapse('secondRecheckWindow');
    expect(missed.state).toBe('windowMissed');
    expect(missed.when('RECHECK_CONDUCTED', recheck, { on: '2026-05-20' }).state).toBe('secondRechecking');
  });

  it('SMP-18: a late re-check may free the enterprise, but to fail it takes a new announcement and not a suspension', () => {
    const late = announced.lapse('secondRecheckWindow').when('RECHECK_CONDUCTED', recheck, { on: '2026-06-10' });
    expect(late.state).toBe('lateRechecking');
    expect(late.when('RECHECK_PASSED', passedTest).done).toBe(true);
    const failed = late.when('RECHECK_FAILED', failedTest);
    expect(failed.state).toBe('reportingUp');
    expect(names(failed)).not.toContain('secondRecheckFailed');
  });
});
