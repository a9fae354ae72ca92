import { given } from '@zhiheng/engine/testing';
import type { Scenario, ScenarioOptions } from '@zhiheng/engine/testing';
import type { JsonObject } from '@zhiheng/kernel';
import { checkWorkflow } from '@zhiheng/workflow-kit';
import { blacklistV1 } from './machine.js';

const PROPOSAL = { ground: '7-2', basis: 'penalty', decisionNo: '中市监处罚〔2026〕1号', detail: '以不合格产品冒充合格产品' };
const ASSESSED = {
  actEstablished: true,
  serious: true,
  gravePenalty: 'heavier-fine',
  noIntentProven: false,
  factors: '多次、故意、货值大',
};
const DECISION = {
  decisionNo: '中市监列严〔2026〕1号',
  decidedBy: '中山市市场监督管理局',
  baseDecisionNo: '中市监处罚〔2026〕1号',
  cause: '以不合格产品冒充合格产品，从重处罚',
  legalBasis: '失信名单办法第二条、第七条第二项',
  measures: '重点监管，不适用告知承诺制，不予表彰',
  removalTerms: '满一年可以申请提前移出，满三年移出',
  remedies: '六十日内申请行政复议，或者六个月内提起诉讼',
  subjectLocal: true,
};
const PAPERS = {
  papers: [{ paper: 'application' }, { paper: 'identity' }, { paper: 'promise' }, { paper: 'performance' }],
  grounds: '已履行',
};
const GRANT = {
  removalNo: '中市监移〔2027〕1号',
  performed: true,
  harmRemoved: true,
  noNewGravePenalty: true,
  truthful: true,
  harmsPublicInterest: false,
};

const proposed = (proposal: JsonObject = PROPOSAL, options: ScenarioOptions = {}): Scenario =>
  given(blacklistV1, { on: '2026-03-02', ...options }).when('LISTING_PROPOSED', proposal);
const assessed = (facts: JsonObject = {}, proposal: JsonObject = PROPOSAL): Scenario =>
  proposed(proposal).when('CONDITIONS_ASSESSED', { ...ASSESSED, ...facts });
const noticed = (): Scenario =>
  assessed().when('PRIOR_NOTICE_SERVED', { noticeNo: '中市监列告〔2026〕1号', withPenaltyNotice: true }, { on: '2026-03-03' });
const deciding = (): Scenario => noticed().lapse('defenceDue');
const consented = (): Scenario =>
  deciding()
    .when('CONSENT_REQUESTED', { requestNo: '请示1号' })
    .when('CONSENT_GIVEN', { consentNo: '粤市监复〔2026〕1号', bureau: '广东省市场监督管理局' });
const listed = (decision: JsonObject = {}): Scenario =>
  consented().when('LISTING_DECIDED', { ...DECISION, ...decision }, { on: '2026-03-16' });
const published = (decision: JsonObject = {}): Scenario =>
  listed(decision)
    .when('DECISION_SERVED', { method: '直接送达' }, { on: '2026-03-17' })
    .when('PUBLISHED', { publicAt: 'gsxt-1' }, { on: '2026-03-20' });
const applied = (papers: JsonObject = PAPERS): Scenario => published().when('REMOVAL_APPLIED', papers, { on: '2027-03-22' });
const examining = (): Scenario => applied().when('REMOVAL_ACCEPTED', {}, { on: '2027-03-23' });
const removedEarly = (): Scenario => examining().when('EARLY_REMOVAL_GRANTED', GRANT, { on: '2027-03-25' });
const watched = (): Scenario => removedEarly().when('PUBLICITY_STOPPED', {}, { on: '2027-03-26' });
const last = (scenario: Scenario): { readonly name: string; readonly facts: JsonObject } | undefined =>
  scenario.announced.at(-1);

it('the workflow has no faults', () => {
  expect(checkWorkflow(blacklistV1)).toEqual([]);
});

