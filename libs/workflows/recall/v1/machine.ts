import { announce, append, count, defineWorkflow, issue, remember, startClock, stopClock, timed } from '@zhiheng/workflow-kit';
import { announcements } from './announcements.js';
import { documents } from './documents.js';
import { events } from './events.js';
import { clocks, policies } from './policies.js';
import { rules } from './rules.js';

/** Recall of a defective consumer product, from the first sign of a defect to the closing of the recall. */
export const recallV1 = defineWorkflow({
  name: 'recall',
  version: 1,
  title: { zh: '缺陷消费品召回', en: 'Recall of defective consumer products' },
  basis: ['消费品召回管理暂行规定（国家市场监督管理总局令第19号）'],
  events,
  rules,
  clocks,
  announcements,
  documents,
  policies,
  table: {
    meta: { zh: '缺陷消费品召回', en: 'Recall of defective consumer products', basis: '召回规定' },
    initial: 'opening',
    on: { DUTY_BREACHED: { actions: announce('dutyBreached') } },
    states: {
      opening: {
        meta: {
          zh: '待启动',
          en: 'To be opened',
          basis: '召回规定 第六条',
          untimed: '由首个事件开启 opened by its first event',
        },
        on: {
          DEFECT_INFORMATION_RECEIVED: { target: 'screening', actions: remember('origin') },
          DEFECT_SUSPECTED: [
            { guard: 'makerIsElsewhere', target: 'passingOn', actions: remember('origin') },
            { target: 'suspected', actions: remember('origin') },
          ],
          HARM_BECAME_KNOWN: { target: 'awaitingReport', actions: remember('origin') },
          DEFECT_REPORTED: [
            { guard: 'makerIsElsewhere', target: 'passingOn', actions: remember('origin') },
            { target: 'analysing', actions: remember('origin') },
          ],
        },
      },
      screening: {
        meta: {
          zh: '分析缺陷信息',
          en: 'Screening of information',
          basis: '召回规定 第六条第二款',
          untimed: '规章未规定分析处理期限 the order sets no term',
        },
        on: {
          DEFECT_SUSPECTED: [
            { guard: 'makerIsElsewhere', target: 'passingOn', actions: remember('origin') },
            { target: 'suspected', actions: remember('origin') },
          ],
          DEFECT_REPORTED: [
            { guard: 'makerIsElsewhere', target: 'passingOn', actions: remember('origin') },
            { target: 'analysing', actions: remember('origin') },
          ],
          PASSED_ON: { target: 'passedOn', actions: announce('closed') },
          INFORMATION_SET_ASIDE: { target: 'noDefect', actions: announce('closed') },
        },
      },
      // The two working days run from the day on which the maker or dealer learned of it.
      awaitingReport: timed('reportDue', {
        meta: { zh: '待生产者、经营者报告', en: 'Report expected', basis: '召回规定 第八条第一款' },
        on: {
          DEFECT_REPORTED: [
            { guard: 'makerIsElsewhere', target: 'passingOn', actions: remember('origin') },
            { target: 'analysing', actions: remember('origin') },
          ],
          DEFECT_SUSPECTED: { target: 'suspected', actions: remember('origin') },
          REPORT_DUE_LAPSED: { actions: announce('reportOverdue') },
        },
      }),
      passingOn: timed('forwardDue', {
        meta: { zh: '待通报生产者所在地', en: 'To be passed on to the maker’s province', basis: '召回规定 第八条第二款' },
        on: {
          PASSED_ON: { target: 'passedOn', actions: announce('closed') },
          FORWARD_DUE_LAPSED: { actions: announce('bureauOverdue') },
        },
      }),

      suspected: timed('analysisNoticeDue', {
        meta: { zh: '待通知生产者调查分析', en: 'Maker to be told to analyse', basis: '召回规定 第九条第二款' },
        on: {
          ANALYSIS_NOTICE_SERVED: { guard: 'bureauIsCompetent', target: 'analysingOnNotice', actions: issue('analysisNotice') },
          INVESTIGATION_OPENED: {
            guard: 'investigationIsDue',
            target: 'investigating',
            actions: [issue('investigationNotice'), announce('investigationOpened')],
          },
          PASSED_ON: { target: 'passedOn', actions: announce('closed') },
          ANALYSIS_NOTICE_DUE_LAPSED: { actions: announce('bureauOverdue') },
        },
      }),
      analysing: {
        meta: {
          zh: '生产者自行调查分析',
          en: 'The maker analyses on its own',
          basis: '召回规定 第九条第一款',
          untimed: '应当“立即”调查分析，未规定天数 "at once", no number of days',
        },
        on: {
          ANALYSIS_REPORTED: [{ guard: 'defectIsFound', target: 'voluntary' }, { target: 'evaluatingAnalysis' }],
          ANALYSIS_NOTICE_SERVED: { guard: 'bureauIsCompetent', target: 'analysingOnNotice', actions: issue('analysisNotice') },
          INVESTIGATION_OPENED: {
            guard: 'investigationIsDue',
            target: 'investigating',
            actions: [issue('investigationNotice'), announce('investigationOpened')],
          },
        },
      },
      analysingOnNotice: timed('analysisDue', {
        meta: { zh: '生产者按通知调查分析', en: 'The maker analyses as told', basis: '召回规定 第九条第二款' },
        on: {
          ANALYSIS_REPORTED: [{ guard: 'defectIsFound', target: 'voluntary' }, { target: 'evaluatingAnalysis' }],
          INVESTIGATION_OPENED: {
            guard: 'investigationIsDue',
            target: 'investigating',
            actions: [issue('investigationNotice'), announce('investigationOpened')],
          },
          // Not analysing obliges the bureau to investigate (第十条); it must still open the investigation.
          ANALYSIS_DUE_LAPSED: { actions: announce('bureauOverdue') },
        },
      }),
      evaluatingAnalysis: {
        meta: {
          zh: '审查分析结果',
          en: 'The analysis is examined',
          basis: '召回规定 第十条第一款',
          untimed: '规章未规定审查期限 the order sets no term',
        },
        on: {
          ANALYSIS_ACCEPTED: { guard: 'bureauIsCompetent', target: 'noDefect', actions: announce('closed') },
          INVESTIGATION_OPENED: {
            guard: 'analysisIsNotConvincing',
            target: 'investigating',
            actions: [issue('investigationNotice'), announce('investigationOpened')],
          },
        },
      },
      investigating: {
        meta: {
          zh: '缺陷调查',
          en: 'Defect investigation',
          basis: '召回规定 第十条、第十一条',
          untimed: '规章未规定调查期限 the order sets no term',
        },
        on: {
          ANALYSIS_REPORTED: { guard: 'defectIsFound', target: 'voluntary' },
          INVESTIGATION_CONCLUDED: [
            { guard: 'defectIsFound', target: 'noticing' },
            { target: 'noDefect', actions: announce('closed') },
          ],
        },
      },

      noticing: {
        meta: {
          zh: '待送达召回通知',
          en: 'Recall notice to be served',
          basis: '召回规定 第十二条第一款',
          untimed: '规章未规定通知期限 the order sets no term',
        },
        on: {
          ANALYSIS_REPORTED: { guard: 'defectIsFound', target: 'voluntary' },
          RECALL_NOTICE_SERVED: {
            guard: 'bureauIsCompetent',
            target: 'noticed',
            actions: [issue('recallNotice'), announce('noticeIssued')],
          },
        },
      },
      // From receipt of the notice the maker has ten working days to object (第十三条) and ten to report its plan (第十七条第二款).
      noticed: timed('planDue', {
        meta: { zh: '已通知召回', en: 'Recall notice served', basis: '召回规定 第十二条、第十三条、第十七条第二款' },
        initial: 'mayObject',
        on: {
          PLAN_SUBMITTED: [
            { guard: 'planIsComplete', target: 'executing', actions: remember('plan') },
            { actions: issue('planReturned') },
          ],
          PLAN_DUE_LAPSED: { actions: announce('reportOverdue') },
        },
        states: {
          mayObject: timed('objectionDue', {
            meta: { zh: '可以提出异议', en: 'Open to objection', basis: '召回规定 第十三条第一款' },
            on: {
              OBJECTION_RAISED: { guard: 'objectionIsReasoned', target: '#recall.determining' },
              OBJECTION_DUE_LAPSED: { target: 'unanswered', actions: [issue('orderProposal'), announce('orderProposed')] },
            },
          }),
          unanswered: {
            meta: {
              zh: '未提出异议又未实施召回',
              en: 'Neither objection nor recall',
              basis: '召回规定 第十四条',
              untimed: '规章未规定责令召回的期限 the order sets no term for the national administration',
            },
            on: {
              RECALL_ORDERED: {
                guard: 'orderedBySamr',
                target: '#recall.ordered',
                actions: [remember('order'), issue('recallOrder'), announce('ordered')],
              },
            },
          },
        },
      }),
      determining: {
        meta: {
          zh: '审查异议，缺陷认定',
          en: 'Objection examined, defect determined',
          basis: '召回规定 第十三条第二款',
          untimed: '规章未规定认定期限 the order sets no term',
        },
        on: {
          OBJECTION_DETERMINED: [
            { guard: 'defectIsConfirmed', target: 'confirmed', actions: issue('determinationNotice') },
            { guard: 'defectIsNotConfirmed', target: 'noDefect', actions: [issue('determinationNotice'), announce('closed')] },
          ],
        },
      },
      // The plan was suspended by the objection; it is due ten working days after the maker is told of the determination.
      confirmed: timed('planDue', {
        meta: {
          zh: '认定存在缺陷，应当立即召回',
          en: 'Defect confirmed, to be recalled at once',
          basis: '召回规定 第十三条第二款、第十四条、第十七条第二款',
        },
        on: {
          PLAN_SUBMITTED: [
            { guard: 'planIsComplete', target: 'executing', actions: remember('plan') },
            { actions: issue('planReturned') },
          ],
          RECALL_ORDERED: {
            guard: 'orderedBySamr',
            target: 'ordered',
            actions: [remember('order'), issue('recallOrder'), announce('ordered')],
          },
          PLAN_DUE_LAPSED: { actions: [announce('reportOverdue'), issue('orderProposal'), announce('orderProposed')] },
        },
      }),
      voluntary: timed('planDue', {
        meta: { zh: '生产者主动召回', en: 'Voluntary recall', basis: '召回规定 第九条第三款、第十七条第一款' },
        on: {
          PLAN_SUBMITTED: [
            { guard: 'planIsComplete', target: 'executing', actions: remember('plan') },
            { actions: issue('planReturned') },
          ],
          // The maker sees the defect and does not act: the bureau gives it notice (第十二条).
          RECALL_NOTICE_SERVED: {
            guard: 'bureauIsCompetent',
            target: 'noticed',
            actions: [issue('recallNotice'), announce('noticeIssued')],
          },
          PLAN_DUE_LAPSED: { actions: announce('reportOverdue') },
        },
      }),
      ordered: timed('planDue', {
        meta: { zh: '责令召回', en: 'Recall ordered', basis: '召回规定 第十四条、第十七条第三款' },
        on: {
          PLAN_SUBMITTED: [
            { guard: 'planIsComplete', target: 'executing', actions: remember('plan') },
            { actions: issue('planReturned') },
          ],
          ORDERED_RECALL_REFUSED: { target: 'refused', actions: announce('orderedRecallRefused') },
          PLAN_DUE_LAPSED: { actions: announce('reportOverdue') },
        },
      }),
      refused: {
        meta: {
          zh: '拒绝、拖延责令召回',
          en: 'Ordered recall refused or delayed',
          basis: '召回规定 第二十四条',
          untimed:
            '报告计划的期限已经计算，查处由立案查处程序办理 its term has run; the case is dealt with by its own procedure',
        },
        on: {
          PLAN_SUBMITTED: [
            { guard: 'planIsComplete', target: 'executing', actions: remember('plan') },
            { actions: issue('planReturned') },
          ],
        },
      },

      // Reports are due every three months from the first day of the recall; it counts as the day of the plan until the maker names it.
      executing: timed(['makerPublicationDue', 'progressDue'], {
        meta: { zh: '实施召回', en: 'Recall under way', basis: '召回规定 第十九条至第二十二条' },
        entry: announce('planReceived'),
        initial: 'unpublished',
        on: {
          MAKER_PUBLISHED: { actions: stopClock('makerPublicationDue') },
          MAKER_PUBLICATION_DUE_LAPSED: { actions: announce('reportOverdue') },
          RECALL_BEGUN: { actions: startClock('progressDue') },
          PROGRESS_REPORTED: { actions: append('progress') },
          PROGRESS_DUE_LAPSED: [
            { guard: 'progressIsReported', actions: [count('periods'), startClock('progressDue')] },
            { actions: [count('periods'), announce('reportOverdue'), startClock('progressDue')] },
          ],
          ORDERED_RECALL_REFUSED: { guard: 'recallWasOrdered', target: 'refused', actions: announce('orderedRecallRefused') },
          RECALL_INADEQUATE: [
            { guard: 'foundByBureau', target: 'renewing', actions: [issue('renewedRecallNotice'), announce('recallAgain')] },
            { guard: 'foundByMaker', target: 'renewing', actions: announce('recallAgain') },
          ],
          RECALL_COMPLETED: { target: 'completed' },
        },
        states: {
          unpublished: {
            meta: {
              zh: '计划待公示',
              en: 'Plan to be published by the bureau',
              basis: '召回规定 第十九条第一款',
              untimed: '规章未规定公示期限 the order sets the bureau no term',
            },
            on: { PLAN_PUBLISHED: { target: 'published', actions: announce('planPublished') } },
          },
          published: {
            meta: {
              zh: '计划已公示，召回进行中',
              en: 'Plan public, recall under way',
              basis: '召回规定 第十九条至第二十一条',
              untimed: '至召回计划完成为止 until the plan is completed',
            },
          },
        },
      }),
      // 第二十二条 sets no term of its own: a renewed recall is a recall, its plan is due as in 第十七条.
      renewing: timed('planDue', {
        meta: { zh: '重新实施召回', en: 'To be recalled again', basis: '召回规定 第二十二条、第十七条' },
        on: {
          PLAN_SUBMITTED: [
            { guard: 'planIsComplete', target: 'executing', actions: remember('plan') },
            { actions: issue('planReturned') },
          ],
          ORDERED_RECALL_REFUSED: { guard: 'recallWasOrdered', target: 'refused', actions: announce('orderedRecallRefused') },
          PLAN_DUE_LAPSED: { actions: announce('reportOverdue') },
        },
      }),
      completed: timed('closingReportDue', {
        meta: { zh: '待提交召回总结', en: 'Closing report expected', basis: '召回规定 第二十一条第一款' },
        on: {
          CLOSING_REPORT_SUBMITTED: { target: 'evaluating' },
          CLOSING_REPORT_DUE_LAPSED: { actions: announce('reportOverdue') },
        },
      }),
      evaluating: {
        meta: {
          zh: '监督召回效果',
          en: 'Effect examined',
          basis: '召回规定 第二十二条第二款',
          untimed: '规章未规定期限 the order sets no term',
        },
        on: {
          RECALL_INADEQUATE: [
            { guard: 'foundByBureau', target: 'renewing', actions: [issue('renewedRecallNotice'), announce('recallAgain')] },
            { guard: 'foundByMaker', target: 'renewing', actions: announce('recallAgain') },
          ],
          EFFECT_CONFIRMED: { target: 'closed', actions: announce('closed') },
        },
      },

      closed: { type: 'final', meta: { zh: '召回结束', en: 'Recall closed', basis: '召回规定 第二十一条、第二十二条' } },
      noDefect: {
        type: 'final',
        meta: { zh: '未认定缺陷，程序结束', en: 'No defect established', basis: '召回规定 第十条、第十二条、第十三条' },
      },
      passedOn: { type: 'final', meta: { zh: '已通报（移送）', en: 'Passed on', basis: '召回规定 第五条、第八条第二款' } },
    },
  },
});
