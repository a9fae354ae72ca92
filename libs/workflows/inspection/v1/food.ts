import { announce, append, extendClock, issue, remember, stopClock, timed } from '@zhiheng/workflow-kit';
import { objection, retest } from './food-remedies.js';
import type { Row } from './table-row.js';

// 第二十二条、第二十一条: the ways out before there is a result.
const turnedAway: Row['on'] = {
  SAMPLE_REJECTED: { target: '#inspection.closed', actions: remember('rejection') },
  ILLEGALITY_FOUND: { target: '#inspection.closed', actions: [issue('illegalityReport'), announce('unlicensedFound')] },
};

/**
 * 核查处置 (第四十条至第四十六条). It runs beside retest and objection, because neither stops the party's duties (第四十条第二款) nor
 * the investigation, which starts when the conclusion comes in (第四十三条第一款).
 */
const disposal: Row = {
  meta: { zh: '核查处置', en: 'Handling of unfit food', basis: '食品抽检办法 第四十条至第四十六条' },
  initial: 'running',
  states: {
    running: timed('foodDisposalDue', {
      meta: { zh: '调查处理', en: 'Under way', basis: '食品抽检办法 第四十三条、第四十五条' },
      initial: 'controlling',
      on: {
        FOOD_DUTIES_ORDERED: { target: '.ordered', actions: [remember('dutiesOrder'), issue('foodDutiesOrder')] },
        FOOD_GRAVE_RESULT_REPORTED: { actions: issue('foodGraveReport') },
        FOOD_RESULT_PUBLISHED: { actions: [remember('resultPublication'), announce('foodResultPublished')] },
        FOOD_DISPOSAL_EXTENDED: { actions: extendClock('foodDisposalDue') },
        FOOD_DISPOSAL_DUE_LAPSED: { actions: announce('foodTermOverdue') },
      },
      states: {
        controlling: {
          meta: {
            zh: '待当事人采取风险控制措施',
            en: 'Measures of the party awaited',
            basis: '食品抽检办法 第四十条第一款',
            untimed: '应当立即采取；期限为核查处置期限 at once, within the term of the handling',
          },
          on: {
            FOOD_MEASURES_REPORTED: [
              { guard: 'measuresAreComplete', target: 'controlled', actions: append('measures') },
              { actions: append('measures'), description: '未全部履行' },
            ],
          },
        },
        ordered: {
          meta: {
            zh: '已责令履行义务',
            en: 'Ordered to perform',
            basis: '食品抽检办法 第四十条第二款、第四十八条',
            untimed: '期限为核查处置期限 within the term of the handling',
          },
          on: {
            FOOD_MEASURES_REPORTED: [
              { guard: 'measuresAreComplete', target: 'controlled', actions: append('measures') },
              { actions: append('measures'), description: '未全部履行' },
            ],
            FOOD_DUTIES_REFUSED: { actions: [remember('dutiesRefused'), announce('foodDutiesRefused')] },
            // Who refuses is punished in a case of its own (第四十八条); the handling does not wait for it for ever.
            FOOD_DISPOSAL_COMPLETED: {
              guard: 'refusalIsOnRecord',
              target: '#inspection.food.procedure.failed.disposal.publishing',
              actions: [remember('disposal'), issue('foodDisposalReport')],
            },
          },
        },
        controlled: {
          meta: {
            zh: '风险已控制，调查处理',
            en: 'Risk under control, under investigation',
            basis: '食品抽检办法 第四十三条第一款',
            untimed: '期限为核查处置期限 within the term of the handling',
          },
          on: {
            FOOD_DISPOSAL_COMPLETED: {
              target: '#inspection.food.procedure.failed.disposal.publishing',
              actions: [remember('disposal'), issue('foodDisposalReport')],
            },
          },
        },
      },
    }),
    publishing: {
      meta: {
        zh: '待公开核查处置信息',
        en: 'To be made public',
        basis: '食品抽检办法 第四十六条',
        untimed: '应当及时公开，没有规定天数 "promptly", no number of days',
      },
      on: {
        FOOD_RESULT_PUBLISHED: { actions: [remember('resultPublication'), announce('foodResultPublished')] },
        FOOD_DISPOSAL_PUBLISHED: { guard: 'resultIsPublic', target: 'published', actions: remember('publication') },
      },
    },
    published: {
      meta: { zh: '核查处置完毕并公开', en: 'Handled and public', basis: '食品抽检办法 第四十五条、第四十六条' },
      type: 'final',
    },
  },
};