describe('认定 assessment (BLK-01, BLK-02, BLK-03)', () => {
  it('第二条: all three conditions lead to the prior notice', () => {
    expect(assessed().state).toBe('proposal.noticing');
    expect(assessed().issued).toEqual(['priorNotice']);
  });
  it.each([
    ['no listed act', { actEstablished: false }],
    ['not serious enough', { serious: false }],
    ['no grave penalty', { gravePenalty: 'none' }],
  ])('第二条: %s: not listed', (_why, facts) => {
    const scenario = assessed(facts);
    expect(scenario.state).toBe('notListed');
    expect(scenario.done).toBe(true);
  });
  it('第十二条第二款 BLK-02: proof of no intent means not listed', () => {
    expect(assessed({ noIntentProven: true }).state).toBe('notListed');
  });
  it('第十一条: refusing to perform while able needs no grave penalty', () => {
    expect(assessed({ gravePenalty: 'none' }, { ground: '11', basis: 'performance-refused', detail: '拒不缴纳' }).state).toBe(
      'proposal.noticing',
    );
  });
  it('a ground that the order does not know is refused', () => {
    expect(proposed({ ...PROPOSAL, ground: '7-9' }).refusal?.code).toBe('EVENT_DATA_INVALID');
  });
});

describe('告知、陈述申辩、听证 notice and hearing (BLK-04)', () => {
  it('第十三条: the notice goes with the penalty notice, unless the ground is article 11', () => {
    const alone = { noticeNo: '1', withPenaltyNotice: false };
    expect(assessed().when('PRIOR_NOTICE_SERVED', alone).refusal?.code).toBe('RULE_NOT_MET');
    expect(
      assessed({}, { ground: '11', basis: 'performance-refused', detail: '拒不缴纳' }).when('PRIOR_NOTICE_SERVED', alone).state,
    ).toBe('proposal.defence');
  });
  it('处罚程序规定第五十七条: five working days from service, then the right is waived', () => {
    expect(noticed().clocks['defenceDue']?.dueOn).toBe('2026-03-10');
    expect(deciding().state).toBe('proposal.deciding');
  });
  it('第五十八条: a statement is reviewed before the decision', () => {
    const stated = noticed().when('STATEMENT_MADE', { content: '没有主观故意' }).lapse('defenceDue');
    expect(stated.state).toBe('proposal.reviewing');
    expect(stated.when('LISTING_DECIDED', DECISION).refusal?.code).toBe('EVENT_NOT_EXPECTED');
    expect(stated.when('STATEMENTS_REVIEWED', { upheld: false, opinion: '不成立' }).state).toBe('proposal.deciding');
    expect(stated.when('STATEMENTS_REVIEWED', { upheld: true, opinion: '成立' }).state).toBe('notListed');
  });
  it('a hearing that was asked for is held before the decision', () => {
    const heard = noticed().when('HEARING_REQUESTED');
    expect(heard.state).toBe('proposal.hearing');
    expect(heard.when('HEARING_CONCLUDED', { outcome: 'held', report: '听证报告' }).state).toBe('proposal.reviewing');
  });
  it('第十三条: the decision names cause, basis, measures, removal and remedies', () => {
    for (const part of ['cause', 'legalBasis', 'measures', 'removalTerms', 'remedies']) {
      const { [part]: _left, ...rest } = DECISION as JsonObject;
      expect(consented().when('LISTING_DECIDED', rest).refusal?.code).toBe('EVENT_DATA_INVALID');
    }
  });
  it('the decision is the head’s, not the case officer’s', () => {
    expect(consented().when('LISTING_DECIDED', DECISION, { by: 'case-handler' }).refusal?.code).toBe('ROLE_NOT_ALLOWED');
  });
});

