import { heard, noticed } from './testing/a-case.js';

describe('听证 (HRG-01 to HRG-10)', () => {
  it('HRG-01 第五条: outside its scope a hearing is refused; a natural person has it from 10 000 yuan', () => {
    expect(noticed().when('HEARING_REQUESTED', { reason: '要求听证' }).refusal?.message.zh).toContain('听证范围');
    expect(
      noticed({ penalties: [{ kind: 'fine', amount: 10_000 }], partyKind: 'natural-person', hearingTold: true }).when(
        'HEARING_REQUESTED',
        { reason: '要求听证' },
      ).refusal,
    ).toBeUndefined();
    expect(
      noticed({ penalties: [{ kind: 'revoke-permit' }], hearingTold: true }).when('HEARING_REQUESTED', { reason: '要求听证' })
        .refusal,
    ).toBeUndefined();
  });

  it('HRG-02, HRG-03, HRG-04, HRG-05, HRG-10: asked on working day five; the preparing terms run one after another; the case stands still', () => {
    const asked = noticed({ penalties: [{ kind: 'fine', amount: 200_000 }], hearingTold: true }).when(
      'HEARING_REQUESTED',
      { reason: '异议' },
      { on: '2026-04-09' },
    );
    expect(asked.clocks['caseDue']!.state).toBe('suspended');
    expect(asked.clocks['hearingHostDue']!.dueOn).toBe('2026-04-14');
    const named = asked.when('HOST_NAMED', { host: 'host-1' }, { on: '2026-04-14' });
    expect(named.clocks['hearingFileDue']!.dueOn).toBe('2026-04-17');
    const handed = named.when('FILE_HANDED', { files: '案卷' }, { on: '2026-04-17' });
    expect(handed.clocks['hearingFixDue']!.dueOn).toBe('2026-04-24');
  });

  it('HRG-03 第十一条: an officer of the case cannot be host', () => {
    const asked = noticed({ penalties: [{ kind: 'fine', amount: 200_000 }], hearingTold: true }).when('HEARING_REQUESTED', {
      reason: '异议',
    });
    expect(asked.when('HOST_NAMED', { host: 'officer-b' }).refusal?.code).toBe('RULE_NOT_MET');
  });

  it('第十一条第三款: 办案人员不得担任听证主持人、听证员和记录员, nor lead the hearing in the place of an absent head', () => {
    const officerWhoReviews = { id: 'officer-a', roles: ['reviewer'] as const };
    const deputy = { id: 'officer-c', roles: ['head'] as const, inPlaceOf: 'officer-a' };
    const notified = heard().when('HEARING_NOTICE_SERVED', { recipients: ['当事人'] }, { on: '2026-04-13' });
    const open = notified.when('HEARING_ANNOUNCED', { place: '公告栏' }, { on: '2026-04-14' });
    for (const by of [officerWhoReviews, deputy]) {
      const held = open.when('HEARING_HELD', { record: '笔录' }, { on: '2026-04-28', by });
      expect(held.refusal?.message.zh).toContain('办案人员');
      for (const [type, data] of [
        ['HEARING_SUSPENDED', { reason: '不可抗力' }],
        ['HEARING_TERMINATED', { reason: '撤回' }],
      ] as const)
        expect(open.when(type, data, { by }).refusal?.code).toBe('RULE_NOT_MET');
    }
    expect(open.when('HEARING_HELD', { record: '笔录' }, { on: '2026-04-28' }).refusal).toBeUndefined();
  });

  it('HRG-06, HRG-07: held only seven working days after the notice and, in public, three after the announcement', () => {
    const notified = heard().when('HEARING_NOTICE_SERVED', { recipients: ['当事人', '办案人员'] }, { on: '2026-04-13' });
    expect(notified.when('HEARING_HELD', { record: '笔录' }, { on: '2026-04-20' }).refusal?.code).toBe('RULE_NOT_MET');
    expect(notified.when('HEARING_HELD', { record: '笔录' }, { on: '2026-04-24' }).refusal?.message.zh).toContain('公告');
    const announcedLate = notified.when('HEARING_ANNOUNCED', { place: '公告栏' }, { on: '2026-04-23' });
    expect(announcedLate.when('HEARING_HELD', { record: '笔录' }, { on: '2026-04-24' }).refusal?.code).toBe('RULE_NOT_MET');
    expect(announcedLate.when('HEARING_HELD', { record: '笔录' }, { on: '2026-04-29' }).refusal).toBeUndefined();
  });

  const reported = heard()
    .when('HEARING_NOTICE_SERVED', { recipients: ['当事人'] }, { on: '2026-04-13' })
    .when('HEARING_ANNOUNCED', { place: '公告栏' }, { on: '2026-04-14' })
    .when('HEARING_HELD', { record: '笔录' }, { on: '2026-04-28' })
    .when('HEARING_REPORTED', { opinion: '维持' }, { on: '2026-04-30' });

  it('HRG-09, PEN-16, PEN-19: after the hearing legal review, then collective discussion, then the decision', () => {
    expect(reported.clocks['caseDue']!.state).toBe('running');
    expect(reported.when('REVIEW_STARTED', { kind: 'case' }).refusal?.message.zh).toContain('法制审核');
    const reviewed = reported.when('REVIEW_STARTED', { kind: 'legal' }).when('REVIEW_AGREED', { opinion: '同意' });
    expect(reviewed.state).toContain('discussing');
    expect(reviewed.when('COLLECTIVELY_DISCUSSED', { attendees: ['head-1'], conclusion: '同意' }).refusal?.code).toBe(
      'EVENT_DATA_INVALID',
    );
    expect(reviewed.when('COLLECTIVELY_DISCUSSED', { attendees: ['head-1', 'head-2'], conclusion: '同意' }).state).toContain(
      'deciding',
    );
  });

  it('HRG-08 第二十六条、第二十七条: suspended, it is notified anew; terminated, the case goes to the decision', () => {
    const awaiting = heard().when('HEARING_NOTICE_SERVED', { recipients: ['当事人'] });
    expect(
      awaiting.when('HEARING_SUSPENDED', { reason: '不可抗力' }).when('HEARING_RESUMED', { detail: '恢复' }).state,
    ).toContain('hearing.notifying');
    const terminated = awaiting.when('HEARING_TERMINATED', { reason: '无正当理由不到场' });
    expect(terminated.state).toContain('deciding');
    expect(terminated.clocks['caseDue']!.state).toBe('running');
  });

  it('HRG-08: a defence made besides is still re-examined when the hearing is terminated', () => {
    const terminated = noticed({ penalties: [{ kind: 'fine', amount: 200_000 }], hearingTold: true })
      .when('DEFENCE_MADE', { statement: '已整改' })
      .when('HEARING_REQUESTED', { reason: '异议' })
      .when('HEARING_TERMINATED', { reason: '撤回' });
    expect(terminated.state).toContain('reexamining');
  });
});
