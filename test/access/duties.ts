import type { JsonObject } from '@zhiheng/kernel';
import type { PersonRole } from '@zhiheng/policy';
import { HERE } from './cells.js';

/** One act of a procedure, and how it must be answered. */
export type Act = {
  readonly event: string;
  readonly by: string;
  /** Account in whose place the sender acts. */
  readonly inPlaceOf?: string;
  readonly data: JsonObject;
  /** Absent: it must be accepted. */
  readonly refusedBy?: string;
};
export type Duty = { readonly title: string; readonly workflow: string; readonly acts: readonly Act[] };

/** Officers of the test, all of 中山市. `absent-*` have named somebody who acts for them. */
export const OFFICERS: Readonly<Record<string, readonly PersonRole[]>> = {
  'd-inspector': ['inspector'],
  'd-inspector-lab': ['inspector', 'laboratory'],
  'd-lab': ['laboratory'],
  'd-handler': ['case-handler'],
  'd-handler-reviewer': ['case-handler', 'reviewer'],
  'd-reviewer': ['reviewer'],
  'd-reviewer-2': ['reviewer'],
  'd-head': ['head'],
};

/** Who acts for whom: a colleague for the absent one. */
export const DELEGATIONS: readonly { readonly from: string; readonly to: string }[] = [
  { from: 'd-reviewer', to: 'd-handler' },
  { from: 'd-handler-reviewer', to: 'd-reviewer-2' },
  { from: 'd-inspector-lab', to: 'd-lab' },
];

const sample: JsonObject = {
  sampleId: 'S-duty',
  product: '家用燃气灶',
  channel: 'on-site',
  samplers: ['d-inspector', 'd-inspector-lab'],
  drawnFromStockForSale: true,
  spareSampleKept: true,
  sealed: true,
  recordedByImage: true,
  papersShown: true,
  formSignature: 'signed',
};
const testFailed = (testers: readonly string[]): JsonObject => ({
  reportNo: 'R-1',
  laboratory: '中山市质量检验所',
  testers,
  items: [{ name: '热负荷', key: false }],
});
const filed: Act = {
  event: 'FILED',
  by: 'd-head',
  data: {
    grounds: ['产品质量法 第四十九条'],
    evidence: true,
    punishable: true,
    competent: true,
    timely: true,
    officers: ['d-handler', 'd-handler-reviewer'],
  },
};
const toReview: readonly Act[] = [
  { event: 'CLUE_REGISTERED', by: 'd-handler', data: { source: 'other', grounds: ['不合格'] } },
  filed,
  {
    event: 'INVESTIGATION_REPORTED',
    by: 'd-handler',
    data: { findings: '属实', proposal: 'penalty', publicInterest: false, complex: false, byLaw: false },
  },
  { event: 'REVIEW_STARTED', by: 'd-reviewer', data: { kind: 'case' } },
];
const agreed = { event: 'REVIEW_AGREED', data: { opinion: '同意' } } as const;

/** Separation of duties, in the words of the articles. */
export const DUTIES: readonly Duty[] = [
  {
    title: '审核人员不得是本案办案人员（处罚程序规定 第四十九条第三款）',
    workflow: 'enforcement',
    acts: [
      ...toReview,
      { ...agreed, by: 'd-handler-reviewer', refusedBy: 'RULE_NOT_MET' },
      // Acting for a reviewer does not make a case officer a reviewer of the own case; nor does acting for a case officer.
      { ...agreed, by: 'd-handler', inPlaceOf: 'd-reviewer', refusedBy: 'RULE_NOT_MET' },
      { ...agreed, by: 'd-reviewer-2', inPlaceOf: 'd-handler-reviewer', refusedBy: 'RULE_NOT_MET' },
      { ...agreed, by: 'd-reviewer' },
    ],
  },
  {
    title: '抽样人员不得参与检验（抽查办法 第九条）',
    workflow: 'inspection',
    acts: [
      { event: 'SAMPLE_TAKEN', by: 'd-inspector', data: sample },
      { event: 'TEST_FAILED', by: 'd-inspector-lab', data: testFailed(['tester-1']), refusedBy: 'RULE_NOT_MET' },
      { event: 'TEST_FAILED', by: 'd-lab', data: testFailed(['tester-1', 'd-inspector']), refusedBy: 'RULE_NOT_MET' },
      {
        event: 'TEST_FAILED',
        by: 'd-lab',
        inPlaceOf: 'd-inspector-lab',
        data: testFailed(['tester-1']),
        refusedBy: 'RULE_NOT_MET',
      },
      { event: 'TEST_FAILED', by: 'd-lab', data: testFailed(['tester-1']) },
    ],
  },
];

/** A procedure of the test, about its own subject. */
export const subjectOf = (name: string): { readonly jurisdiction: string; readonly subject: JsonObject } => ({
  jurisdiction: HERE,
  subject: { kind: 'enterprise', id: `uscc:${name}`, name: `中山市${name}有限公司` },
});
