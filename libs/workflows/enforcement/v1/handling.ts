import { announce, append, extendClock, issue, remember, resumeClock, suspendClock, timed } from '@zhiheng/workflow-kit';
import { hearing } from './hearing.js';
import type { Row } from './table-row.js';

const step = '#enforcement.handling.procedure';
const withinTheCase = '期限为办案期限 within the term of the case';

/** 审核, before the notice and, for cases that were heard, after the hearing. */
const review = (kindRule: 'reviewIsOfTheRequiredKind' | 'reviewIsLegal', agreed: string): Row => ({
  meta: { zh: '审核', en: 'Review', basis: '处罚程序规定 第四十九条' },
  initial: 'submitted',
  states: {
    submitted: {
      meta: { zh: '交审核机构', en: 'Submitted for review', basis: '处罚程序规定 第四十九条', untimed: withinTheCase },
      on: { REVIEW_STARTED: { guard: kindRule, target: 'checking', actions: remember('review') } },
    },
    // 自接到审核材料之日起: the term runs from receipt by the reviewing body, not from the report.
    checking: timed('reviewDue', {
      meta: { zh: '审核中', en: 'Reviewing', basis: '处罚程序规定 第五十五条' },
      on: {
        REVIEW_EXTENDED: { actions: extendClock('reviewDue') },
        REVIEW_AGREED: { guard: 'reviewerIsNotACaseOfficer', target: agreed, actions: issue('reviewForm') },
        REVIEW_RETURNED: { guard: 'reviewerIsNotACaseOfficer', target: `${step}.investigating`, actions: issue('reviewForm') },
        REVIEW_DUE_LAPSED: { actions: announce('reviewOverdue') },
      },
    }),
  },
});

