import { announce, append, extendClock, issue, remember, startClock, stopClock, timed } from '@zhiheng/workflow-kit';
import type { Row } from './table-row.js';

const execution: Row = {
  meta: { zh: '送达与履行', en: 'Service and performance', basis: '处罚程序规定 第五章、第六章' },
  initial: 'serving',
  states: {
    serving: timed('serviceDue', {
      meta: { zh: '送达处罚决定书', en: 'Serving the decision', basis: '处罚程序规定 第八十一条' },
      on: {
        DECISION_SERVED: {
          guard: 'serviceMeetsItsMethod',
          target: 'performing',
          actions: [remember('service'), issue('serviceReceipt')],
        },
        DECISION_POSTED: { target: 'posting', actions: [remember('posting'), issue('servicePosting')] },
        SERVICE_DUE_LAPSED: { actions: announce('serviceOverdue') },
      },
    }),
    posting: timed('postingRuns', {
      meta: { zh: '公告送达处罚决定书', en: 'Decision posted', basis: '处罚程序规定 第八十二条第五项' },
      on: {
        DECISION_SERVED: {
          guard: 'serviceMeetsItsMethod',
          target: 'performing',
          actions: [remember('service'), issue('serviceReceipt')],
        },
        POSTING_RUNS_LAPSED: 'performing',
      },
    }),
    // 自收到行政处罚决定书之日起十五日内: the clock starts on the day of service.
    performing: timed('paymentDue', {
      meta: { zh: '履行期内', en: 'Time to perform', basis: '处罚程序规定 第七十二条' },
      on: {
        PERFORMED: { guard: 'penaltyIsPaidInFull', target: 'closing', actions: remember('performance') },
        DEFERRAL_GRANTED: { target: 'deferred', actions: [remember('deferral'), issue('deferralNotice')] },
        PAYMENT_DUE_LAPSED: [
          {
            guard: 'remedyHasEnded',
            target: 'overdue',
            actions: [startClock('courtApplicationDue'), announce('paymentOverdue')],
          },
          { target: 'overdue', actions: announce('paymentOverdue') },
        ],
      },
    }),
    deferred: {
      meta: {
        zh: '延期、分期履行',
        en: 'Deferred',
        basis: '处罚程序规定 第七十四条',
        untimed: '期限由批准书确定 the grant sets its end',
      },
      on: {
        INSTALMENT_PAID: { actions: append('instalments') },
        PERFORMED: { guard: 'penaltyIsPaidInFull', target: 'closing', actions: remember('performance') },
        // 申请人民法院强制执行的期限，自暂缓或者分期缴纳罚款期限结束之日起计算。
        DEFERRAL_ENDED: {
          guard: 'deferralIsOver',
          target: 'overdue',
          actions: [startClock('courtApplicationDue'), announce('paymentOverdue')],
        },
      },
    },
    overdue: {
      meta: { zh: '逾期未履行', en: 'Overdue', basis: '处罚程序规定 第七十五条、第七十六条' },
      initial: 'unurged',
      exit: stopClock('courtApplicationDue'),
      on: {
        PERFORMED: { guard: 'penaltyAndLateFineAreInOrder', target: 'closing', actions: remember('performance') },
        INSTALMENT_PAID: { actions: append('instalments') },
        DEFERRAL_GRANTED: { target: 'deferred', actions: [remember('deferral'), issue('deferralNotice')] },
        PERFORMANCE_REFUSED: { actions: [append('refusals'), announce('performanceRefused')] },
        CLOSING_GROUND_FOUND: { target: 'closing', actions: remember('otherEnd') },
        // The three months start when review and suit are no longer possible, or have ended.
        APPEAL_PERIOD_LAPSED: { actions: startClock('courtApplicationDue') },
        REMEDY_ENDED: { actions: startClock('courtApplicationDue') },
        COURT_APPLICATION_DUE_LAPSED: { actions: announce('courtApplicationMissed') },
      },
      states: {
        unurged: {
          meta: {
            zh: '尚未催告',
            en: 'Not yet urged',
            basis: '处罚程序规定 第七十六条',
            untimed: '催告没有法定期限 the law sets no term for urging',
          },
          on: { URGING_SERVED: { target: 'urged', actions: [remember('urging'), issue('urgingLetter')] } },
        },
        urged: timed('urgingRuns', {
          meta: { zh: '已催告', en: 'Urged', basis: '处罚程序规定 第七十六条' },
          on: { URGING_RUNS_LAPSED: 'enforceable' },
        }),
        enforceable: {
          meta: {
            zh: '可以申请强制执行',
            en: 'Enforceable',
            basis: '处罚程序规定 第七十六条',
            untimed: '期限为申请强制执行期限 within the time for the application',
          },
          on: {
            COURT_APPLIED: {
              guard: 'courtApplicationIsOpen',
              target: '#enforcement.decided.execution.enforcing',
              actions: [remember('courtApplication'), issue('courtApplication')],
            },
          },
        },
      },
    },
    enforcing: {
      meta: {
        zh: '人民法院强制执行',
        en: 'Court enforcement',
        basis: '处罚程序规定 第七十六条',
        untimed: '期限由人民法院遵守 a matter of the court',
      },
      on: {
        PERFORMANCE_REFUSED: { actions: [append('refusals'), announce('performanceRefused')] },
        COURT_ENFORCEMENT_ENDED: { target: 'closing', actions: remember('courtEnd') },
      },
    },
    closing: timed('closingDue', {
      meta: { zh: '结案审批', en: 'Closing', basis: '处罚程序规定 第七十七条' },
      on: {
        CLOSING_APPROVED: { target: 'closed', actions: [issue('closingApproval'), announce('closed')] },
        CLOSING_DUE_LAPSED: { actions: announce('closingOverdue') },
      },
    }),
    closed: { meta: { zh: '结案', en: 'Closed', basis: '处罚程序规定 第七十七条' }, type: 'final' },
  },
};

