import type { ClockCatalogue } from '@zhiheng/workflow-kit';

/** Grounds that a law or order of the State names. */
export const STATUTORY_TRIGGERS = 'interview.trigger.statutory';
/** Grounds that the policy of the place names. */
export const LOCAL_TRIGGERS = 'interview.trigger.local';
/** Whole days between service of the notice and the interview. */
export const NOTICE_LEAD_DAYS = 'interview.notice.leadDays';
/** Unexcused absences after which the interview is given up and escalated. */
export const UNEXCUSED_LIMIT = 'interview.absence.unexcusedLimit';

export const policies = [STATUTORY_TRIGGERS, LOCAL_TRIGGERS, NOTICE_LEAD_DAYS, UNEXCUSED_LIMIT] as const;

export const clocks = {
  noticeDue: {
    title: { zh: '发出约谈通知期限（非法定）', en: 'Term to serve the notice (not statutory)' },
    term: 'interview.notice.term',
  },
  meetingDue: {
    title: { zh: '进行约谈期限（非法定）', en: 'Term to hold the interview (not statutory)' },
    term: 'interview.meeting.term',
  },
  recordDue: {
    title: { zh: '确认约谈记录期限（非法定）', en: 'Term to confirm the record (not statutory)' },
    term: 'interview.record.term',
  },
  commitmentDue: {
    title: { zh: '履行整改承诺期限（非法定）', en: 'Term of the commitments (not statutory)' },
    term: 'interview.commitment.term',
  },
  followUpDue: {
    title: { zh: '回访期限（非法定）', en: 'Term of the follow-up (not statutory)' },
    term: 'interview.followUp.term',
  },
} as const satisfies ClockCatalogue;
