import { expectEveryPath } from '@zhiheng/engine/testing';
import { interviewVersions } from '@zhiheng/workflows/interview';
import { absence, check, excusedAbsence, meeting, notice, record, trigger } from './samples.js';

it('every state of an interview is reached, every term lapses somewhere, and the table has no faults', () => {
  const paths = expectEveryPath(interviewVersions.at(-1)!, {
    samples: {
      TRIGGERED: [trigger],
      TRIGGER_SET_ASIDE: [{ reason: '不成立' }],
      NOTICE_SERVED: [{ ...notice, meetingOn: '2026-03-05' }],
      POSTPONED: [{ meetingOn: '2026-03-06', reason: '出差' }],
      HELD: [meeting],
      MISSED: [absence, excusedAbsence],
      RECORD_SIGNED: [record, { ...record, commitments: [] }],
      COMMITMENT_TERM_EXTENDED: [{ reason: '模具交期' }],
      FULFILMENT_REPORTED: [{ measures: '已更换' }],
      FOLLOW_UP_PASSED: [check],
      FOLLOW_UP_FAILED: [check],
    },
  });
  expect(paths.some(({ done }) => done)).toBe(true);
});