describe('上一级同意 consent (BLK-05, 第二十二条)', () => {
  it('a city cannot list without the consent of the level above', () => {
    const refused = deciding().when('LISTING_DECIDED', DECISION);
    expect(refused.refusal?.code).toBe('RULE_NOT_MET');
    expect(refused.refusal?.message.zh).toContain('上一级同意');
  });
  it('only the level above consents', () => {
    const asked = deciding().when('CONSENT_REQUESTED', { requestNo: '1' });
    expect(asked.when('CONSENT_GIVEN', { consentNo: '1', bureau: '省局' }, { by: 'head' }).refusal?.code).toBe(
      'ROLE_NOT_ALLOWED',
    );
    expect(asked.when('CONSENT_REFUSED', { reason: '情节不严重' }).state).toBe('notListed');
  });
  it('a province needs none, and cannot ask for it', () => {
    const province = given(blacklistV1, { on: '2026-03-02', policy: { 'blacklist.bureau.level': 'province' } })
      .when('LISTING_PROPOSED', PROPOSAL)
      .when('CONDITIONS_ASSESSED', ASSESSED)
      .when('PRIOR_NOTICE_SERVED', { noticeNo: '1', withPenaltyNotice: true })
      .lapse('defenceDue');
    expect(province.when('CONSENT_REQUESTED', { requestNo: '1' }).refusal?.code).toBe('RULE_NOT_MET');
    expect(province.when('LISTING_DECIDED', DECISION).state).toBe('listed.publishing.here');
  });
});

describe('公示 publication (BLK-06, 第十四条)', () => {
  it('same province: twenty working days from the decision', () => {
    expect(listed().clocks['publicationDue']?.dueOn).toBe('2026-04-14'); // 2026-04-06 清明节 is a holiday
    expect(listed().announced).toContainEqual({
      name: 'listed',
      facts: expect.objectContaining({ decisionNo: DECISION.decisionNo, ground: '7-2', listedOn: '2026-03-16' }),
    });
  });
  it('a decision that has not been served is not published', () => {
    expect(listed().when('PUBLISHED', { publicAt: '1' }).refusal?.message.zh).toContain('送达');
  });
  it('the public entry has number, ground, its words, date, bureau and last day', () => {
    expect(published().state).toBe('listed.published.shown');
    expect(last(published())).toEqual({
      name: 'published',
      facts: {
        decisionNo: DECISION.decisionNo,
        ground: '7-2',
        groundText: expect.stringContaining('以不合格产品冒充合格产品'),
        cause: DECISION.cause,
        listedOn: '2026-03-16',
        decidedBy: '中山市市场监督管理局',
        legalBasis: DECISION.legalBasis,
        until: '2029-03-16',
        measures: DECISION.measures,
      },
    });
  });
  it('other province: ten working days to push, ten for the host', () => {
    const away = listed({ subjectLocal: false });
    expect(away.clocks['pushDue']?.dueOn).toBe('2026-03-30');
    const pushed = away
      .when('DECISION_SERVED', { method: '邮寄' }, { on: '2026-03-18' })
      .when('INFORMATION_PUSHED', { host: '江西省市场监督管理局' }, { on: '2026-03-20' });
    expect(pushed.clocks['hostPublicationDue']?.dueOn).toBe('2026-04-03');
    expect(pushed.when('PUBLISHED', { publicAt: '1' }).state).toBe('listed.published.shown');
  });
  it('publicity that is late is announced and stays due', () => {
    const late = listed().lapse('publicationDue');
    expect(late.state).toBe('listed.publishing.here');
    expect(last(late)).toEqual({
      name: 'termOverdue',
      facts: { decisionNo: DECISION.decisionNo, lapse: 'PUBLICATION_DUE_LAPSED' },
    });
  });
  it('公示规定第十二条: a published fact is put right, and the entry reads so from then on', () => {
    const corrected = published().when('ENTRY_CORRECTED', {
      corrections: [{ field: 'cause', value: '更正后的事由' }],
      reason: '笔误',
    });
    expect(last(corrected)?.facts).toMatchObject({ fields: ['cause'], cause: '更正后的事由', decisionNo: DECISION.decisionNo });
  });
});

