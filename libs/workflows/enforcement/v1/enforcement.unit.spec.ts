import type { JsonObject } from '@zhiheng/kernel';
import { checkWorkflow } from '@zhiheng/workflow-kit';
import {
  approving,
  clue,
  decision,
  filed,
  filing,
  noticed,
  officer,
  proposal,
  report,
  reviewing,
  served,
  testing,
} from './testing/a-case.js';
import { enforcementV1 } from './machine.js';

const names = (scenario: { announced: readonly { name: string }[] }): readonly string[] =>
  scenario.announced.map(({ name }) => name);

describe('立案查处: from the clue to the decision', () => {
  it('names nothing that no catalogue holds', () => {
    expect(checkWorkflow(enforcementV1)).toEqual([]);
  });

  describe('核查与立案 (PEN-01 to PEN-03)', () => {
    it('PEN-01 第十八条: a clue of Fri 2026-09-25 is to be verified by 2026-10-22, over the holiday and its make-up Saturday', () => {
      expect(clue('2026-09-25').clocks['verificationDue']).toMatchObject({ state: 'running', dueOn: '2026-10-22' });
    });

    it('PEN-01: the head may extend once by fifteen working days; a second time is refused', () => {
      const extended = clue().when('VERIFICATION_EXTENDED', { reason: '案情复杂' });
      expect(extended.clocks['verificationDue']!.dueOn > clue().clocks['verificationDue']!.dueOn).toBe(true);
      expect(extended.when('VERIFICATION_EXTENDED', { reason: '再延' }).refusal?.code).toBe('EXTENSION_NOT_ALLOWED');
    });

    it('PEN-01: only the head extends', () => {
      expect(clue().when('VERIFICATION_EXTENDED', { reason: '案情复杂' }, { by: officer }).refusal?.code).toBe(
        'ROLE_NOT_ALLOWED',
      );
    });

    it('PEN-01 第十八条第二款: time of testing does not count', () => {
      const tested = clue().when('TESTING_STARTED', testing(false), { on: '2026-03-05' });
      expect(tested.clocks['verificationDue']!.state).toBe('suspended');
      const back = tested.when('TESTING_ENDED', { result: '不合格' }, { on: '2026-03-17' });
      expect(back.clocks['verificationDue']).toMatchObject({ state: 'running' });
      expect(back.clocks['verificationDue']!.dueOn > clue().clocks['verificationDue']!.dueOn).toBe(true);
    });

    it('PEN-01: a late verification is announced and goes on', () => {
      const late = clue().lapse('verificationDue');
      expect(names(late)).toContain('verificationOverdue');
      expect(late.when('FILED', filing()).refusal).toBeUndefined();
    });

    it('PEN-02 第十九条: filed when all four conditions hold', () => {
      const scenario = filed();
      expect(scenario.state).toContain('procedure.investigating.gathering');
      expect(scenario.announced).toContainEqual({ name: 'filed', facts: { grounds: ['产品质量法第四十九条'] } });
      expect(scenario.issued).toContain('filingApproval');
    });

    it.each(['evidence', 'punishable', 'competent', 'timely'])('PEN-02: not filed when one fails: %s', (condition) => {
      const refused = clue().when('FILED', filing({ [condition]: false }));
      expect(refused.refusal).toMatchObject({ code: 'RULE_NOT_MET' });
      expect(refused.refusal?.message.zh).toContain('第十九条');
    });

    it('PEN-02: one officer is not enough', () => {
      expect(clue().when('FILED', filing({ officers: ['officer-a'] })).refusal?.code).toBe('EVENT_DATA_INVALID');
    });

    it('PEN-03 第二十条: the head may decide not to file', () => {
      const scenario = clue().when('NOT_FILED', { ground: 'minor', detail: '已改正' });
      expect(scenario.done).toBe(true);
      expect(scenario.announced).toContainEqual({ name: 'closed', facts: { outcome: 'not-filed' } });
    });

    it('a clue that is not ours goes to another bureau 第十七条', () => {
      const scenario = clue().when('TRANSFERRED', { to: '农业农村局', reason: '非本部门管辖' });
      expect(scenario.announced).toContainEqual({ name: 'closed', facts: { outcome: 'transferred' } });
    });
  });

  describe('调查 (PEN-09 to PEN-20)', () => {
    it('PEN-20 第六十四条: ninety calendar days from filing', () => {
      expect(filed().clocks['caseDue']).toMatchObject({ state: 'running', startedOn: '2026-03-02', dueOn: '2026-05-31' });
    });

    it('PEN-20: the same testing stops the case, but a seizure only when its period was notified in writing (第三十八条第三款)', () => {
      const seized = filed().when('SEIZED', { items: ['灯具'], legalBasis: '产品质量法第十八条' });
      const silent = seized.when('TESTING_STARTED', testing(false));
      expect([silent.clocks['caseDue']!.state, silent.clocks['seizureDue']!.state]).toEqual(['suspended', 'running']);
      const told = seized.when('TESTING_STARTED', testing(true), { on: '2026-03-10' });
      expect([told.clocks['caseDue']!.state, told.clocks['seizureDue']!.state]).toEqual(['suspended', 'suspended']);
      const ended = told.when('TESTING_ENDED', { result: '不合格' }, { on: '2026-03-22' });
      expect([ended.clocks['caseDue']!.dueOn, ended.clocks['seizureDue']!.dueOn]).toEqual(['2026-06-12', '2026-04-13']);
    });

    it('PEN-20: extended by the head once, then only collectively', () => {
      const once = filed().when('CASE_EXTENDED', { reason: '案情复杂' });
      expect(once.clocks['caseDue']!.dueOn).toBe('2026-06-30');
      expect(once.when('CASE_EXTENDED', { reason: '再延' }).refusal?.message.zh).toContain('集体讨论');
      const again = once.when('CASE_EXTENDED_COLLECTIVELY', { reason: '特别复杂', attendees: ['head-1', 'head-2'] });
      expect(again.clocks['caseDue']!.dueOn > '2026-06-30').toBe(true);
      expect(
        filed().when('CASE_EXTENDED_COLLECTIVELY', { reason: '特别复杂', attendees: ['head-1', 'head-2'] }).refusal?.code,
      ).toBe('RULE_NOT_MET');
    });

    it('PEN-20: an overdue case is announced, goes on, and may still be tested', () => {
      const late = filed().lapse('caseDue');
      expect(names(late)).toContain('caseOverdue');
      expect(late.when('TESTING_STARTED', testing(false)).refusal).toBeUndefined();
    });

    it('PEN-14 第四十六条: suspension stops the term, its end resumes it', () => {
      const suspended = filed().when(
        'INVESTIGATION_SUSPENDED',
        { ground: 'force-majeure', detail: '台风' },
        { on: '2026-03-10' },
      );
      expect(suspended.clocks['caseDue']!.state).toBe('suspended');
      const resumed = suspended.when('INVESTIGATION_RESUMED', { detail: '原因消除' }, { on: '2026-03-20' });
      expect(resumed.clocks['caseDue']).toMatchObject({ state: 'running', dueOn: '2026-06-10' });
    });

    it('PEN-15 第四十七条: an investigation that cannot go on is terminated and closed within fifteen working days', () => {
      const ending = filed().when('INVESTIGATION_TERMINATED', { reason: '当事人终止且无承受人' });
      expect(ending.state).toBe('ending');
      expect(ending.clocks['caseDue']!.state).toBe('stopped');
      expect(ending.when('CLOSING_APPROVED').announced).toContainEqual({ name: 'closed', facts: { outcome: 'terminated' } });
    });

    it('PEN-09 第三十五条: registered evidence without a measure is lifted by itself after seven working days', () => {
      const held = filed().when('EVIDENCE_REGISTERED', { items: ['账册'], reason: '可能灭失' });
      expect(held.clocks['registrationDue']!.dueOn).toBe('2026-03-11');
      const lifted = held.lapse('registrationDue');
      expect(lifted.state).toContain('registration.none');
      expect(lifted.issued).toContain('registrationRelease');
      expect(names(lifted)).toContain('registrationLifted');
    });

    it('PEN-09: a measure in time ends the registration', () => {
      const handled = filed()
        .when('EVIDENCE_REGISTERED', { items: ['账册'], reason: '可能灭失' })
        .when('REGISTRATION_HANDLED', { measure: 'preserved' });
      expect(handled.clocks['registrationDue']!.state).toBe('stopped');
    });

    it('PEN-11, PEN-12 第三十八条、第四十二条: thirty days, once thirty more, then released', () => {
      const seized = filed().when('SEIZED', { items: ['灯具'], legalBasis: '产品质量法第十八条' });
      expect(seized.clocks['seizureDue']!.dueOn).toBe('2026-04-01');
      const extended = seized.when('SEIZURE_EXTENDED', { reason: '情况复杂' });
      expect(extended.clocks['seizureDue']!.dueOn).toBe('2026-05-01');
      expect(extended.when('SEIZURE_EXTENDED', { reason: '再延' }).refusal?.code).toBe('EXTENSION_NOT_ALLOWED');
      const expired = extended.lapse('seizureDue');
      expect(expired.issued.at(-1)).toBe('seizureRelease');
      expect(names(expired)).toContain('seizureExpired');
    });
  });

  describe('移送涉嫌犯罪 (REF-01 to REF-11)', () => {
    const crime = filed().when(
      'CRIME_SUSPECTED',
      { team: ['officer-a', 'officer-b'], report: '书面报告' },
      { on: '2026-03-06' },
    );

    it('REF-02: three calendar days over a weekend, by the principal head', () => {
      expect(crime.clocks['referralApprovalDue']!.dueOn).toBe('2026-03-09');
      expect(crime.when('REFERRAL_APPROVED', { principalHead: false }).refusal?.message.zh).toContain('正职');
    });

    it('REF-03, REF-11: handed over, the case stands still; the police decline and the procedure resumes', () => {
      const approved = crime.when('REFERRAL_APPROVED', { principalHead: true });
      expect(approved.clocks['referralHandoverDue']!.state).toBe('running');
      const handed = approved.when('CASE_HANDED_OVER', { organ: '中山市公安局', enclosures: ['移送书', '调查报告', '清单'] });
      expect(handed.clocks['caseDue']!.state).toBe('suspended');
      const declined = handed.when('POLICE_DECLINED', { reason: '未达追诉标准' });
      expect(declined.state).toContain('investigating.gathering');
      expect(declined.clocks['caseDue']!.state).toBe('running');
    });

    it('REF-10: no penalty instead of the transfer: when the police file, the case ends here', () => {
      const filedByPolice = crime
        .when('REFERRAL_APPROVED', { principalHead: true })
        .when('CASE_HANDED_OVER', { organ: '公安局', enclosures: ['移送书'] })
        .when('POLICE_FILED', { noticeNo: '1' });
      expect(filedByPolice.when('CLOSING_APPROVED').announced).toContainEqual({
        name: 'closed',
        facts: { outcome: 'transferred-to-police' },
      });
    });

    it('REF-02: refused with reasons, the investigation goes on; late approval is announced', () => {
      expect(crime.when('REFERRAL_REJECTED', { reason: '不构成' }).state).toContain('investigating');
      expect(names(crime.lapse('referralApprovalDue'))).toContain('referralOverdue');
    });
  });

  describe('审核 (PEN-16)', () => {
    it('第五十五条: ten working days from receipt by the reviewing body', () => {
      const submitted = filed().when('INVESTIGATION_REPORTED', report());
      expect(submitted.clocks['reviewDue']).toBeUndefined();
      expect(submitted.when('REVIEW_STARTED', { kind: 'case' }, { on: '2026-03-20' }).clocks['reviewDue']!.dueOn).toBe(
        '2026-04-03',
      );
    });

    it('第五十条: a complex case needs legal review; other cases case review', () => {
      const complex = filed().when('INVESTIGATION_REPORTED', report({ complex: true }));
      expect(complex.when('REVIEW_STARTED', { kind: 'case' }).refusal?.code).toBe('RULE_NOT_MET');
      expect(complex.when('REVIEW_STARTED', { kind: 'legal' }).refusal).toBeUndefined();
      expect(filed().when('INVESTIGATION_REPORTED', report()).when('REVIEW_STARTED', { kind: 'legal' }).refusal?.code).toBe(
        'RULE_NOT_MET',
      );
    });

    it('第四十九条第三款: an officer of the case cannot review it', () => {
      const own = { id: 'officer-a', roles: ['reviewer'] as const };
      expect(reviewing().when('REVIEW_AGREED', { opinion: '同意' }, { by: own }).refusal?.message.zh).toContain('办案人员');
    });

    it('第五十四条: a returned case is investigated again', () => {
      expect(reviewing().when('REVIEW_RETURNED', { kind: 'supplement', opinion: '证据不足' }).state).toContain(
        'investigating.gathering',
      );
    });

    it('第六十条: without a proposed penalty no penalty can be decided', () => {
      const disposing = reviewing({ proposal: 'other' }).when('REVIEW_AGREED', { opinion: '同意' });
      expect(disposing.when('PENALTY_DECIDED', decision()).refusal?.code).toBe('EVENT_NOT_EXPECTED');
      const ended = disposing.when('NO_PENALTY_DECIDED', { ground: 'exempt', reasons: '轻微并及时改正', educated: true });
      expect(ended.when('CLOSING_APPROVED').announced).toContainEqual({ name: 'closed', facts: { outcome: 'no-penalty' } });
    });
  });

  describe('告知、陈述申辩 (PEN-17, PEN-18, PEN-22)', () => {
    it('第五十七条: the five working days run from service and their lapse is a waiver', () => {
      const scenario = noticed();
      expect(scenario.clocks['answerDue']).toMatchObject({ startedOn: '2026-04-01', dueOn: '2026-04-09' });
      const waived = scenario.lapse('answerDue');
      expect(names(waived)).toContain('rightsWaived');
      expect(waived.state).toContain('procedure.deciding');
    });

    it('第五十七条: a case in the scope of hearings must tell the right to one', () => {
      const silent = approving().when('PROPOSAL_APPROVED', proposal({ penalties: [{ kind: 'fine', amount: 100_000 }] }));
      expect(silent.refusal?.message.zh).toContain('听证');
      expect(
        approving().when('PROPOSAL_APPROVED', proposal({ penalties: [{ kind: 'fine', amount: 99_999 }] })).refusal,
      ).toBeUndefined();
    });

    it('第五十八条: a defence must be re-examined before the decision', () => {
      const answered = noticed()
        .when('DEFENCE_MADE', { statement: '已整改' }, { on: '2026-04-03', by: 'party' })
        .lapse('answerDue');
      expect(answered.state).toContain('notice.reexamining');
      expect(answered.when('PENALTY_DECIDED', decision()).refusal?.code).toBe('EVENT_NOT_EXPECTED');
      expect(answered.when('DEFENCE_REEXAMINED', { adopted: true, reasons: '部分采纳' }).state).toContain('deciding');
    });

    it.each<[string, readonly JsonObject[]]>([
      ['a larger fine', [{ kind: 'fine', amount: 40_001 }]],
      ['another kind', [{ kind: 'fine', amount: 40_000 }, { kind: 'stop-operation' }]],
      [
        'a larger confiscation',
        [
          { kind: 'fine', amount: 1 },
          { kind: 'confiscation-income', amount: 1 },
        ],
      ],
    ])('第五十八条: the penalty may not be heavier than the one notified: %s', (_case, penalties) => {
      const refused = noticed().lapse('answerDue').when('PENALTY_DECIDED', decision({ penalties }));
      expect(refused.refusal?.message.zh).toContain('不得因陈述、申辩');
    });

    it('第五十八条: a lighter penalty is fine', () => {
      expect(
        noticed()
          .lapse('answerDue')
          .when('PENALTY_DECIDED', decision({ penalties: [{ kind: 'fine', amount: 10_000 }] })).refusal,
      ).toBeUndefined();
    });

    it('PEN-22 第八十二条: service by public notice takes thirty days, the case term stands still, then the five days run', () => {
      const posted = approving()
        .when('PROPOSAL_APPROVED', proposal())
        .when('NOTICE_POSTED', { place: '门户网站', reason: '下落不明' }, { on: '2026-04-01' });
      expect(posted.clocks['caseDue']!.state).toBe('suspended');
      expect(posted.clocks['postingRuns']!.dueOn).toBe('2026-05-01');
      const answering = posted.lapse('postingRuns');
      expect(answering.clocks['answerDue']!.state).toBe('running');
      expect(answering.clocks['caseDue']!.state).toBe('running');
    });

    it.each([
      [{ method: 'left' }, 'RULE_NOT_MET'],
      [{ method: 'left', witnessed: true }, undefined],
      [{ method: 'electronic' }, 'RULE_NOT_MET'],
      [{ method: 'electronic', addressConfirmed: true }, undefined],
      [{ method: 'mail' }, undefined],
    ])('PEN-22: service must meet its method: %j', (method, code) => {
      expect(approving().when('PROPOSAL_APPROVED', proposal()).when('NOTICE_SERVED', served(method)).refusal?.code).toBe(code);
    });
  });
});
