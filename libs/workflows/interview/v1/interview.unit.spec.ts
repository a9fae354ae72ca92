import { given } from '@zhiheng/engine/testing';
import type { Scenario } from '@zhiheng/engine/testing';
import { interviewVersions } from '@zhiheng/workflows/interview';
import { absence, check, excusedAbsence, meeting, notice, record, trigger } from './samples.js';

const interview = interviewVersions.at(-1)!;
const start = (on = '2026-03-02'): Scenario => given(interview, { on });
const names = (scenario: Scenario): readonly string[] => scenario.announced.map(({ name }) => name);
const factsOf = (scenario: Scenario, name: string) =>
  scenario.announced.findLast((announced) => announced.name === name)?.facts;

const proposed = (): Scenario => start().when('TRIGGERED', trigger);
const notified = (): Scenario => proposed().when('NOTICE_SERVED', notice);
const held = (): Scenario => notified().when('HELD', meeting, { on: '2026-03-09' });
const fulfilling = (): Scenario => held().when('RECORD_SIGNED', record);
const followingUp = (): Scenario => fulfilling().when('FULFILMENT_REPORTED', { measures: '已更换' }, { on: '2026-03-20' });

describe('trigger 约谈情形', () => {
  it.each(['prominent-problem', 'inspection-refused', 'rectification-failed', 'incident-mishandled'])(
    'the four grounds of the Zhongshan plan open an interview: %s (行动计划 二（五）2)',
    (ground) => {
      expect(start().when('TRIGGERED', { ...trigger, trigger: ground }, { by: 'system' }).state).toBe('proposed');
    },
  );

  it('a defect investigation is a statutory ground (消费品召回规定 第十一条)', () => {
    expect(start().when('TRIGGERED', { ...trigger, trigger: 'defect-investigation' }).state).toBe('proposed');
  });

  it('令110 第二十三条 is a ground from 2026-12-01 on, and not a day earlier', () => {
    const online = { ...trigger, trigger: 'online-operator' };
    expect(start('2026-11-30').when('TRIGGERED', online).refusal?.code).toBe('RULE_NOT_MET');
    expect(start('2026-12-01').when('TRIGGERED', online).state).toBe('proposed');
  });

  it('a place without local grounds interviews on statutory ones only', () => {
    const elsewhere = given(interview, { policy: { 'interview.trigger.local': [] } });
    expect(elsewhere.when('TRIGGERED', trigger).refusal?.message.zh).toContain('约谈情形');
    expect(elsewhere.when('TRIGGERED', { ...trigger, trigger: 'defect-investigation' }).state).toBe('proposed');
  });

  it('the head sets aside a ground that does not hold; others may not', () => {
    expect(factsOf(proposed().when('TRIGGER_SET_ASIDE', { reason: '复检合格' }), 'closed')).toEqual({ outcome: 'set-aside' });
    expect(proposed().when('TRIGGER_SET_ASIDE', { reason: '复检合格' }, { by: 'case-handler' }).refusal?.code).toBe(
      'ROLE_NOT_ALLOWED',
    );
  });
});

describe('notice 通知', () => {
  it('a late notice is announced and stays due (非法定)', () => {
    const late = proposed().lapse('noticeDue');
    expect(late.state).toBe('proposed');
    expect(factsOf(late, 'noticeOverdue')).toEqual({ trigger: 'rectification-failed', level: 'city' });
    expect(late.when('NOTICE_SERVED', { ...notice, meetingOn: '2026-04-20' }).state).toBe('notified');
  });

  it('the addressee is the first responsible person (对企业第一负责人实施约谈)', () => {
    expect(proposed().when('NOTICE_SERVED', { ...notice, addresseeIsFirstResponsible: false }).refusal?.message.zh).toContain(
      '第一负责人',
    );
  });

  it('the notice is served the required days ahead: the number is policy', () => {
    expect(proposed().when('NOTICE_SERVED', { ...notice, meetingOn: '2026-03-04' }).refusal?.code).toBe('RULE_NOT_MET');
    expect(proposed().when('NOTICE_SERVED', { ...notice, meetingOn: '2026-03-05' }).state).toBe('notified');
    const strict = given(interview, { policy: { 'interview.notice.leadDays': 10 } }).when('TRIGGERED', trigger);
    expect(strict.when('NOTICE_SERVED', notice).refusal?.code).toBe('RULE_NOT_MET');
  });

  it('the interview may be postponed, but not into the past', () => {
    const postponed = notified().when('POSTPONED', { meetingOn: '2026-03-12', reason: '出差' }, { on: '2026-03-06' });
    expect(postponed.state).toBe('notified');
    expect(postponed.when('HELD', meeting, { on: '2026-03-09' }).refusal?.code).toBe('RULE_NOT_MET');
    expect(postponed.when('HELD', meeting, { on: '2026-03-12' }).state).toBe('recording');
    expect(notified().when('POSTPONED', { meetingOn: '2026-03-01', reason: '出差' }).refusal?.message.zh).toContain(
      '不早于今天',
    );
  });
});

