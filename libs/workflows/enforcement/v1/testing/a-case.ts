import { given } from '@zhiheng/engine/testing';
import type { Scenario } from '@zhiheng/engine/testing';
import type { JsonObject } from '@zhiheng/kernel';
import { enforcementV1 } from '../machine.js';

/** Builders of cases for the specs: each brings a case to a stage with data that only needs what matters. */
export const OFFICERS = ['officer-a', 'officer-b'];
export const officer = { id: 'officer-a', roles: ['case-handler'] as const };

export const filing = (changes: JsonObject = {}): JsonObject => ({
  grounds: ['产品质量法第四十九条'],
  evidence: true,
  punishable: true,
  competent: true,
  timely: true,
  officers: OFFICERS,
  ...changes,
});
export const report = (changes: JsonObject = {}): JsonObject => ({
  findings: '生产不符合强制性国家标准的产品',
  proposal: 'penalty',
  publicInterest: false,
  complex: false,
  byLaw: false,
  ...changes,
});
export const proposal = (changes: JsonObject = {}): JsonObject => ({
  penalties: [{ kind: 'fine', amount: 40_000 }],
  partyKind: 'organisation',
  grounds: '产品质量法第四十九条',
  hearingTold: false,
  ...changes,
});
export const decision = (changes: JsonObject = {}): JsonObject => ({
  decisionNo: '粤中市监处罚〔2026〕1号',
  penalties: [{ kind: 'fine', amount: 40_000 }],
  discretion: 'lenient',
  sector: 'other',
  sameProvince: true,
  reasons: '采纳部分意见',
  ...changes,
});
export const served = (changes: JsonObject = {}): JsonObject => ({ method: 'direct', proof: '送达回证', ...changes });
export const decisionServed = (changes: JsonObject = {}): JsonObject => ({ ...served(), publicityTold: true, ...changes });
export const testing = (notifiedInWriting: boolean): JsonObject => ({ subject: '产品检验', notifiedInWriting });

export const clue = (on = '2026-03-02'): Scenario =>
  given(enforcementV1, { on }).when('CLUE_REGISTERED', { source: 'spot-check', grounds: ['监督抽查不合格'] });
export const filed = (on = '2026-03-02'): Scenario => clue(on).when('FILED', filing());
export const reviewing = (changes: JsonObject = {}): Scenario =>
  filed()
    .when('INVESTIGATION_REPORTED', report(changes))
    .when('REVIEW_STARTED', { kind: changes['complex'] === true ? 'legal' : 'case' });
export const approving = (changes: JsonObject = {}): Scenario => reviewing(changes).when('REVIEW_AGREED', { opinion: '同意' });
export const noticed = (changes: JsonObject = {}, reportChanges: JsonObject = {}): Scenario =>
  approving(reportChanges).when('PROPOSAL_APPROVED', proposal(changes)).when('NOTICE_SERVED', served(), { on: '2026-04-01' });
export const heard = (penalties: readonly JsonObject[] = [{ kind: 'fine', amount: 200_000 }]): Scenario =>
  noticed({ penalties, hearingTold: true })
    .when('HEARING_REQUESTED', { reason: '对数额有异议' }, { on: '2026-04-07' })
    .when('HOST_NAMED', { host: 'host-1' })
    .when('FILE_HANDED', { files: '案卷' })
    .when('HEARING_FIXED', { hearingOn: '2026-04-28', place: '听证室', open: true });

/** Decided without defence and without hearing; the decision is made on 2026-05-06. */
export const penalised = (decided: JsonObject = {}, proposed: JsonObject = {}): Scenario => {
  const penalties = (decided['penalties'] ?? proposal()['penalties']) as readonly JsonObject[];
  return noticed({ penalties, hearingTold: true, ...proposed })
    .when('RIGHTS_WAIVED', { record: '放弃声明' })
    .when('PENALTY_DECIDED', decision(decided), { on: '2026-05-06' });
};
export const servedDecision = (decided: JsonObject = {}, proposed: JsonObject = {}): Scenario =>
  penalised(decided, proposed).when('DECISION_SERVED', decisionServed(), { on: '2026-05-08' });
export const published = (decided: JsonObject = {}, proposed: JsonObject = {}): Scenario =>
  servedDecision(decided, proposed).when(
    'PENALTY_PUBLISHED',
    { place: '公示系统', secrecyReviewed: true },
    { on: '2026-05-12' },
  );