/** 食品安全抽样检验管理办法 (令15, amended by 令61 and 令101). There is no provincial announcement and no second re-check here. */
export const food: Row = {
  meta: { zh: '食品安全监督抽检', en: 'Food safety spot check', basis: '食品抽检办法 第二条、第五十二条、第五十四条' },
  type: 'parallel',
  exit: stopClock('foodSamplingObjectionDue'),
  states: {
    procedure: {
      meta: { zh: '检验、复检和核查处置', en: 'Test, retest, handling', basis: '食品抽检办法 第四章至第六章' },
      initial: 'entering',
      states: {
        entering: {
          meta: { zh: '进入', en: 'Entering', basis: '食品抽检办法 第二十条、第二十七条' },
          always: [
            { guard: 'resultCameIn', target: 'failed' },
            { guard: 'sampleWasBoughtOnline', target: 'forwarding' },
            { target: 'delivering' },
          ],
        },
        // 第四章 检验与结果报送
        delivering: timed('foodDeliveryDue', {
          meta: { zh: '送样', en: 'Sample on its way', basis: '食品抽检办法 第二十条第一款' },
          on: {
            FOOD_SAMPLE_RECEIVED: { target: 'testing', actions: remember('received') },
            FOOD_DELIVERY_DUE_LAPSED: { actions: announce('foodTermOverdue') },
            ...turnedAway,
          },
        }),
        forwarding: {
          meta: {
            zh: '送样（网络抽样）',
            en: 'Sample on its way (bought online)',
            basis: '食品抽检办法 第十八条第二款、第二十条第一款',
            untimed: '五个工作日的期限只适用于现场抽样 the five working days bind sampling on site only',
          },
          on: { FOOD_SAMPLE_RECEIVED: { target: 'testing', actions: remember('received') }, ...turnedAway },
        },
        testing: timed('foodTestDue', {
          meta: { zh: '食品检验', en: 'Testing', basis: '食品抽检办法 第二十四条第二款' },
          on: {
            TEST_PASSED: { target: 'publishing', actions: remember('conclusion') },
            TEST_FAILED: { target: 'failed', actions: remember('test') },
            FOOD_TEST_DUE_LAPSED: { actions: announce('foodTermOverdue') },
            ...turnedAway,
          },
        }),
        publishing: {
          meta: {
            zh: '检验合格，待公开结果',
            en: 'Conforming, to be made public',
            basis: '食品抽检办法 第四十六条',
            untimed: '应当及时公开，没有规定天数 "promptly", no number of days',
          },
          on: {
            FOOD_RESULT_PUBLISHED: {
              target: 'ended',
              actions: [remember('resultPublication'), announce('foodResultPublished')],
            },
          },
        },
        // 第二十九条、第四十三条: 收到不合格检验结论 starts the service and the handling at the same time.
        failed: {
          meta: { zh: '检验不合格', en: 'Non-conforming', basis: '食品抽检办法 第二十九条、第四十条、第四十三条' },
          type: 'parallel',
          entry: [issue('foodResultNotice'), announce('nonconformityConfirmed')],
          exit: stopClock('foodRemedyDue'),
          states: { retest, disposal },
          onDone: { target: 'ended' },
        },
        ended: {
          meta: { zh: '待异议办结', en: 'Waiting for an objection', basis: '食品抽检办法 第三十九条' },
          always: { guard: 'noObjectionIsPending', target: '#inspection.closed' },
        },
      },
    },
    objection,
  },
};