describe('提前移出 early removal (BLK-08, BLK-09, CRR-05 to CRR-09)', () => {
  it('第十六条: not before a year; since 2025-12-25 the year runs from publication (信用修复办法第十三条)', () => {
    const early = published().when('REMOVAL_APPLIED', PAPERS, { on: '2027-03-18' });
    expect(early.refusal?.message.zh).toContain('已满一年');
    expect(applied().state).toBe('listed.published.application.checking');
  });
  it('before 2025-12-25 the year ran from the listing (第十六条)', () => {
    const old = given(blacklistV1, { on: '2024-03-01' })
      .when('LISTING_PROPOSED', PROPOSAL)
      .when('CONDITIONS_ASSESSED', ASSESSED)
      .when('PRIOR_NOTICE_SERVED', { noticeNo: '1', withPenaltyNotice: true })
      .lapse('defenceDue')
      .when('CONSENT_REQUESTED', { requestNo: '1' })
      .when('CONSENT_GIVEN', { consentNo: '1', bureau: '省局' })
      .when('LISTING_DECIDED', DECISION, { on: '2024-03-15' })
      .when('DECISION_SERVED', { method: '直接' })
      .when('PUBLISHED', { publicAt: '1' }, { on: '2024-04-10' });
    const sought = old.when(
      'REMOVAL_APPLIED',
      { papers: [{ paper: 'application' }, { paper: 'promise' }, { paper: 'performance' }], grounds: '已履行' },
      { on: '2025-03-17' },
    );
    expect(sought.refusal).toBeUndefined();
    const accepted = sought.when('REMOVAL_ACCEPTED', {}, { on: '2025-03-18' });
    expect(accepted.clocks['removalDecisionDue']?.dueOn).toBe('2025-04-09'); // fifteen working days, 2025-04-04 清明节
    expect(accepted.when('REMOVAL_DECISION_EXTENDED', { reason: '复杂' }).refusal?.code).toBe('EXTENSION_NOT_ALLOWED');
  });
  it('第十六条第二款: not while a legal restriction runs', () => {
    const barred = published({ restrictedUntil: '2028-12-31' }).when('REMOVAL_APPLIED', PAPERS, { on: '2027-06-01' });
    expect(barred.refusal?.message.zh).toContain('限制措施期限');
  });
  it('acceptance example 9: asked at month twelve: two working days, seven, and ten more by the head', () => {
    const acceptance = applied().clocks['acceptanceDue'];
    expect(acceptance?.dueOn).toBe('2027-03-24');
    expect(examining().clocks['removalDecisionDue']?.dueOn).toBe('2027-04-01');
    const longer = examining().when('REMOVAL_DECISION_EXTENDED', { reason: '需要核查' });
    expect(longer.clocks['removalDecisionDue']!.dueOn > '2027-04-14').toBe(true);
    expect(longer.when('REMOVAL_DECISION_EXTENDED', { reason: '再延长' }).refusal?.code).toBe('EXTENSION_NOT_ALLOWED');
  });
  it('信用修复办法第十四条 CRR-06: missing papers are named once', () => {
    const incomplete = applied({ papers: [{ paper: 'application' }], grounds: '已履行' });
    expect(incomplete.when('REMOVAL_ACCEPTED').refusal?.message.zh).toContain('材料齐全');
    const missing = [{ paper: 'identity' }, { paper: 'promise' }, { paper: 'performance' }];
    const supplied = incomplete.when('PAPERS_REQUESTED', { missing }).when('PAPERS_SUPPLEMENTED', { papers: missing });
    expect(supplied.state).toBe('listed.published.application.rechecking');
    expect(supplied.when('PAPERS_REQUESTED', { missing }).refusal?.code).toBe('EVENT_NOT_EXPECTED');
    expect(supplied.when('REMOVAL_ACCEPTED').state).toBe('listed.published.application.examining');
  });
  it.each(['performed', 'harmRemoved', 'noNewGravePenalty', 'truthful'])(
    '第十六条: no removal where "%s" does not hold',
    (condition) => {
      expect(examining().when('EARLY_REMOVAL_GRANTED', { ...GRANT, [condition]: false }).refusal?.code).toBe('RULE_NOT_MET');
    },
  );
  it('信用修复办法第十八条: no removal against the public interest', () => {
    expect(examining().when('EARLY_REMOVAL_GRANTED', { ...GRANT, harmsPublicInterest: true }).refusal?.code).toBe(
      'RULE_NOT_MET',
    );
  });
  it('第十八条: publicity ends within three working days', () => {
    expect(removedEarly().clocks['publicityStopDue']?.dueOn).toBe('2027-03-30');
    expect(removedEarly().announced).toContainEqual({
      name: 'removed',
      facts: { decisionNo: DECISION.decisionNo, baseDecisionNo: DECISION.baseDecisionNo, subjectLocal: true, reason: 'early' },
    });
    expect(watched().state).toBe('listed.earlyRemoved.watched');
  });
  it('信用修复办法第四条 CRR-01: elsewhere the end of publicity is passed to the host', () => {
    const away = listed({ subjectLocal: false })
      .when('DECISION_SERVED', { method: '邮寄' })
      .when('INFORMATION_PUSHED', { host: '江西省市场监督管理局' })
      .when('PUBLISHED', { publicAt: '1' })
      .lapse('listingTerm');
    expect(away.when('PUBLICITY_STOPPED').refusal?.code).toBe('RULE_NOT_MET');
    expect(away.when('REMOVAL_PUSHED', { host: '江西省市场监督管理局' }).when('PUBLICITY_STOPPED').state).toBe('removed');
  });
  it('信用修复办法第二十三条 CRR-11: a refusal for fraud bars applications for three years', () => {
    const refused = examining().when('EARLY_REMOVAL_REFUSED', { reason: '伪造缴款凭证', fraud: true }, { on: '2027-03-25' });
    expect(refused.state).toBe('listed.published.shown');
    expect(refused.when('REMOVAL_APPLIED', PAPERS, { on: '2028-03-27' }).refusal?.code).toBe('RULE_NOT_MET');
    const plain = examining().when('EARLY_REMOVAL_REFUSED', { reason: '尚未缴清', fraud: false }, { on: '2027-03-25' });
    expect(plain.when('REMOVAL_APPLIED', PAPERS, { on: '2027-04-26' }).refusal).toBeUndefined();
  });
});

