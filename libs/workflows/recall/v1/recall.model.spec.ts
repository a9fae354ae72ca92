import { expectEveryPath } from '@zhiheng/engine/testing';
import { recallV1 } from './machine.js';

const plan = {
  scope: '范围',
  defect: '缺陷',
  emergencyMeasures: '处置',
  measures: '措施',
  responsible: '机构',
  contact: '联系',
  schedule: '进度',
  other: '无',
};
const opened = { officers: ['a', 'b'], interviewNeeded: true };

it('every path from the first sign of a defect to the end of the recall', () => {
  const paths = expectEveryPath(recallV1, {
    policy: { 'recall.bureau.competent': true },
    samples: {
      DEFECT_INFORMATION_RECEIVED: [{ product: '产品', source: '抽查', detail: '内容' }],
      INFORMATION_SET_ASIDE: [{ reason: '理由' }],
      DEFECT_SUSPECTED: [{ product: '产品', grounds: '情况' }],
      HARM_BECAME_KNOWN: [{ product: '产品', detail: '情况', source: '来源' }],
      DEFECT_REPORTED: [
        { product: '产品', situation: 'harm', reportedBy: 'maker', detail: '情况' },
        { product: '产品', situation: 'recalled-abroad', reportedBy: 'dealer', detail: '情况', makerElsewhere: true },
      ],
      PASSED_ON: [{ to: '省局' }],
      ANALYSIS_NOTICE_SERVED: [{ noticeNo: '1', requirements: '要求' }],
      ANALYSIS_REPORTED: [
        { defectFound: true, findings: '结果' },
        { defectFound: false, findings: '结果' },
      ],
      ANALYSIS_ACCEPTED: [{ opinion: '认可' }],
      INVESTIGATION_OPENED: [{ ...opened, reason: 'grave' }],
      INVESTIGATION_CONCLUDED: [{ defectFound: true, conclusion: '结论', scope: '范围' }],
      RECALL_NOTICE_SERVED: [{ noticeNo: '1', defect: '缺陷', scope: '范围' }],
      OBJECTION_RAISED: [{ reasons: '理由', materials: ['材料'] }],
      OBJECTION_DETERMINED: [{ defectConfirmed: true, method: '检验', noticeNo: '1' }],
      RECALL_ORDERED: [{ orderNo: '1', authority: 'national' }],
      ORDERED_RECALL_REFUSED: [{ manner: 'refused', evidence: '证据' }],
      PLAN_SUBMITTED: [plan, { scope: '范围' }],
      PLAN_PUBLISHED: [{ publicAt: '1' }],
      MAKER_PUBLISHED: [{ where: '官网' }],
      RECALL_INADEQUATE: [{ foundBy: 'bureau', inadequacy: 'scope', detail: '情况' }],
      RECALL_COMPLETED: [{ recalled: 1 }],
      CLOSING_REPORT_SUBMITTED: [{ affected: 1, recalled: 1, summary: '总结' }],
      EFFECT_CONFIRMED: [{ opinion: '意见' }],
    },
  });
  expect(paths.filter(({ done }) => done).length).toBeGreaterThan(4);
}, 120_000);