// A revoked decision that is on show is withdrawn in three working days; one that is not simply falls (see `decided`).
const revokedOnShow = {
  target: '#enforcement.withdrawing',
  actions: [remember('revocation'), announce('decisionRevoked')],
} as const;

const publicity: Row = {
  meta: { zh: '处罚信息公示', en: 'Publication', basis: '公示规定' },
  initial: 'assigning',
  on: { DECISION_CHANGED: { actions: remember('decision') } },
  states: {
    assigning: {
      meta: { zh: '确定公示途径', en: 'Assigning', basis: '公示规定 第二条、第九条、第十条' },
      always: [
        { guard: 'onlyAWarningWasGiven', target: 'exempt' },
        { guard: 'partyIsInAnotherProvince', target: 'pushing' },
        { target: 'due' },
      ],
    },
    exempt: { meta: { zh: '不予公示', en: 'Not published', basis: '公示规定 第二条第二款' }, type: 'final' },
    due: timed('publicityDue', {
      meta: { zh: '等候公示', en: 'To be published', basis: '公示规定 第九条' },
      on: {
        PENALTY_PUBLISHED: {
          guard: 'publicationIsCleared',
          target: 'published',
          actions: [remember('publication'), announce('penaltyPublished')],
        },
        PUBLICITY_DUE_LAPSED: { actions: announce('publicityOverdue') },
      },
    }),
    pushing: timed('pushDue', {
      meta: { zh: '等候推送登记地', en: 'To be pushed', basis: '公示规定 第十条' },
      on: { PENALTY_PUSHED: 'pushed', PUSH_DUE_LAPSED: { actions: announce('publicityOverdue') } },
    }),
    pushed: timed('hostPublicityDue', {
      meta: { zh: '等候登记地公示', en: 'To be published by the other province', basis: '公示规定 第十条' },
      on: {
        PENALTY_PUBLISHED: {
          guard: 'publicationIsCleared',
          target: 'published',
          actions: [remember('publication'), announce('penaltyPublished')],
        },
        HOST_PUBLICITY_DUE_LAPSED: { actions: announce('publicityOverdue') },
      },
    }),
    // 公示期 by tiers. The window of a tier opens on the first day for an early stop and closes on the day the bureau stops it.
    published: {
      meta: { zh: '公示中', en: 'Published', basis: '公示规定 第十三条至第十五条' },
      initial: 'tiering',
      exit: stopClock('earlyStopDue'),
      on: {
        EARLY_STOP_APPLIED: { guard: 'earlyStopIsOpen', actions: [remember('earlyStop'), startClock('earlyStopDue')] },
        EARLY_STOP_EXTENDED: { guard: 'earlyStopWasAppliedFor', actions: extendClock('earlyStopDue') },
        EARLY_STOP_GRANTED: { guard: 'earlyStopConditionsHold', target: 'stopped', actions: announce('publicityStopped') },
        EARLY_STOP_REFUSED: {
          guard: 'earlyStopWasAppliedFor',
          actions: [stopClock('earlyStopDue'), remember('earlyStopRefused')],
        },
        EARLY_STOP_DUE_LAPSED: { actions: announce('earlyStopOverdue') },
        DECISION_CHANGED: { target: 'changing', actions: remember('decision') },
        DECISION_REVOKED: revokedOnShow,
      },
      states: {
        tiering: {
          meta: { zh: '确定公示期', en: 'Finding the tier', basis: '公示规定 第十三条至第十五条；信用修复办法 第六条第二款' },
          // Several penalties: the longest time governs.
          always: [
            { guard: 'penaltyIsOfTheGravestKinds', target: 'grave' },
            { guard: 'penaltyRestricts', target: 'restriction' },
            { guard: 'penaltyIsLight', target: 'light' },
            { guard: 'sectorIsKey', target: 'sector' },
            { target: 'general' },
          ],
        },
        light: timed('lightPublicity', {
          meta: { zh: '公示三个月档', en: 'Light', basis: '公示规定 第十三条' },
          on: {
            LIGHT_PUBLICITY_LAPSED: { target: '#enforcement.decided.publicity.stopped', actions: announce('publicityStopped') },
          },
        }),
        general: timed('generalPublicity', {
          meta: { zh: '一般档', en: 'General', basis: '公示规定 第十五条' },
          on: {
            GENERAL_PUBLICITY_LAPSED: {
              target: '#enforcement.decided.publicity.stopped',
              actions: announce('publicityStopped'),
            },
          },
        }),
        sector: timed('sectorPublicity', {
          meta: { zh: '重点领域档', en: 'Key sectors', basis: '公示规定 第十四条第一款' },
          on: {
            SECTOR_PUBLICITY_LAPSED: {
              target: '#enforcement.decided.publicity.stopped',
              actions: announce('publicityStopped'),
            },
          },
        }),
        restriction: timed('restrictionPublicity', {
          meta: { zh: '限制类处罚档', en: 'Restrictions', basis: '公示规定 第十四条第二款' },
          on: {
            RESTRICTION_PUBLICITY_LAPSED: [
              {
                guard: 'restrictionIsOver',
                target: '#enforcement.decided.publicity.stopped',
                actions: announce('publicityStopped'),
              },
              { target: 'outlasting' },
            ],
          },
        }),
        grave: timed('gravePublicity', {
          meta: { zh: '较为严重处罚档', en: 'Gravest', basis: '公示规定 第十四条第三款' },
          on: {
            GRAVE_PUBLICITY_LAPSED: [
              {
                guard: 'restrictionIsOver',
                target: '#enforcement.decided.publicity.stopped',
                actions: announce('publicityStopped'),
              },
              { target: 'outlasting' },
            ],
          },
        }),
        outlasting: {
          meta: {
            zh: '限制期限长于公示期',
            en: 'The restriction lasts longer',
            basis: '公示规定 第十四条第二款',
            untimed: '公示期以实际限制期限为准 as long as the restriction',
          },
          on: {
            RESTRICTION_ENDED: {
              guard: 'restrictionIsOver',
              target: '#enforcement.decided.publicity.stopped',
              actions: announce('publicityStopped'),
            },
          },
        },
      },
    },
    changing: timed('withdrawalDue', {
      meta: { zh: '撤回变更前的公示', en: 'Withdrawing the earlier decision', basis: '公示规定 第十一条' },
      on: {
        PUBLICITY_WITHDRAWN: { target: 'assigning', actions: announce('publicityWithdrawn') },
        DECISION_REVOKED: revokedOnShow,
        WITHDRAWAL_DUE_LAPSED: { actions: announce('withdrawalOverdue') },
      },
    }),
    stopped: { meta: { zh: '停止公示', en: 'Publication stopped', basis: '公示规定 第十三条至第十六条' }, type: 'final' },
  },
};