describe('撤销移出 restoration (BLK-11, 第二十条)', () => {
  it('a removal won by fraud is revoked: listed again, three years anew, no application', () => {
    const restored = watched().when('REMOVAL_REVOKED', { revocationNo: '1', fraud: '虚假材料' }, { on: '2027-09-01' });
    expect(restored.state).toBe('listed.restoring');
    expect(restored.clocks['listingTerm']?.dueOn).toBe('2030-09-01');
    const again = restored.when('PUBLISHED', { publicAt: '1' }, { on: '2027-09-02' });
    expect(last(again)?.facts).toMatchObject({ until: '2030-09-01', listedOn: '2026-03-16' });
    expect(again.when('REMOVAL_APPLIED', PAPERS, { on: '2029-09-03' }).refusal?.code).toBe('RULE_NOT_MET');
  });
  it('without fraud, the procedure closes when the three years would have ended', () => {
    expect(watched().lapse('listingTerm').state).toBe('removed');
  });
});

describe('期满移出 end of the term (BLK-12, 第二十一条)', () => {
  it('after three years the entry is removed by itself', () => {
    const over = published().lapse('listingTerm');
    expect(over.state).toBe('expiring.stopping');
    expect(last(over)).toEqual({ name: 'removed', facts: expect.objectContaining({ reason: 'term-ended' }) });
    expect(over.when('PUBLICITY_STOPPED').state).toBe('removed');
  });
  it('an application does not keep it on the list', () => {
    expect(applied().lapse('listingTerm').state).toBe('expiring.stopping');
  });
  it('a longer restriction keeps it until the restriction has ended', () => {
    const longer = published({ restrictedUntil: '2029-03-20' });
    expect(last(longer)?.facts['until']).toBe('2029-03-20');
    let kept = longer.lapse('listingTerm');
    expect(kept.state).toBe('listed.restricted');
    for (let day = 0; day < 10 && kept.state === 'listed.restricted'; day += 1) kept = kept.lapse('restrictionCheck');
    expect(kept.state).toBe('expiring.stopping');
    expect(kept.day >= '2029-03-21' && kept.day <= '2029-03-23').toBe(true);
  });
  it('a bar for life keeps it until the bar is lifted', () => {
    const forLife = published({ restrictedForLife: true }).lapse('listingTerm');
    expect(forLife.state).toBe('listed.restrictedForLife');
    expect(forLife.when('RESTRICTION_ENDED', { reason: '再审' }).state).toBe('expiring.stopping');
  });
  it('信用修复办法第二十条 CRR-13: a deregistered party is removed', () => {
    expect(last(published().when('PARTY_DEREGISTERED', { reason: '注销' }))).toEqual({
      name: 'removed',
      facts: expect.objectContaining({ reason: 'deregistered' }),
    });
  });
});

