import { expectEveryPath } from '@zhiheng/engine/testing';
import { inspectionVersions } from '@zhiheng/workflows/inspection';
import {
  announcement,
  failedTest,
  objection,
  onSiteSample,
  order,
  passedTest,
  publishedResult,
  recheck,
  refusal,
  retest,
  retestLab,
  samplingObjection,
  served,
} from './samples.js';

it('every state of an inspection is reached, every term lapses somewhere, and the table has no faults', () => {
  const paths = expectEveryPath(inspectionVersions.at(-1)!, {
    // The exploration stays on the day of the last event, and the window opens sixty days later: the unit specification goes there.
    unreachable: { secondRechecking: 'needs a date inside the window of 第四十八条' },
    samples: {
      SAMPLE_TAKEN: [onSiteSample],
      SAMPLING_IMPOSSIBLE: [{ why: 'out-of-business', detail: '已停业', samplers: ['a', 'b'] }],
      INSPECTION_REFUSED: [refusal],
      ILLEGALITY_FOUND: [{ finding: '无证生产', foundBy: ['a'] }],
      NONCONFORMITY_REPORTED: [publishedResult],
      REFUSAL_HANDED_OVER: [{ receivedBy: '执法支队' }],
      SAMPLE_REJECTED: [{ reason: '封条破损', laboratory: '某检验院' }],
      TEST_IMPOSSIBLE: [{ reason: '样品失效', evidence: '照片' }],
      TEST_PASSED: [passedTest],
      // TEST_FAILED leads to the same notice as a published result and would only double the exploration: the unit specification takes it.
      CONCLUSION_SERVED: [served],
      OBJECTION_FILED: [objection, samplingObjection],
      OBJECTION_REJECTED: [{ reasons: '不成立' }],
      OBJECTION_UPHELD: [{ reasons: '成立' }],
      RETEST_NOTICE_SERVED: [{ items: ['接地措施'] }],
      RETEST_FORMALITIES_DONE: [{}],
      RETEST_LAB_NAMED: [retestLab],
      RETEST_CONFIRMED: [retest],
      SPARE_SAMPLE_TAMPERED: [{ finding: '封条被拆' }],
      RECTIFICATION_ORDERED: [order],
      RECHECK_CONDUCTED: [recheck],
      RECHECK_PASSED: [passedTest],
      RECHECK_FAILED: [failedTest],
      PROVINCIAL_ANNOUNCEMENT_MADE: [announcement],
      PRODUCTION_CEASED: [{ evidence: '生产线已拆除', checkedBy: ['a', 'b'] }],
    },
  });
  expect(paths.some(({ done }) => done)).toBe(true);
});