const remedy: Row = {
  meta: { zh: '复议与诉讼', en: 'Review and suit', basis: '处罚程序规定 第七十一条第二款' },
  initial: 'unserved',
  states: {
    unserved: {
      meta: {
        zh: '尚未送达',
        en: 'Not yet served',
        basis: '行政复议法 第二十条',
        untimed: '自知道决定之日起计算 runs from service',
      },
      on: { DECISION_SERVED: { guard: 'serviceMeetsItsMethod', target: 'open' }, POSTING_RUNS_LAPSED: 'open' },
    },
    open: timed('appealPeriod', {
      meta: { zh: '复议、诉讼期限内', en: 'Open to review and suit', basis: '行政复议法 第二十条；行政诉讼法 第四十六条' },
      on: {
        REMEDY_SOUGHT: { target: 'pending', actions: remember('remedy') },
        APPEAL_PERIOD_LAPSED: { target: 'ended', actions: remember('remedyEnd') },
      },
    }),
    // Performance is not suspended (第七十一条第二款); only the late fine does not grow.
    pending: {
      meta: {
        zh: '复议、诉讼中',
        en: 'Pending',
        basis: '行政处罚法 第七十三条',
        untimed: '期限由受理机关遵守 a matter of the reviewing organ',
      },
      on: { REMEDY_ENDED: { target: 'ended', actions: remember('remedyEnd') } },
    },
    ended: {
      meta: { zh: '复议、诉讼已过期或者终结', en: 'No further remedy', basis: '处罚程序规定 第七十六条' },
      type: 'final',
    },
  },
};

/** 处罚决定之后: performance, publication and remedies run beside each other. */
export const decided: Row = {
  meta: { zh: '处罚决定之后', en: 'After the decision', basis: '处罚程序规定 第五章' },
  type: 'parallel',
  on: { DECISION_REVOKED: { target: '#enforcement.revoked', actions: [remember('revocation'), announce('decisionRevoked')] } },
  onDone: '#enforcement.archived',
  states: { execution, publicity, remedy },
};

export const withdrawing: Row = timed('withdrawalDue', {
  meta: { zh: '撤回处罚公示', en: 'Withdrawing the publication', basis: '处罚程序规定 第六十三条第二款；公示规定 第十一条' },
  on: {
    PUBLICITY_WITHDRAWN: { target: 'revoked', actions: announce('publicityWithdrawn') },
    WITHDRAWAL_DUE_LAPSED: { actions: announce('withdrawalOverdue') },
  },
});