describe('处罚被撤销 the penalty falls (BLK-10, 第十九条)', () => {
  const fallen = { reason: '行政复议撤销处罚' };
  it('acceptance example 12: a published entry is cancelled and public for three more working days at most', () => {
    const cancelled = published().when('PENALTY_REVOKED', fallen, { on: '2026-06-01' });
    expect(cancelled.state).toBe('cancelling');
    expect(cancelled.clocks['publicityStopDue']?.dueOn).toBe('2026-06-04');
    expect(last(cancelled)).toEqual({
      name: 'cancelled',
      facts: expect.objectContaining({ decisionNo: DECISION.decisionNo, reason: fallen.reason }),
    });
    expect(cancelled.issued).toContain('cancellationDecision');
    expect(cancelled.when('PUBLICITY_STOPPED', {}, { by: 'publisher' }).state).toBe('cancelled');
  });
  it.each([
    ['before publication', () => listed()],
    ['during an application', () => applied()],
    ['while removal is being carried out', () => removedEarly()],
    ['after restoration', () => watched().when('REMOVAL_REVOKED', { revocationNo: '1', fraud: '虚假' })],
    ['while the term ends', () => published().lapse('listingTerm')],
    ['under a bar for life', () => published({ restrictedForLife: true }).lapse('listingTerm')],
  ])('%s too', (_when, before) => {
    expect(before().when('PENALTY_REVOKED', fallen, { by: 'system' }).state).toBe('cancelling');
  });
  it('once nothing is public any more, the listing falls at once', () => {
    expect(watched().when('PENALTY_REVOKED', fallen).state).toBe('cancelled');
  });
  it.each([
    ['assessing', () => proposed()],
    ['defence', () => noticed()],
    ['consent', () => deciding().when('CONSENT_REQUESTED', { requestNo: '1' })],
  ])('before the decision (%s) the proposal is dropped', (_state, before) => {
    const dropped = before().when('PENALTY_REVOKED', fallen);
    expect(dropped.state).toBe('dropped');
    expect(dropped.done).toBe(true);
  });
  it('第二十三条: the listing decision itself may fall', () => {
    expect(published().when('LISTING_REVOKED', { reason: '法院判决' }).state).toBe('cancelling');
  });
});
