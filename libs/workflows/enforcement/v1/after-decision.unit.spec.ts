import type { JsonObject } from '@zhiheng/kernel';
import { clue, decision, decisionServed, filed, filing, penalised, published, servedDecision } from './testing/a-case.js';

const names = (scenario: { announced: readonly { name: string }[] }): readonly string[] =>
  scenario.announced.map(({ name }) => name);
const paid = (amount: number, lateFine = 0): JsonObject => ({ paid: amount, lateFine, detail: '银行缴款' });
const fine = (amount: number): readonly JsonObject[] => [{ kind: 'fine', amount }];

describe('立案查处: after the decision', () => {
  it('the terms of a case are known from 2021 on, and those of before the amendment of 2021-07-15 are its own', () => {
    const early = clue('2021-01-04')
      .when('FILED', filing())
      .when('EVIDENCE_REGISTERED', { items: ['账册'], reason: '可能灭失' }, { on: '2021-02-05' });
    expect(early.clocks['registrationDue']!.dueOn).toBe('2021-02-12'); // 七日, then calendar days
    expect(
      filed('2022-03-01').when('EVIDENCE_REGISTERED', { items: ['账册'], reason: '可能灭失' }).clocks['registrationDue']!.dueOn,
    ).toBe('2022-03-10');
  });

  describe('处罚决定 (BLK-04)', () => {
    it('失信名单办法 第十三条: what the listing is decided on is announced with the decision', () => {
      const scenario = penalised({
        penalties: [...fine(200_000), { kind: 'confiscation-income', amount: 30_000 }],
        discretion: 'severe',
        listedGround: '7-2',
      });
      expect(scenario.announced).toContainEqual({
        name: 'penaltyDecided',
        facts: {
          decisionNo: '粤中市监处罚〔2026〕1号',
          fine: 200_000,
          confiscated: 30_000,
          kinds: ['fine', 'confiscation-income'],
          grave: true,
          listedGround: '7-2',
          subjectLocal: true,
        },
      });
    });

    it.each([
      ['a fine by the severe step', fine(1), 'severe', true],
      ['a fine by the normal step', fine(900_000), 'normal', false],
      ['revocation of a permit', [{ kind: 'revoke-permit' }], 'normal', true],
      ['suspension of business', [{ kind: 'stop-operation' }], 'lenient', true],
    ])('较重行政处罚 第二条: %s', (_case, penalties, discretion, grave) => {
      const facts = penalised({ penalties, discretion }).announced.find(({ name }) => name === 'penaltyDecided')!.facts;
      expect(facts).toMatchObject({ grave, listedGround: '' });
    });
  });

  describe('送达 (PEN-21, PEN-22)', () => {
    it('第八十一条: seven working days from the decision; late service is announced', () => {
      expect(penalised().clocks['serviceDue']).toMatchObject({
        startedOn: '2026-05-06',
        dueOn: expect.stringMatching(/^2026-05-1/) as string,
      });
      expect(names(penalised().lapse('serviceDue'))).toContain('serviceOverdue');
    });

    it('第八十二条第五项: posted, it is served when thirty days have passed; then payment and remedies run', () => {
      const posted = penalised().when(
        'DECISION_POSTED',
        { place: '报纸', reason: '下落不明', publicityTold: true },
        { on: '2026-05-08' },
      );
      const deemed = posted.lapse('postingRuns');
      expect(deemed.clocks['paymentDue']!.state).toBe('running');
      expect(deemed.clocks['appealPeriod']!.state).toBe('running');
    });
  });

  describe('履行 (PEN-23 to PEN-27)', () => {
    it('PEN-23 第七十二条: fifteen calendar days from receipt', () => {
      expect(servedDecision().clocks['paymentDue']).toMatchObject({
        startedOn: '2026-05-08',
        dueOn: expect.stringMatching(/^2026-05-2[35]$/) as string,
      });
    });

    it('PEN-23, PEN-27: paid in full, the case closes within fifteen working days while the publication goes on', () => {
      const closing = published().when('PERFORMED', paid(40_000), { on: '2026-05-14' });
      expect(closing.clocks['closingDue']!.state).toBe('running');
      const closed = closing.when('CLOSING_APPROVED');
      expect(closed.announced).toContainEqual({ name: 'closed', facts: { outcome: 'penalty' } });
      expect(closed.state).toContain('publicity.published');
      expect(closed.done).toBe(false);
    });

    it('PEN-23: a part is not performance; instalments count', () => {
      expect(servedDecision().when('PERFORMED', paid(39_999)).refusal?.message.zh).toContain('足额');
      const deferred = servedDecision().when('DEFERRAL_GRANTED', { until: '2026-08-31', application: '书面申请' });
      expect(deferred.when('INSTALMENT_PAID', { paid: 30_000 }).when('PERFORMED', paid(10_000)).state).toContain(
        'execution.closing',
      );
    });

    it('PEN-26 第七十六条第二款: after a deferral the three months for the court run from its end', () => {
      const deferred = servedDecision().when('DEFERRAL_GRANTED', { until: '2026-08-31', application: '书面申请' });
      expect(deferred.when('DEFERRAL_ENDED', {}, { on: '2026-08-30' }).refusal?.message.zh).toContain('届满');
      const ended = deferred.when('DEFERRAL_ENDED', {}, { on: '2026-09-01' });
      expect(ended.clocks['courtApplicationDue']).toMatchObject({ startedOn: '2026-09-01', dueOn: '2026-12-01' });
    });

    const overdue = servedDecision().lapse('paymentDue');

    it('PEN-25 第七十五条: the late fine keeps to three percent a day and to the fine', () => {
      const due = overdue.clocks['paymentDue']!.dueOn;
      const tenDaysLate = new Date(Date.parse(due) + 10 * 86_400_000).toISOString().slice(0, 10);
      expect(overdue.when('PERFORMED', paid(40_000, 12_000), { on: tenDaysLate }).refusal).toBeUndefined();
      expect(overdue.when('PERFORMED', paid(40_000, 12_001), { on: tenDaysLate }).refusal?.code).toBe('RULE_NOT_MET');
      expect(overdue.when('PERFORMED', paid(40_000, 40_001), { on: '2026-10-30' }).refusal?.message.zh).toContain('加处罚款');
    });

    it('PEN-25 行政处罚法第七十三条: days of a review do not count for the late fine', () => {
      const reviewed = overdue.when(
        'REMEDY_SOUGHT',
        { kind: 'reconsideration', organ: '中山市人民政府' },
        { on: '2026-06-01', by: 'party' },
      );
      expect(reviewed.when('PERFORMED', paid(40_000, 20_000), { on: '2026-06-30' }).refusal?.code).toBe('RULE_NOT_MET');
    });

    it('PEN-26 第七十六条: urged, ten working days, and only after the time for review and suit the court is asked', () => {
      const enforceable = overdue.when('URGING_SERVED', { proof: '送达回证' }).lapse('urgingRuns');
      expect(enforceable.when('COURT_APPLIED', { court: '中山市第一人民法院' }).refusal?.message.zh).toContain(
        '复议、诉讼期限',
      );
      const open = enforceable.lapse('appealPeriod');
      expect(open.clocks['courtApplicationDue']!.state).toBe('running');
      const applied = open.when('COURT_APPLIED', { court: '中山市第一人民法院' });
      expect(applied.state).toContain('execution.enforcing');
      expect(applied.when('COURT_ENFORCEMENT_ENDED', { result: 'terminated' }).state).toContain('execution.closing');
    });

    it('PEN-26: when the three months are over, the court can no longer be asked', () => {
      const missed = overdue
        .when('URGING_SERVED', { proof: '送达回证' })
        .lapse('urgingRuns')
        .lapse('appealPeriod')
        .lapse('courtApplicationDue');
      expect(names(missed)).toContain('courtApplicationMissed');
      expect(missed.when('COURT_APPLIED', { court: '法院' }).refusal?.code).toBe('RULE_NOT_MET');
      expect(missed.when('CLOSING_GROUND_FOUND', { reason: '逾期未申请' }).state).toContain('execution.closing');
    });

    it('PEN-26: a suit that ended leaves three months too', () => {
      const ended = overdue
        .when('REMEDY_SOUGHT', { kind: 'litigation', organ: '法院' })
        .when('REMEDY_ENDED', { result: '判决驳回' }, { on: '2026-12-10' });
      expect(ended.clocks['courtApplicationDue']).toMatchObject({ startedOn: '2026-12-10' });
    });

    it('失信名单办法 第十一条: refusal to perform although able is announced', () => {
      expect(overdue.when('PERFORMANCE_REFUSED', { able: true, detail: '转移财产' }).announced.at(-1)).toEqual({
        name: 'performanceRefused',
        facts: { decisionNo: '粤中市监处罚〔2026〕1号', able: true },
      });
    });
  });

  describe('公示 (PUB-01 to PUB-08)', () => {
    it('PUB-01 第二条: a mere warning is not published', () => {
      expect(penalised({ penalties: [{ kind: 'warning' }] }).state).toContain('publicity.exempt');
    });

    it('PUB-03 第九条: twenty working days from the decision, not from service', () => {
      expect(servedDecision().clocks['publicityDue']).toMatchObject({ startedOn: '2026-05-06', state: 'running' });
      expect(names(servedDecision().lapse('publicityDue'))).toContain('publicityOverdue');
    });

    it('PUB-04 第十条: another province: pushed in ten working days, published there in ten', () => {
      const pushing = servedDecision({ sameProvince: false });
      expect(pushing.clocks['pushDue']!.state).toBe('running');
      const pushed = pushing.when('PENALTY_PUSHED', { to: '浙江省市场监督管理局' });
      expect(pushed.clocks['hostPublicityDue']!.state).toBe('running');
      expect(pushed.when('PENALTY_PUBLISHED', { place: '公示系统', secrecyReviewed: true }).state).toContain(
        'publicity.published',
      );
    });

    it('PUB-02, PUB-08 第八条、第五条: not before the party was told, nor without the review of secrecy', () => {
      const cleared = { place: '公示系统', secrecyReviewed: true };
      expect(penalised().when('PENALTY_PUBLISHED', cleared).refusal?.message.zh).toContain('告知');
      expect(
        penalised()
          .when('DECISION_SERVED', decisionServed({ publicityTold: false }))
          .when('PENALTY_PUBLISHED', cleared).refusal?.code,
      ).toBe('RULE_NOT_MET');
      expect(servedDecision().when('PENALTY_PUBLISHED', { ...cleared, secrecyReviewed: false }).refusal?.code).toBe(
        'RULE_NOT_MET',
      );
    });

    it.each([
      ['PUB-06a 4万元从轻', { penalties: fine(40_000), discretion: 'lenient' }, 'light', '2026-08-12', undefined],
      ['PUB-06a 通报批评', { penalties: [{ kind: 'criticism' }], discretion: 'normal' }, 'light', '2026-08-12', undefined],
      ['PUB-06b 4万元一般', { penalties: fine(40_000), discretion: 'normal' }, 'general', '2027-05-12', '2026-08'],
      ['PUB-06b 6万元从轻', { penalties: fine(60_000), discretion: 'lenient' }, 'general', '2027-05-12', '2026-08'],
      [
        'PUB-06b 4万元从轻并没收',
        { penalties: [...fine(40_000), { kind: 'confiscation-goods', amount: 1 }], discretion: 'lenient' },
        'general',
        '2027-05-12',
        '2026-08',
      ],
      [
        'PUB-06c 6万元重点工业产品',
        { penalties: fine(60_000), discretion: 'lenient', sector: 'key-industrial' },
        'sector',
        '2029-05-12',
        '2027-05',
      ],
      [
        'PUB-06a 4万元从轻、食品',
        { penalties: fine(40_000), discretion: 'lenient', sector: 'food' },
        'light',
        '2026-08-12',
        undefined,
      ],
      [
        'PUB-06d 停产停业',
        { penalties: [{ kind: 'stop-operation', until: '2026-08-01' }] },
        'restriction',
        '2029-05-12',
        '2027-05',
      ],
      [
        'PUB-06e 吊销许可证件',
        { penalties: [{ kind: 'revoke-permit' }, { kind: 'stop-operation' }] },
        'grave',
        '2029-05-12',
        undefined,
      ],
    ])('%s', (_case, decided, tier, dueOn, opensIn) => {
      const scenario = published(decided);
      expect(scenario.state).toContain(`publicity.published.${tier}`);
      const clock = scenario.clocks[`${tier}Publicity`]!;
      expect(clock.dueOn).toBe(dueOn);
      expect(clock.opensOn?.slice(0, 7)).toBe(opensIn);
    });

    it('PUB-06: an automatic stop ends the publication', () => {
      expect(names(published().lapse('lightPublicity'))).toContain('publicityStopped');
    });

    it('PUB-06d: a restriction that lasts longer keeps the publication', () => {
      const outlasting = published({ penalties: [{ kind: 'restrict-career', until: '2031-05-06' }] }).lapse(
        'restrictionPublicity',
      );
      expect(outlasting.state).toContain('published.outlasting');
      expect(outlasting.when('RESTRICTION_ENDED', {}, { on: '2031-05-06' }).refusal?.code).toBe('RULE_NOT_MET');
      expect(outlasting.when('RESTRICTION_ENDED', {}, { on: '2031-05-07' }).state).toContain('publicity.stopped');
    });

    const general = published({ penalties: fine(60_000), discretion: 'normal' });
    const conditions = { performed: true, rectified: true, noRepeat: true };

    it('PUB-06b, PUB-07 第十五条、第十六条: an early stop only from three months on and on its conditions', () => {
      expect(general.when('EARLY_STOP_APPLIED', { statement: '申请' }, { on: '2026-08-11' }).refusal?.message.zh).toContain(
        '最短公示期',
      );
      expect(general.when('EARLY_STOP_GRANTED', conditions).refusal?.code).toBe('RULE_NOT_MET');
      const applied = general.when('EARLY_STOP_APPLIED', { statement: '申请' }, { on: '2026-08-13' });
      expect(applied.clocks['earlyStopDue']!.state).toBe('running');
      expect(applied.when('EARLY_STOP_GRANTED', { ...conditions, noRepeat: false }).refusal?.message.zh).toContain(
        '同一类违法行为',
      );
      expect(applied.when('EARLY_STOP_GRANTED', conditions).state).toContain('publicity.stopped');
    });

    it('PUB-07: a refused early stop leaves the publication and may be asked again', () => {
      const refused = general
        .when('EARLY_STOP_APPLIED', { statement: '申请' }, { on: '2026-08-13' })
        .when('EARLY_STOP_REFUSED', { reason: '未整改' });
      expect(refused.state).toContain('published.general');
      expect(refused.when('EARLY_STOP_APPLIED', { statement: '再次申请' }, { on: '2026-09-13' }).refusal).toBeUndefined();
    });

    it.each([
      ['light', { penalties: fine(40_000), discretion: 'lenient' }],
      ['grave', { penalties: [{ kind: 'revoke-permit' }] }],
    ])('PUB-06a, PUB-06e: no early stop in the %s tier', (_tier, decided) => {
      expect(published(decided).when('EARLY_STOP_APPLIED', { statement: '申请' }, { on: '2028-01-04' }).refusal?.code).toBe(
        'RULE_NOT_MET',
      );
    });
  });

  describe('变更与撤销 (PEN-29, PUB-05)', () => {
    const revocation = { kind: 'revoked', by: '中山市人民政府', reason: '主要事实不清' };

    it('第六十三条第二款: revoked while on show, it is withdrawn within three working days and announced at once', () => {
      const revoked = published().when('DECISION_REVOKED', revocation, { on: '2026-06-15' });
      expect(revoked.announced.filter(({ name }) => name === 'decisionRevoked')).toEqual([
        {
          name: 'decisionRevoked',
          facts: { decisionNo: '粤中市监处罚〔2026〕1号', reason: '主要事实不清', performanceRefused: false },
        },
      ]);
      expect(revoked.state).toBe('withdrawing');
      expect(revoked.clocks['withdrawalDue']!.dueOn).toBe('2026-06-18');
      expect(names(revoked.lapse('withdrawalDue'))).toContain('withdrawalOverdue');
      const withdrawn = revoked.when('PUBLICITY_WITHDRAWN', { explanation: '处罚已撤销' });
      expect(withdrawn.announced.at(-1)?.name).toBe('publicityWithdrawn');
      expect(withdrawn.done).toBe(true);
    });

    it('revoked before it was published, nothing is to be withdrawn', () => {
      expect(penalised().when('DECISION_REVOKED', revocation).state).toBe('revoked');
    });

    it('revoked even when performed, no longer published and archived', () => {
      const archived = published()
        .when('PERFORMED', paid(40_000))
        .when('CLOSING_APPROVED')
        .lapse('lightPublicity')
        .lapse('appealPeriod');
      expect([archived.state, archived.done]).toEqual(['archived', false]);
      expect(names(archived.when('DECISION_REVOKED', revocation))).toContain('decisionRevoked');
    });

    it('公示规定 第十一条: a changed decision is withdrawn and published anew in its own tier', () => {
      const changed = published({ penalties: fine(60_000), discretion: 'normal' }).when(
        'DECISION_CHANGED',
        { ...decision(), by: '中山市人民政府' },
        { on: '2026-06-15' },
      );
      expect(changed.state).toContain('publicity.changing');
      const again = changed
        .when('PUBLICITY_WITHDRAWN', { explanation: '已变更' })
        .when('PENALTY_PUBLISHED', { place: '公示系统', secrecyReviewed: true });
      expect(again.state).toContain('published.light');
    });
  });
});
