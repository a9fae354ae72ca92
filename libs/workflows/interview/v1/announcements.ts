import { dataOf } from '@zhiheng/workflow-kit';
import type { AnnouncementCatalogue } from '@zhiheng/workflow-kit';
import { events } from './events.js';
import type { InterviewContext } from './events.js';

/** How an interview ended, by the event that ended it. */
const OUTCOMES: Readonly<Record<string, string>> = {
  TRIGGER_SET_ASIDE: 'set-aside',
  RECORD_SIGNED: 'held-without-commitments',
  FOLLOW_UP_PASSED: 'fulfilled',
  FOLLOW_UP_FAILED: 'escalated',
  MISSED: 'not-attended',
};

export const announcements = {
  noticeOverdue: {
    title: { zh: '逾期未发出约谈通知', en: 'Interview notice overdue' },
    external: true,
    facts: ({ context }) => ({ trigger: context.trigger?.trigger ?? '', level: context.trigger?.level ?? '' }),
  },
  meetingOverdue: { title: { zh: '逾期未进行约谈', en: 'Interview overdue' }, external: true, facts: () => ({}) },
  held: {
    title: { zh: '约谈已进行', en: 'Interview held' },
    external: true,
    facts: ({ context }) => ({ trigger: context.trigger?.trigger ?? '' }),
  },
  missed: {
    title: { zh: '未到场接受约谈', en: 'Interview missed' },
    external: true,
    facts: ({ event }) => ({ excused: dataOf(events, 'MISSED', event)?.excuse === 'excused' }),
  },
  notAttended: {
    title: { zh: '多次无正当理由不接受约谈', en: 'Stayed away from the interview for good' },
    external: true,
    facts: ({ context, event }) => ({
      trigger: context.trigger?.trigger ?? '',
      reason: dataOf(events, 'MISSED', event)?.reason ?? '',
    }),
  },
  recordOverdue: { title: { zh: '逾期未确认约谈记录', en: 'Interview record overdue' }, external: true, facts: () => ({}) },
  followUpOverdue: { title: { zh: '逾期未回访', en: 'Follow-up overdue' }, external: true, facts: () => ({}) },
  commitmentsBroken: {
    title: { zh: '约谈整改承诺未履行', en: 'Commitments broken' },
    facts: ({ context, event }) => ({
      trigger: context.trigger?.trigger ?? '',
      findings: dataOf(events, 'FOLLOW_UP_FAILED', event)?.findings ?? '',
    }),
  },
  closed: {
    title: { zh: '约谈办结', en: 'Interview closed' },
    external: true,
    facts: ({ event }) => ({ outcome: OUTCOMES[event.type] ?? '' }),
  },
} satisfies AnnouncementCatalogue<InterviewContext>;
