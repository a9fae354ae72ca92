import { announce, issue, remember, resumeClock, startClock, stopClock, suspendClock, timed } from '@zhiheng/workflow-kit';
import type { Row } from './table-row.js';

const step = '#enforcement.handling.procedure';

/** 听证: its time does not count into the term of the case (处罚程序规定 第六十四条第二款). */
export const hearing: Row = {
  meta: { zh: '听证', en: 'Hearing', basis: '听证办法' },
  initial: 'namingHost',
  entry: suspendClock('caseDue', 'hearing'),
  exit: resumeClock('caseDue', 'hearing'),
  on: {
    HEARING_TERMINATED: [
      {
        guard: 'defenceWasMadeAndNoCaseOfficerLeads',
        target: `${step}.notice.reexamining`,
        actions: remember('hearingTerminated'),
      },
      { guard: 'hearingIsNotLedByACaseOfficer', target: `${step}.weighing`, actions: remember('hearingTerminated') },
    ],
  },
  states: {
    namingHost: timed('hearingHostDue', {
      meta: { zh: '确定听证主持人', en: 'Naming the host', basis: '听证办法 第十八条' },
      on: {
        HOST_NAMED: { guard: 'hostIsNotACaseOfficer', target: 'handingFile', actions: remember('host') },
        HEARING_HOST_DUE_LAPSED: { actions: announce('hearingOverdue') },
      },
    }),
    handingFile: timed('hearingFileDue', {
      meta: { zh: '移交案件材料', en: 'Handing the file', basis: '听证办法 第十九条' },
      on: {
        FILE_HANDED: 'fixing',
        HEARING_FILE_DUE_LAPSED: { actions: announce('hearingOverdue') },
      },
    }),
    fixing: timed('hearingFixDue', {
      meta: { zh: '确定听证时间、地点', en: 'Fixing time and place', basis: '听证办法 第二十条' },
      on: {
        HEARING_FIXED: {
          guard: 'hearingIsNotLedByACaseOfficer',
          target: 'notifying',
          actions: [remember('hearingFixed'), issue('hearingNotice')],
        },
        HEARING_FIX_DUE_LAPSED: { actions: announce('hearingOverdue') },
      },
    }),
    notifying: {
      meta: {
        zh: '送达听证通知书',
        en: 'Serving the hearing notice',
        basis: '听证办法 第二十条',
        untimed: '期限由听证日期倒推 counted back from the hearing',
      },
      on: { HEARING_NOTICE_SERVED: 'awaiting' },
    },
    awaiting: timed('hearingNoticeRuns', {
      meta: { zh: '等候听证', en: 'Awaiting the hearing', basis: '听证办法 第二十条、第二十二条' },
      exit: stopClock('hearingPublicityRuns'),
      on: {
        HEARING_ANNOUNCED: { actions: [startClock('hearingPublicityRuns'), remember('hearingAnnounced')] },
        HEARING_HELD: { guard: 'hearingMayBeHeld', target: 'reporting', actions: remember('hearingHeld') },
        HEARING_SUSPENDED: {
          guard: 'hearingIsNotLedByACaseOfficer',
          target: 'suspended',
          actions: remember('hearingSuspended'),
        },
        HEARING_NOTICE_RUNS_LAPSED: { actions: announce('hearingMayBeHeld') },
        HEARING_PUBLICITY_RUNS_LAPSED: { actions: announce('hearingMayBeHeld') },
      },
    }),
    // Resumed on a new day, of which the party is notified anew.
    suspended: {
      meta: {
        zh: '中止听证',
        en: 'Hearing suspended',
        basis: '听证办法 第二十六条',
        untimed: '情形消失后恢复 until its cause ends',
      },
      on: { HEARING_RESUMED: { guard: 'hearingIsNotLedByACaseOfficer', target: 'notifying' } },
    },
    reporting: timed('hearingReportDue', {
      meta: { zh: '撰写听证报告', en: 'Hearing report', basis: '听证办法 第二十九条' },
      on: {
        // 经过听证程序的案件，在听证程序结束后进行法制审核（处罚程序规定 第五十条第二款）。
        HEARING_REPORTED: {
          guard: 'hearingIsNotLedByACaseOfficer',
          target: `${step}.heardReview`,
          actions: [remember('hearingReport'), issue('hearingReport')],
        },
        HEARING_REPORT_DUE_LAPSED: { actions: announce('hearingOverdue') },
      },
    }),
  },
};
