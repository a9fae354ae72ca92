import {
  announce,
  append,
  count,
  extendClock,
  issue,
  remember,
  resumeClock,
  startClock,
  suspendClock,
  timed,
} from '@zhiheng/workflow-kit';
import type { Row } from './table-row.js';

const withdrawn: Row['on'] = { RETEST_WITHDRAWN: { target: '#inspection.food.procedure.failed.retest.returning' } };

/** 送达和复检 (第二十九条至第三十六条). The retest's conclusion is final; until then the first one is acted on (第四十条第二款). */
export const retest: Row = {
  meta: { zh: '送达和复检', en: 'Service and retest', basis: '食品抽检办法 第二十九条至第三十六条' },
  initial: 'notifying',
  on: {
    FOOD_REMEDY_DUE_LAPSED: { actions: remember('remedyTermEnd') },
    RETEST_APPLIED: [
      {
        guard: 'retestIsAppliedInTime',
        target: '.applied',
        actions: append('retestApplications'),
        description: '期限内提出、事后录入',
      },
      // 逾期未提出的，不予受理 (第三十条).
      { guard: 'retestComesTooLate', actions: [append('lateApplications'), issue('retestRefusal')] },
    ],
  },
  states: {
    notifying: {
      meta: { zh: '通报', en: 'Telling the other bureau', basis: '食品抽检办法 第二十七条第二款' },
      always: [
        { guard: 'producerIsElsewhere', target: 'serving', actions: issue('foodProducerNotice') },
        { target: 'serving' },
      ],
    },
    serving: timed('foodServiceDue', {
      meta: { zh: '待送达结果通知书', en: 'Notice to be served', basis: '食品抽检办法 第二十九条' },
      on: {
        CONCLUSION_SERVED: {
          guard: 'foodAddresseesAreTold',
          target: 'open',
          actions: [remember('service'), startClock('foodRemedyDue')],
        },
        FOOD_SERVICE_DUE_LAPSED: { actions: announce('foodTermOverdue') },
      },
    }),
    open: {
      meta: {
        zh: '可以申请复检、提出异议',
        en: 'Open to remedies',
        basis: '食品抽检办法 第三十条、第三十七条第三款',
        untimed: '复检、异议申请期限自送达起算 the term for remedies runs from service',
      },
      on: {
        RETEST_APPLIED: { guard: 'retestIsAppliedInTime', target: 'applied', actions: append('retestApplications') },
        FOOD_REMEDY_DUE_LAPSED: { target: 'settled', actions: remember('remedyTermEnd') },
      },
    },
    applied: {
      meta: { zh: '复检', en: 'Retest', basis: '食品抽检办法 第三十一条至第三十五条' },
      initial: 'considering',
      // A second applicant (the producer beside the seller) has a part in the same retest.
      on: { RETEST_APPLIED: { guard: 'retestIsAppliedInTime', actions: append('retestApplications') } },
      states: {
        considering: timed('foodRetestDecisionDue', {
          meta: { zh: '审查复检申请', en: 'Application considered', basis: '食品抽检办法 第三十一条、第三十二条第一款' },
          on: {
            RETEST_ACCEPTED: {
              guard: 'retestIsNotExcluded',
              target: 'drawingLab',
              actions: [remember('retestAcceptance'), issue('retestAcceptance')],
            },
            RETEST_REFUSED: {
              guard: 'refusalHasItsGround',
              target: '#inspection.food.procedure.failed.retest.returning',
              actions: [remember('retestRefused'), issue('retestRefusal')],
            },
            FOOD_RETEST_DECISION_DUE_LAPSED: { actions: announce('foodTermOverdue') },
            ...withdrawn,
          },
        }),
        drawingLab: timed('foodRetestLabDue', {
          meta: { zh: '随机确定复检机构', en: 'Retest laboratory to be drawn', basis: '食品抽检办法 第三十二条第二款' },
          on: {
            RETEST_LAB_DRAWN: {
              guard: 'drawnLabMayRetest',
              target: 'handingOver',
              actions: [remember('retestLab'), issue('foodRetestAssignment')],
            },
            RETEST_LAB_TERM_EXTENDED: { actions: extendClock('foodRetestLabDue') },
            FOOD_RETEST_LAB_DUE_LAPSED: { actions: announce('foodTermOverdue') },
            ...withdrawn,
          },
        }),
        handingOver: timed('foodHandoverDue', {
          meta: { zh: '移交备份样品', en: 'Spare sample to be handed over', basis: '食品抽检办法 第三十三条' },
          on: {
            SPARE_SAMPLE_HANDED_OVER: [
              { guard: 'spareSampleIsIntact', target: 'retesting' },
              // 第三十一条第（四）项: a spoilt spare sample cannot serve; the first conclusion stands.
              { target: '#inspection.food.procedure.failed.retest.returning', actions: issue('retestRefusal') },
            ],
            // 第三十二条第三款: another laboratory is drawn; its five working days count from here.
            RETEST_LAB_UNABLE: { target: 'drawingLab' },
            HANDOVER_TERM_EXTENDED: { actions: extendClock('foodHandoverDue') },
            FOOD_HANDOVER_DUE_LAPSED: { actions: announce('foodTermOverdue') },
            ...withdrawn,
          },
        }),
        // 另有约定的，从其约定: a contract may set another term; the ten working days are what holds without one.
        retesting: timed('foodRetestDue', {
          meta: { zh: '食品复检', en: 'Retesting', basis: '食品抽检办法 第三十四条、第三十五条第一款' },
          on: {
            RETEST_CONFIRMED: { guard: 'namedLabMadeTheRetest', target: 'telling', actions: remember('retest') },
            RETEST_OVERTURNED: [
              {
                guard: 'retestClearsEveryItem',
                target: 'telling',
                actions: [remember('overturned'), announce('conclusionSetAside')],
              },
              {
                guard: 'namedLabMadeTheRetest',
                target: 'telling',
                actions: remember('retest'),
                description: '仍有未复检的不合格项目（如微生物指标），不合格结论不变',
              },
            ],
            FOOD_RETEST_DUE_LAPSED: { actions: announce('foodTermOverdue') },
          },
        }),
        telling: timed('foodRetestNoticeDue', {
          meta: { zh: '待通知复检结论', en: 'Applicant to be told', basis: '食品抽检办法 第三十五条第二款' },
          on: {
            RETEST_CONCLUSION_TOLD: [
              { guard: 'conclusionIsOverturned', target: '#inspection.closed', actions: issue('foodRetestConclusion') },
              { target: '#inspection.food.procedure.failed.retest.returning', actions: issue('foodRetestConclusion') },
            ],
            FOOD_RETEST_NOTICE_DUE_LAPSED: { actions: announce('foodTermOverdue') },
          },
        }),
      },
    },
    returning: {
      meta: { zh: '复检程序结束', en: 'Retest over', basis: '食品抽检办法 第三十五条第一款' },
      always: [{ guard: 'remedyTermIsOver', target: 'settled' }, { target: 'open' }],
    },
    settled: {
      meta: { zh: '检验结论确定', en: 'The conclusion stands', basis: '食品抽检办法 第三十条、第三十五条第一款' },
      type: 'final',
    },
  },
};

