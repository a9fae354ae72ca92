import { announce, append, count, defineWorkflow, extendClock, issue, remember, timed } from '@zhiheng/workflow-kit';
import { announcements } from './announcements.js';
import { documents } from './documents.js';
import { events } from './events.js';
import { clocks, policies } from './policies.js';
import { rules } from './rules.js';

const PLAN = '中山市工业产品质量提升三年行动计划 二（五）2';

/**
 * 约谈 of the first responsible person of an enterprise. No national order sets its procedure for industrial products: the
 * grounds come from orders and from the policy of the place, and every number of days is local policy, not statutory 非法定.
 */
export const interviewV1 = defineWorkflow({
  name: 'interview',
  version: 1,
  title: { zh: '约谈', en: 'Interview of the first responsible person' },
  basis: [
    '中山市工业产品质量提升三年行动计划（2018—2020年）二（五）2、任务分解表第28项',
    '消费品召回管理暂行规定 第十一条',
    '网络销售重点工业产品质量安全监督管理规定（令110）第二十三条',
  ],
  events,
  rules,
  clocks,
  announcements,
  documents,
  policies,
  table: {
    meta: { zh: '约谈', en: 'Interview', basis: PLAN },
    initial: 'opening',
    states: {
      opening: {
        meta: { zh: '启动', en: 'Opening', basis: PLAN, untimed: '由第一个事件启动 opened by its first event' },
        on: { TRIGGERED: { guard: 'triggerIsProvidedFor', target: 'proposed', actions: remember('trigger') } },
      },
      proposed: timed('noticeDue', {
        meta: { zh: '待通知', en: 'Notice to be served', basis: PLAN },
        on: {
          NOTICE_SERVED: {
            guard: 'noticeIsInOrder',
            target: 'notified',
            actions: [remember('notice'), remember('meeting'), issue('interviewNotice')],
          },
          TRIGGER_SET_ASIDE: { target: 'closed', actions: remember('setAside') },
          NOTICE_DUE_LAPSED: { actions: announce('noticeOverdue') },
        },
      }),
      notified: timed('meetingDue', {
        meta: { zh: '待约谈', en: 'Interview due', basis: PLAN },
        on: {
          HELD: { guard: 'rightPersonCameOnTheDay', target: 'recording', actions: [remember('held'), announce('held')] },
          POSTPONED: { guard: 'newDayLiesAhead', actions: remember('meeting') },
          MISSED: [
            {
              guard: 'absentOnceTooOften',
              target: 'closed',
              actions: [
                append('absences'),
                count('unexcused'),
                announce('missed'),
                announce('notAttended'),
                issue('creditFileEntry'),
              ],
            },
            {
              guard: 'absentWithoutExcuse',
              target: 'proposed',
              actions: [append('absences'), count('unexcused'), announce('missed')],
            },
            { guard: 'dayOfMeetingHasCome', target: 'proposed', actions: [append('absences'), announce('missed')] },
          ],
          TRIGGER_SET_ASIDE: { target: 'closed', actions: remember('setAside') },
          MEETING_DUE_LAPSED: { actions: announce('meetingOverdue') },
        },
      }),
      recording: timed('recordDue', {
        meta: { zh: '约谈记录', en: 'Record to be confirmed', basis: PLAN },
        entry: issue('interviewRecord'),
        on: {
          RECORD_SIGNED: [
            { guard: 'recordIsConfirmedWithCommitments', target: 'fulfilling', actions: remember('record') },
            { guard: 'recordIsConfirmed', target: 'closed', actions: [remember('record'), issue('creditFileEntry')] },
          ],
          RECORD_DUE_LAPSED: { actions: announce('recordOverdue') },
        },
      }),
      fulfilling: timed('commitmentDue', {
        meta: { zh: '整改', en: 'Commitments being fulfilled', basis: `${PLAN}；任务分解表第28项（督促企业落实整改措施）` },
        on: {
          FULFILMENT_REPORTED: { target: 'followingUp', actions: remember('fulfilment') },
          COMMITMENT_TERM_EXTENDED: { actions: [append('extensions'), extendClock('commitmentDue')] },
          // The check takes place whether or not the enterprise reports.
          COMMITMENT_DUE_LAPSED: { target: 'followingUp' },
        },
      }),
      followingUp: timed('followUpDue', {
        meta: { zh: '回访', en: 'Follow-up check', basis: `${PLAN}；任务分解表第28项（督促企业落实整改措施）` },
        on: {
          FOLLOW_UP_PASSED: { target: 'closed', actions: [remember('followUp'), issue('creditFileEntry')] },
          FOLLOW_UP_FAILED: {
            target: 'closed',
            actions: [remember('followUp'), announce('commitmentsBroken'), issue('creditFileEntry')],
          },
          FOLLOW_UP_DUE_LAPSED: { actions: announce('followUpOverdue') },
        },
      }),
      closed: {
        meta: { zh: '办结', en: 'Closed', basis: PLAN },
        type: 'final',
        entry: announce('closed'),
      },
    },
  },
});
