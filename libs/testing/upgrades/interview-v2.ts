import {
  announce,
  append,
  count,
  defineWorkflow,
  extendClock,
  field,
  form,
  issue,
  remember,
  timed,
} from '@zhiheng/workflow-kit';
import type { EventCatalogue, Workflow } from '@zhiheng/workflow-kit';
import { interviewVersions } from '@zhiheng/workflows/interview';

const BASIS = '演练用约谈办法（非法定）';
const v1 = interviewVersions[0]!;
const { noticeDue, meetingDue, commitmentDue, followUpDue } = v1.clocks as Readonly<Record<string, Workflow['clocks'][string]>>;
// The record waits without a term: nothing is overdue.
const { recordOverdue: _, ...announcements } = v1.announcements;
const events: EventCatalogue = {
  ...v1.events,
  PAPERS_VERIFIED: {
    title: { zh: '书面材料核查完毕', en: 'Papers verified' },
    sentBy: ['case-handler', 'inspector'],
    data: form({ findings: field.text('核查情况') }),
  },
};

/**
 * A version of the interview that tests upgrade to, made up and never in force: the invitation has another name, the record waits without a
 * term, the term of the commitments is another one, and papers are verified before the follow-up.
 */
export const interviewV2 = defineWorkflow({
  name: 'interview',
  version: 2,
  title: v1.title,
  basis: [...v1.basis, BASIS],
  events,
  rules: v1.rules,
  clocks: {
    noticeDue: noticeDue!,
    summonsDue: { title: { zh: '应约期限（非法定）', en: 'Term of the summons (not statutory)' }, term: meetingDue!.term },
    commitmentDue: { title: commitmentDue!.title, term: 'interview.followUp.term' },
    verificationDue: {
      title: { zh: '书面核查期限（非法定）', en: 'Term to verify the papers' },
      term: 'interview.record.term',
    },
    followUpDue: followUpDue!,
  },
  announcements,
  documents: v1.documents,
  policies: v1.policyKeys,
  table: {
    meta: { zh: '约谈', en: 'Interview', basis: BASIS },
    initial: 'opening',
    states: {
      opening: v1.table.states!['opening']!,
      proposed: timed('noticeDue', {
        meta: { zh: '待通知', en: 'Notice to be served', basis: BASIS },
        on: {
          NOTICE_SERVED: {
            guard: 'noticeIsInOrder',
            target: 'summoned',
            actions: [remember('notice'), remember('meeting'), issue('interviewNotice')],
          },
          TRIGGER_SET_ASIDE: { target: 'closed', actions: remember('setAside') },
          NOTICE_DUE_LAPSED: { actions: announce('noticeOverdue') },
        },
      }),
      summoned: timed('summonsDue', {
        meta: { zh: '已传约，待约谈', en: 'Summoned', basis: BASIS },
        on: {
          HELD: { guard: 'rightPersonCameOnTheDay', target: 'recording', actions: [remember('held'), announce('held')] },
          POSTPONED: { guard: 'newDayLiesAhead', actions: remember('meeting') },
          MISSED: [
            {
              guard: 'absentOnceTooOften',
              target: 'closed',
              actions: [append('absences'), count('unexcused'), announce('notAttended'), issue('creditFileEntry')],
            },
            { guard: 'absentWithoutExcuse', target: 'proposed', actions: [append('absences'), count('unexcused')] },
            { guard: 'dayOfMeetingHasCome', target: 'proposed', actions: [append('absences'), announce('missed')] },
          ],
          TRIGGER_SET_ASIDE: { target: 'closed', actions: remember('setAside') },
          SUMMONS_DUE_LAPSED: { actions: announce('meetingOverdue') },
        },
      }),
      recording: {
        meta: { zh: '约谈记录', en: 'Record to be confirmed', basis: BASIS, untimed: '当场确认 confirmed on the spot' },
        entry: issue('interviewRecord'),
        on: {
          RECORD_SIGNED: [
            { guard: 'recordIsConfirmedWithCommitments', target: 'fulfilling', actions: remember('record') },
            { guard: 'recordIsConfirmed', target: 'closed', actions: [remember('record'), issue('creditFileEntry')] },
          ],
        },
      },
      fulfilling: timed('commitmentDue', {
        meta: { zh: '整改', en: 'Commitments being fulfilled', basis: BASIS },
        on: {
          FULFILMENT_REPORTED: { target: 'verifying', actions: remember('fulfilment') },
          COMMITMENT_TERM_EXTENDED: { actions: [append('extensions'), extendClock('commitmentDue')] },
          COMMITMENT_DUE_LAPSED: { target: 'verifying' },
        },
      }),
      verifying: timed('verificationDue', {
        meta: { zh: '书面核查', en: 'Papers being verified', basis: BASIS },
        on: {
          PAPERS_VERIFIED: { target: 'followingUp', actions: remember('verification') },
          VERIFICATION_DUE_LAPSED: { target: 'followingUp' },
        },
      }),
      followingUp: timed('followUpDue', {
        meta: { zh: '回访', en: 'Follow-up check', basis: BASIS },
        on: {
          FOLLOW_UP_PASSED: { target: 'closed', actions: [remember('followUp'), issue('creditFileEntry')] },
          FOLLOW_UP_FAILED: {
            target: 'closed',
            actions: [remember('followUp'), announce('commitmentsBroken'), issue('creditFileEntry')],
          },
          FOLLOW_UP_DUE_LAPSED: { actions: announce('followUpOverdue') },
        },
      }),
      closed: { meta: { zh: '办结', en: 'Closed', basis: BASIS }, type: 'final', entry: announce('closed') },
    },
  },
});
