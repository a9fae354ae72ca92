import { expectEveryPath } from '@zhiheng/engine/testing';
import { blacklistV1 } from './machine.js';

const decision = {
  decisionNo: '1',
  decidedBy: '机关',
  baseDecisionNo: '1',
  cause: '事由',
  legalBasis: '依据',
  measures: '提示',
  removalTerms: '条件',
  remedies: '救济',
  subjectLocal: true,
};
const papers = ['application', 'identity', 'promise', 'performance'].map((paper) => ({ paper }));
const granted = {
  removalNo: '1',
  performed: true,
  harmRemoved: true,
  noNewGravePenalty: true,
  truthful: true,
  harmsPublicInterest: false,
};

it('every path from the proposal to the end of the listing', () => {
  const paths = expectEveryPath(blacklistV1, {
    samples: {
      LISTING_PROPOSED: [{ ground: '8-4', basis: 'recall-refused', detail: '说明' }],
      CONDITIONS_ASSESSED: [
        { actEstablished: true, serious: true, gravePenalty: 'other', noIntentProven: false, factors: '因素' },
      ],
      PRIOR_NOTICE_SERVED: [{ noticeNo: '1', withPenaltyNotice: true }],
      HEARING_REQUESTED: [{}],
      HEARING_CONCLUDED: [{ outcome: 'held', report: '报告' }],
      STATEMENTS_REVIEWED: [{ upheld: true, opinion: '成立' }],
      CONSENT_REQUESTED: [{ requestNo: '1' }],
      CONSENT_GIVEN: [{ consentNo: '1', bureau: '上一级' }],
      LISTING_DECIDED: [
        { ...decision, restrictedUntil: '2029-03-12' },
        { ...decision, subjectLocal: false },
      ],
      DECISION_SERVED: [{ method: '直接' }],
      INFORMATION_PUSHED: [{ host: '登记地' }],
      PUBLISHED: [{ publicAt: '1' }],
      REMOVAL_APPLIED: [{ papers, grounds: '已履行' }],
      PAPERS_REQUESTED: [{ missing: [{ paper: 'promise' }] }],
      PAPERS_SUPPLEMENTED: [{ papers }],
      REMOVAL_ACCEPTED: [{}],
      EARLY_REMOVAL_GRANTED: [granted],
      REMOVAL_REVOKED: [{ revocationNo: '1', fraud: '虚假材料' }],
      REMOVAL_PUSHED: [{ host: '登记地' }],
      PUBLICITY_STOPPED: [{}],
      PENALTY_REVOKED: [{ reason: '撤销' }],
    },
    // Samples are few, because every term that may lapse doubles the situations; the unit spec plays the others.
    unreachable: { 'listed.restrictedForLife': 'a third kind of decision: see the unit spec' },
  });
  expect(paths.filter(({ done }) => done).length).toBeGreaterThan(4);
}, 120_000);