const procedure: Row = {
  meta: { zh: '办理', en: 'Procedure', basis: '处罚程序规定 第三章' },
  initial: 'investigating',
  on: {
    INVESTIGATION_TERMINATED: { target: '#enforcement.ending', actions: remember('terminated') },
  },
  states: {
    investigating: {
      meta: { zh: '调查', en: 'Investigating', basis: '处罚程序规定 第二十一条' },
      initial: 'gathering',
      on: {
        TRANSFERRED: { target: '#enforcement.ending', actions: [remember('transfer'), issue('transferLetter')] },
        CRIME_SUSPECTED: { target: 'referral', actions: remember('crime') },
      },
      states: {
        gathering: {
          meta: {
            zh: '调查取证',
            en: 'Gathering evidence',
            basis: '处罚程序规定 第二十二条、第二十三条',
            untimed: withinTheCase,
          },
          on: {
            TESTING_STARTED: 'testing',
            INVESTIGATION_SUSPENDED: { target: 'suspended', actions: append('suspensions') },
            INVESTIGATION_REPORTED: { target: `${step}.review`, actions: [remember('report'), issue('investigationReport')] },
          },
        },
        testing: {
          meta: {
            zh: '检测、检验、检疫、鉴定、辨认',
            en: 'Testing',
            basis: '处罚程序规定 第六十四条第二款',
            untimed: '时间不计入办案期限 does not count',
          },
          entry: suspendClock('caseDue', 'testing'),
          exit: resumeClock('caseDue', 'testing'),
          on: { TESTING_ENDED: { target: 'gathering', actions: issue('testingResult') } },
        },
        suspended: {
          meta: {
            zh: '中止调查',
            en: 'Suspended',
            basis: '处罚程序规定 第四十六条',
            untimed: '中止的原因消除后立即恢复 until its cause ends',
          },
          entry: suspendClock('caseDue', 'suspension'),
          exit: resumeClock('caseDue', 'suspension'),
          on: { INVESTIGATION_RESUMED: 'gathering' },
        },
      },
    },

    referral: {
      meta: {
        zh: '移送涉嫌犯罪案件',
        en: 'Transfer to the police',
        basis: '处罚程序规定 第十七条第二款；移送涉嫌犯罪案件规定',
      },
      initial: 'approving',
      states: {
        approving: timed('referralApprovalDue', {
          meta: { zh: '移送审批', en: 'Approving the transfer', basis: '移送涉嫌犯罪案件规定 第五条第二款' },
          on: {
            REFERRAL_APPROVED: { guard: 'principalHeadApproved', target: 'handingOver', actions: issue('crimeReferral') },
            REFERRAL_REJECTED: { target: `${step}.investigating`, actions: remember('referralRejected') },
            REFERRAL_APPROVAL_DUE_LAPSED: { actions: announce('referralOverdue') },
          },
        }),
        handingOver: timed('referralHandoverDue', {
          meta: { zh: '向公安机关移送', en: 'Handing over', basis: '移送涉嫌犯罪案件规定 第五条第二款' },
          on: {
            CASE_HANDED_OVER: { target: 'withPolice', actions: remember('handover') },
            REFERRAL_HANDOVER_DUE_LAPSED: { actions: announce('referralOverdue') },
          },
        }),
        // No penalty instead of a transfer (第十一条): the procedure stands still until the police have decided.
        withPolice: {
          meta: {
            zh: '公安机关审查',
            en: 'With the police',
            basis: '移送涉嫌犯罪案件规定 第八条；处罚程序规定 第四十六条',
            untimed: '审查期限由公安机关遵守 a term of the police',
          },
          entry: suspendClock('caseDue', 'suspension'),
          exit: resumeClock('caseDue', 'suspension'),
          on: {
            POLICE_FILED: { target: '#enforcement.ending', actions: remember('policeFiled') },
            POLICE_DECLINED: { target: `${step}.investigating`, actions: remember('policeDeclined') },
          },
        },
      },
    },

    review: review('reviewIsOfTheRequiredKind', `${step}.reviewed`),
    reviewed: {
      meta: { zh: '审核完成', en: 'Reviewed', basis: '处罚程序规定 第五十六条' },
      always: [{ guard: 'penaltyIsProposed', target: 'approving' }, { target: 'disposing' }],
    },
    approving: {
      meta: { zh: '处罚建议报批', en: 'Approving the proposal', basis: '处罚程序规定 第五十六条', untimed: withinTheCase },
      on: {
        PROPOSAL_APPROVED: {
          guard: 'hearingRightIsToldWhereDue',
          target: 'notice',
          actions: [remember('proposal'), issue('priorNotice')],
        },
        CASE_RETURNED: 'investigating',
      },
    },

    notice: {
      meta: { zh: '告知', en: 'Prior notice', basis: '处罚程序规定 第五十七条' },
      initial: 'serving',
      states: {
        serving: {
          meta: { zh: '送达告知书', en: 'Serving the notice', basis: '处罚程序规定 第五十七条', untimed: withinTheCase },
          on: {
            NOTICE_SERVED: {
              guard: 'serviceMeetsItsMethod',
              target: 'answering',
              actions: [remember('notice'), issue('serviceReceipt')],
            },
            NOTICE_POSTED: { target: 'posting', actions: [remember('noticePosting'), issue('servicePosting')] },
          },
        },
        // 经过三十日，即视为送达: the day after the last of the thirty is the day of service.
        posting: timed('postingRuns', {
          meta: { zh: '公告送达告知书', en: 'Notice posted', basis: '处罚程序规定 第八十二条第五项、第六十四条第二款' },
          entry: suspendClock('caseDue', 'public-notice'),
          exit: resumeClock('caseDue', 'public-notice'),
          on: {
            NOTICE_SERVED: {
              guard: 'serviceMeetsItsMethod',
              target: 'answering',
              actions: [remember('notice'), issue('serviceReceipt')],
            },
            POSTING_RUNS_LAPSED: { target: 'answering', actions: remember('notice') },
          },
        }),
        answering: timed('answerDue', {
          meta: { zh: '等候陈述、申辩', en: 'Awaiting the defence', basis: '处罚程序规定 第五十七条第二款' },
          on: {
            DEFENCE_MADE: { actions: append('defences') },
            HEARING_REQUESTED: { guard: 'hearingIsInScope', target: `${step}.hearing`, actions: remember('hearingRequest') },
            RIGHTS_WAIVED: { target: `${step}.weighing`, actions: remember('waiver') },
            ANSWER_DUE_LAPSED: [
              { guard: 'defenceWasMade', target: 'reexamining' },
              { target: `${step}.weighing`, actions: announce('rightsWaived') }, // 视为放弃此权利
            ],
          },
        }),
        reexamining: {
          meta: { zh: '复核', en: 'Re-examining', basis: '处罚程序规定 第五十八条', untimed: withinTheCase },
          on: {
            DEFENCE_REEXAMINED: { target: `${step}.weighing`, actions: remember('reexamination') },
            CASE_RETURNED: `${step}.investigating`,
          },
        },
      },
    },

    hearing,
    heardReview: review('reviewIsLegal', `${step}.weighing`),

    weighing: {
      meta: { zh: '审查', en: 'Weighing', basis: '处罚程序规定 第六十条' },
      always: [{ guard: 'collectiveDiscussionIsRequired', target: 'discussing' }, { target: 'deciding' }],
    },
    discussing: {
      meta: { zh: '集体讨论', en: 'Collective discussion', basis: '处罚程序规定 第六十条第二款', untimed: withinTheCase },
      on: {
        COLLECTIVELY_DISCUSSED: { target: 'deciding', actions: [remember('discussion'), issue('discussionRecord')] },
        CASE_RETURNED: 'investigating',
      },
    },
    deciding: {
      meta: { zh: '作出决定', en: 'Deciding', basis: '处罚程序规定 第六十条第一款', untimed: withinTheCase },
      on: {
        PENALTY_DECIDED: {
          guard: 'penaltyIsNotHeavier',
          target: '#enforcement.decided',
          // The listing is decided together with the penalty (失信名单办法 第十三条): announced now, not when the decision is served.
          actions: [remember('decision'), issue('penaltyDecision'), announce('penaltyDecided')],
        },
        NO_PENALTY_DECIDED: { target: '#enforcement.ending', actions: [remember('noPenalty'), issue('noPenaltyDecision')] },
        TRANSFERRED: { target: '#enforcement.ending', actions: [remember('transfer'), issue('transferLetter')] },
        CRIME_SUSPECTED: { target: 'referral', actions: remember('crime') },
        CASE_RETURNED: 'investigating',
      },
    },
    // No penalty was proposed, so none was notified and none can be decided here.
    disposing: {
      meta: {
        zh: '其他处理决定',
        en: 'Other disposition',
        basis: '处罚程序规定 第五十六条、第六十条第一款第二项至第五项',
        untimed: withinTheCase,
      },
      on: {
        NO_PENALTY_DECIDED: { target: '#enforcement.ending', actions: [remember('noPenalty'), issue('noPenaltyDecision')] },
        TRANSFERRED: { target: '#enforcement.ending', actions: [remember('transfer'), issue('transferLetter')] },
        CRIME_SUSPECTED: { target: 'referral', actions: remember('crime') },
        CASE_RETURNED: 'investigating',
      },
    },
  },
};