const joined: Row['on'] = {
  FOOD_OBJECTION_FILED: [
    { guard: 'samplingObjectionIsInTime', actions: [append('foodObjections'), count('foodObjectionsEnded')] },
    { guard: 'otherObjectionIsInTime', actions: [append('foodObjections'), count('foodObjectionsEnded')] },
    { guard: 'objectionComesTooLate', actions: [append('lateObjections'), issue('foodObjectionRefusal')] },
  ],
};

const concluding: Row['on'] = {
  FOOD_OBJECTION_UPHELD: [
    {
      guard: 'conclusionFalls',
      target: '#inspection.closed',
      actions: [issue('foodObjectionConclusion'), announce('conclusionSetAside')],
    },
    { target: '#inspection.food.objection.idle', actions: [count('foodObjectionsEnded'), issue('foodObjectionConclusion')] },
  ],
  FOOD_OBJECTION_REJECTED: {
    target: '#inspection.food.objection.idle',
    actions: [count('foodObjectionsEnded'), issue('foodObjectionConclusion')],
  },
};

/** 异议 (第三十七条至第三十九条): beside everything else, because one about the sampling may come before there is a result. */
export const objection: Row = {
  meta: { zh: '异议', en: 'Objection', basis: '食品抽检办法 第三十七条至第三十九条' },
  initial: 'entering',
  on: { FOOD_SAMPLING_OBJECTION_DUE_LAPSED: { actions: remember('samplingObjectionTermEnd') } },
  states: {
    entering: {
      meta: { zh: '进入', en: 'Entering', basis: '食品抽检办法 第三十七条第二款' },
      always: [
        { guard: 'sampleWasTakenHere', target: 'idle', actions: startClock('foodSamplingObjectionDue') },
        { target: 'idle' },
      ],
    },
    idle: {
      meta: {
        zh: '没有待处理的异议',
        en: 'No objection pending',
        basis: '食品抽检办法 第三十七条',
        untimed: '抽样异议期限和复检、异议申请期限另行计算 the terms to object run beside',
      },
      on: {
        FOOD_OBJECTION_FILED: [
          { guard: 'samplingObjectionIsInTime', target: 'deciding', actions: append('foodObjections') },
          { guard: 'otherObjectionIsInTime', target: 'deciding', actions: append('foodObjections') },
          { guard: 'objectionComesTooLate', actions: [append('lateObjections'), issue('foodObjectionRefusal')] },
        ],
      },
    },
    deciding: timed('foodObjectionDecisionDue', {
      meta: { zh: '审查异议申请', en: 'Objection received', basis: '食品抽检办法 第三十八条' },
      on: {
        FOOD_OBJECTION_INCOMPLETE: { target: 'completing', actions: issue('foodObjectionMissing') },
        FOOD_OBJECTION_ACCEPTED: [
          { guard: 'objectionIsAboutSampling', target: 'reviewingSampling', actions: issue('foodObjectionAcceptance') },
          { target: 'reviewing', actions: issue('foodObjectionAcceptance') },
        ],
        FOOD_OBJECTION_REFUSED: { target: 'idle', actions: [count('foodObjectionsEnded'), issue('foodObjectionRefusal')] },
        FOOD_OBJECTION_DECISION_DUE_LAPSED: { actions: announce('foodTermOverdue') },
        ...joined,
      },
    }),
    // 自收到申请材料之日起: the five working days begin anew when the papers are complete.
    completing: {
      meta: {
        zh: '待申请人补正',
        en: 'Missing papers awaited',
        basis: '食品抽检办法 第三十八条第一款',
        untimed: '没有规定补正期限 no term is set for the applicant',
      },
      on: {
        FOOD_OBJECTION_COMPLETED: { target: 'deciding' },
        FOOD_OBJECTION_REFUSED: { target: 'idle', actions: [count('foodObjectionsEnded'), issue('foodObjectionRefusal')] },
        ...joined,
      },
    },
    reviewingSampling: timed('foodSamplingReviewDue', {
      meta: { zh: '抽样过程异议审核', en: 'Objection to the sampling reviewed', basis: '食品抽检办法 第三十九条第二款' },
      on: { ...concluding, ...joined, FOOD_SAMPLING_REVIEW_DUE_LAPSED: { actions: announce('foodTermOverdue') } },
    }),
    reviewing: timed('foodObjectionReviewDue', {
      meta: { zh: '异议审核', en: 'Objection reviewed', basis: '食品抽检办法 第三十九条第三款' },
      initial: 'examining',
      on: { ...concluding, ...joined, FOOD_OBJECTION_REVIEW_DUE_LAPSED: { actions: announce('foodTermOverdue') } },
      states: {
        examining: {
          meta: {
            zh: '审核',
            en: 'Examining',
            basis: '食品抽检办法 第三十九条第三款',
            untimed: '期限为异议审核期限 within the term of the review',
          },
          on: { CONSULTATION_STARTED: { target: 'consulting' } },
        },
        consulting: {
          meta: {
            zh: '商请有关部门',
            en: 'Other authority asked',
            basis: '食品抽检办法 第三十九条第三款',
            untimed: '所需时间不计算在内 its time does not count',
          },
          entry: suspendClock('foodObjectionReviewDue', 'consultation'),
          exit: resumeClock('foodObjectionReviewDue', 'consultation'),
          on: { CONSULTATION_ENDED: { target: 'examining' } },
        },
      },
    }),
  },
};