describe('attendance 到场', () => {
  it('held with the first responsible person, by two officers', () => {
    expect(held().state).toBe('recording');
    expect(held().issued).toEqual(['interviewNotice', 'interviewRecord']);
    expect(names(held())).toEqual(['held']);
    expect(notified().when('HELD', { ...meeting, interviewers: ['officer-1'] }, { on: '2026-03-09' }).refusal?.code).toBe(
      'EVENT_DATA_INVALID',
    );
  });

  it('not before the day of the notice', () => {
    expect(notified().when('HELD', meeting, { on: '2026-03-08' }).refusal?.code).toBe('RULE_NOT_MET');
    expect(notified().when('MISSED', absence, { on: '2026-03-08' }).refusal?.message.zh).toContain('约谈日期已到');
  });

  it('a deputy only where this was accepted in writing', () => {
    const deputy = { ...meeting, attendedBy: 'deputy' };
    expect(notified().when('HELD', deputy, { on: '2026-03-09' }).refusal?.message.zh).toContain('受托人');
    expect(notified().when('HELD', { ...deputy, deputyAcceptedFor: '法定代表人在境外' }, { on: '2026-03-09' }).state).toBe(
      'recording',
    );
  });

  it('an excused absence leads to a new notice, however often', () => {
    const missed = notified().when('MISSED', excusedAbsence, { on: '2026-03-09' });
    expect(missed.state).toBe('proposed');
    expect(factsOf(missed, 'missed')).toEqual({ excused: true });
    const again = missed
      .when('NOTICE_SERVED', { ...notice, meetingOn: '2026-03-16' })
      .when('MISSED', excusedAbsence, { on: '2026-03-16' });
    expect(again.state).toBe('proposed');
    expect(again.clocks['noticeDue']).toMatchObject({ state: 'running', startedOn: '2026-03-16' });
  });

  it('a first unexcused absence leads to a new notice, the second ends in an escalation', () => {
    const first = notified().when('MISSED', absence, { on: '2026-03-09' });
    expect(first.state).toBe('proposed');
    expect(factsOf(first, 'missed')).toEqual({ excused: false });
    const second = first
      .when('NOTICE_SERVED', { ...notice, meetingOn: '2026-03-16' })
      .when('MISSED', absence, { on: '2026-03-16' });
    expect(second.done).toBe(true);
    expect(factsOf(second, 'notAttended')).toEqual({ trigger: 'rectification-failed', reason: '电话无人接听' });
    expect(factsOf(second, 'closed')).toEqual({ outcome: 'not-attended' });
    expect(second.issued).toContain('creditFileEntry');
  });

  it('an interview that is not held in its term is announced as overdue', () => {
    const late = notified().lapse('meetingDue');
    expect(late.state).toBe('notified');
    expect(names(late)).toContain('meetingOverdue');
  });
});

describe('record and commitments 记录、承诺', () => {
  it('a record with commitments starts their term', () => {
    expect(fulfilling().state).toBe('fulfilling');
    expect(fulfilling().clocks['commitmentDue']).toMatchObject({
      state: 'running',
      startedOn: '2026-03-09',
      dueOn: '2026-04-08',
    });
  });

  it('a record without commitments closes', () => {
    expect(factsOf(held().when('RECORD_SIGNED', { ...record, commitments: [] }), 'closed')).toEqual({
      outcome: 'held-without-commitments',
    });
  });

  it('a refusal to sign needs a witness', () => {
    const refused = { ...record, signature: 'refused-witnessed' };
    expect(held().when('RECORD_SIGNED', refused).refusal?.message.zh).toContain('见证人');
    expect(held().when('RECORD_SIGNED', { ...refused, witness: '居委会王某' }).state).toBe('fulfilling');
  });

  it('a record that is not confirmed in time is announced', () => {
    const late = held().lapse('recordDue');
    expect(late.state).toBe('recording');
    expect(names(late)).toContain('recordOverdue');
  });

  it('the head extends the term of the commitments once', () => {
    const extended = fulfilling().when('COMMITMENT_TERM_EXTENDED', { reason: '模具交期' });
    expect(extended.clocks['commitmentDue']?.dueOn).toBe('2026-04-23');
    expect(extended.when('COMMITMENT_TERM_EXTENDED', { reason: '再延' }).refusal?.code).toBe('EXTENSION_NOT_ALLOWED');
    expect(fulfilling().when('COMMITMENT_TERM_EXTENDED', { reason: '模具交期' }, { by: 'case-handler' }).refusal?.code).toBe(
      'ROLE_NOT_ALLOWED',
    );
  });
});

describe('follow-up 回访', () => {
  it('takes place when fulfilment is reported, and also when it is not', () => {
    expect(followingUp().state).toBe('followingUp');
    expect(fulfilling().lapse('commitmentDue').state).toBe('followingUp');
  });

  it('kept commitments close and are entered in the credit file', () => {
    const closed = followingUp().when('FOLLOW_UP_PASSED', check);
    expect(factsOf(closed, 'closed')).toEqual({ outcome: 'fulfilled' });
    expect(closed.issued).toContain('creditFileEntry');
    expect(names(closed)).not.toContain('commitmentsBroken');
  });

  it('broken commitments escalate', () => {
    const broken = followingUp().when('FOLLOW_UP_FAILED', check);
    expect(factsOf(broken, 'commitmentsBroken')).toEqual({ trigger: 'rectification-failed', findings: '现场核查' });
    expect(factsOf(broken, 'closed')).toEqual({ outcome: 'escalated' });
  });

  it('is made by two officers; a late one is announced', () => {
    expect(followingUp().when('FOLLOW_UP_PASSED', { ...check, checkedBy: ['officer-1'] }).refusal?.code).toBe(
      'EVENT_DATA_INVALID',
    );
    const late = followingUp().lapse('followUpDue');
    expect(late.state).toBe('followingUp');
    expect(names(late)).toContain('followUpOverdue');
  });
});