/** 先行登记保存: one registration at a time. */
const registration: Row = {
  meta: { zh: '先行登记保存', en: 'Registered evidence', basis: '处罚程序规定 第三十三条' },
  initial: 'none',
  states: {
    none: {
      meta: { zh: '无登记保存', en: 'Nothing registered', basis: '处罚程序规定 第三十三条', untimed: '未采取措施 no measure' },
      on: { EVIDENCE_REGISTERED: { target: 'held', actions: [remember('registration'), issue('registrationNotice')] } },
    },
    held: timed('registrationDue', {
      meta: { zh: '登记保存中', en: 'Evidence registered', basis: '处罚程序规定 第三十五条' },
      on: {
        REGISTRATION_HANDLED: { target: 'none', actions: remember('registrationHandled') },
        // 逾期未采取相关措施的，先行登记保存措施自动解除。
        REGISTRATION_DUE_LAPSED: { target: 'none', actions: [issue('registrationRelease'), announce('registrationLifted')] },
      },
    }),
  },
};

/** 查封、扣押: one measure at a time. */
const seizure: Row = {
  meta: { zh: '查封、扣押', en: 'Seizure', basis: '处罚程序规定 第三十六条' },
  initial: 'none',
  states: {
    none: {
      meta: { zh: '无查封、扣押', en: 'Nothing seized', basis: '处罚程序规定 第三十六条', untimed: '未采取措施 no measure' },
      on: { SEIZED: { target: 'held', actions: [remember('seizure'), issue('seizureDecision')] } },
    },
    held: timed('seizureDue', {
      meta: { zh: '查封、扣押中', en: 'Seized', basis: '处罚程序规定 第三十八条' },
      initial: 'counting',
      on: {
        SEIZURE_EXTENDED: { actions: [extendClock('seizureDue'), issue('seizureExtension')] },
        SEIZURE_RELEASED: { target: 'none', actions: [remember('seizureReleased'), issue('seizureRelease')] },
        SEIZURE_DUE_LAPSED: { target: 'none', actions: [issue('seizureRelease'), announce('seizureExpired')] }, // 第四十二条第四项
      },
      states: {
        counting: {
          meta: {
            zh: '计算期间',
            en: 'Counting',
            basis: '处罚程序规定 第三十八条',
            untimed: '期限为查封、扣押期限 within the term of the seizure',
          },
          // Testing stops this term only if its own period was fixed and notified in writing.
          on: { TESTING_STARTED: { guard: 'testingPeriodWasNotified', target: 'testing', actions: issue('testingNotice') } },
        },
        testing: {
          meta: {
            zh: '检测、检验、检疫、鉴定期间',
            en: 'Testing period',
            basis: '处罚程序规定 第三十八条第三款',
            untimed: '不计入查封、扣押期间 does not count',
          },
          entry: suspendClock('seizureDue', 'testing'),
          exit: resumeClock('seizureDue', 'testing'),
          on: { TESTING_ENDED: 'counting' },
        },
      },
    }),
  },
};

/** 立案至处理决定: the procedure and, beside it, the measures on evidence and goods. */
export const handling: Row = timed('caseDue', {
  meta: { zh: '办案', en: 'Handling the case', basis: '处罚程序规定 第六十四条' },
  type: 'parallel',
  on: {
    CASE_EXTENDED: { guard: 'termIsNotYetExtended', actions: [extendClock('caseDue'), remember('firstExtension')] },
    CASE_EXTENDED_COLLECTIVELY: {
      guard: 'termWasExtendedByTheHead',
      actions: [extendClock('caseDue'), remember('furtherExtension')],
    },
    CASE_DUE_LAPSED: { actions: announce('caseOverdue') },
  },
  states: { procedure, registration, seizure },
});
