import { announce, append, defineWorkflow, issue, remember, stopClock, timed } from '@zhiheng/workflow-kit';
import { announcements } from './announcements.js';
import { documents } from './documents.js';
import { events } from './events.js';
import { food } from './food.js';
import { clocks, policies } from './policies.js';
import { rules } from './rules.js';
import type { Row } from './table-row.js';

const sampling: Row['on'] = {
  SAMPLE_TAKEN: [
    { guard: 'onSiteSampleIsLawful', target: 'testing', actions: remember('sample') },
    { guard: 'onlineSampleIsLawful', target: 'testing', actions: remember('sample') },
    { guard: 'onSiteFoodSampleIsLawful', target: 'food', actions: remember('sample') },
    { guard: 'onlineFoodSampleIsLawful', target: 'food', actions: remember('sample') },
  ],
};

/** 产品质量监督抽查, from the sample to the closing: 产品质量监督抽查管理暂行办法 (令18), 产品质量法 第十五条至第十七条. Food takes a branch of its own. */
export const inspectionV1 = defineWorkflow({
  name: 'inspection',
  version: 1,
  title: { zh: '产品质量监督抽查', en: 'Product quality spot check' },
  basis: [
    '产品质量监督抽查管理暂行办法（国家市场监督管理总局令第18号）',
    '中华人民共和国产品质量法 第十五条至第十七条',
    '食品安全抽样检验管理办法（国家市场监督管理总局令第15号，经令第61号、令第101号修正）',
  ],
  events,
  rules,
  clocks,
  announcements,
  documents,
  policies,
  table: {
    meta: { zh: '产品质量监督抽查', en: 'Product quality spot check', basis: '抽查办法 第三条' },
    initial: 'opening',
    states: {
      opening: {
        meta: { zh: '启动', en: 'Opening', basis: '抽查办法 第三条', untimed: '由第一个事件启动 opened by its first event' },
        on: {
          ...sampling,
          SAMPLING_IMPOSSIBLE: { target: 'closed', actions: issue('samplingReport') },
          INSPECTION_REFUSED: { target: 'refused', actions: remember('refusal') },
          ILLEGALITY_FOUND: { target: 'closed', actions: [issue('illegalityReport'), announce('unlicensedFound')] },
          // Sampling and testing were done by the bureau that published the result: what is left here is the notice and what follows.
          NONCONFORMITY_REPORTED: [
            { guard: 'foodRulesApply', target: 'food', actions: remember('report') },
            { target: 'notifying', actions: remember('report') },
          ],
        },
      },

      // 第三章 抽样
      refused: {
        meta: {
          zh: '拒绝监督抽查',
          en: 'Inspection refused',
          basis:
            '抽查办法 第二十一条、第五十一条第（二）项；产品质量法 第十六条、第五十六条；食品抽检办法 第二十一条、第四十七条第一款',
          untimed: '应当立即报告；查处期限由立案查处程序计算 reported at once; the case has terms of its own',
        },
        entry: [issue('refusalReport'), announce('inspectionRefused')],
        on: {
          ...sampling,
          REFUSAL_HANDED_OVER: { target: 'closed', actions: remember('handover') },
        },
      },

      // 第四章 检验
      testing: {
        meta: {
          zh: '检验',
          en: 'Testing',
          basis: '抽查办法 第二十九条至第三十三条',
          untimed:
            '第三十三条只规定“在规定时间内”报送，由委托协议约定 only "within the time set": by the contract with the laboratory',
        },
        on: {
          TEST_PASSED: { guard: 'testersDidNotSample', target: 'conforming', actions: remember('conclusion') },
          TEST_FAILED: { guard: 'testersDidNotSample', target: 'notifying', actions: remember('test') },
          SAMPLE_REJECTED: { target: 'closed', actions: remember('rejection') },
          TEST_IMPOSSIBLE: { target: 'closed', actions: remember('impossibility') },
          ILLEGALITY_FOUND: { target: 'closed', actions: [issue('illegalityReport'), announce('unlicensedFound')] },
        },
      },
      conforming: {
        meta: {
          zh: '检验合格，待告知',
          en: 'Conforming, to be told',
          basis: '抽查办法 第三十五条',
          untimed: '应当及时书面告知，没有规定天数 "promptly", no number of days',
        },
        entry: issue('conclusionNotice'),
        on: { CONCLUSION_SERVED: { guard: 'everyoneConcernedIsTold', target: 'returningSample' } },
      },
      // The sample goes back once the term to object is over (第三十四条): the lapse closes the inspection.
      returningSample: timed('objectionDue', {
        meta: { zh: '检验合格，待退还样品', en: 'Conforming, sample to be returned', basis: '抽查办法 第三十四条' },
        on: { OBJECTION_DUE_LAPSED: { target: 'closed', actions: issue('sampleReturnNotice') } },
      }),

      // 第五章 异议处理
      notifying: {
        meta: {
          zh: '检验不合格，待告知',
          en: 'Non-conforming, to be told',
          basis: '抽查办法 第三十五条',
          untimed: '应当及时书面告知，没有规定天数 "promptly", no number of days',
        },
        entry: issue('conclusionNotice'),
        on: {
          CONCLUSION_SERVED: { guard: 'everyoneConcernedIsTold', target: 'objecting', actions: remember('service') },
          PRODUCTION_CEASED: { target: 'closed', actions: remember('cessation') },
        },
      },
      // The term runs from receipt of the notice, and goes on while an objection to the sampling is examined.
      objecting: timed('objectionDue', {
        meta: { zh: '异议期', en: 'Objection', basis: '抽查办法 第三十六条' },
        initial: 'open',
        states: {
          open: {
            meta: {
              zh: '可以提出异议',
              en: 'Open to objection',
              basis: '抽查办法 第三十六条',
              untimed: '期限在异议期整个环节计算 the term runs over the whole stage',
            },
            on: {
              OBJECTION_FILED: [
                { guard: 'objectsToTheSampling', target: 'examining', actions: append('objections') },
                { guard: 'objectsToTheConclusion', target: '#inspection.retest', actions: append('objections') },
              ],
              OBJECTION_WAIVED: { target: '#inspection.confirming' },
              OBJECTION_DUE_LAPSED: { target: '#inspection.confirming' },
            },
          },
          examining: {
            meta: {
              zh: '异议处理',
              en: 'Objection to the sampling examined',
              basis: '抽查办法 第三十七条第一款',
              untimed: '没有规定处理期限 no term is set for the bureau',
            },
            on: {
              OBJECTION_UPHELD: { target: '#inspection.closed', actions: issue('objectionConclusion') },
              OBJECTION_REJECTED: [
                { guard: 'objectionTermIsOver', target: '#inspection.confirming', actions: issue('objectionConclusion') },
                { target: 'open', actions: issue('objectionConclusion') },
              ],
            },
          },
        },
        on: { OBJECTION_DUE_LAPSED: { actions: remember('objectionTermEnd') } },
      }),
      retest: {
        meta: { zh: '复检', en: 'Retest', basis: '抽查办法 第三十七条第二款至第四十三条' },
        initial: 'considering',
        states: {
          considering: {
            meta: {
              zh: '研究复检申请',
              en: 'Application considered',
              basis: '抽查办法 第三十七条第二款',
              untimed: '没有规定研究期限 no term is set for the bureau',
            },
            on: {
              RETEST_NOTICE_SERVED: { target: 'formalities' },
              RETEST_DECLINED: { target: '#inspection.confirming', actions: issue('objectionConclusion') },
              RETEST_WITHDRAWN: { target: '#inspection.confirming' },
            },
          },
          formalities: timed('retestFormalitiesDue', {
            meta: { zh: '办理复检手续', en: 'Formalities of the retest', basis: '抽查办法 第三十八条' },
            on: {
              RETEST_FORMALITIES_DONE: { target: 'namingLab' },
              RETEST_WITHDRAWN: { target: '#inspection.confirming' },
              // 逾期未办理的，视为放弃复检: the first conclusion stands.
              RETEST_FORMALITIES_DUE_LAPSED: { target: '#inspection.confirming' },
            },
          }),
          namingLab: timed('retestLabDue', {
            meta: { zh: '确定复检机构', en: 'Retest laboratory to be named', basis: '抽查办法 第三十九条' },
            on: {
              RETEST_LAB_NAMED: [
                {
                  guard: 'retestLabIsAnother',
                  target: 'retesting',
                  actions: [remember('retestLab'), issue('retestAssignment')],
                },
                {
                  guard: 'onlyOneLabIsQualified',
                  target: 'retesting',
                  actions: [remember('retestLab'), issue('retestAssignment')],
                },
              ],
              RETEST_LAB_DUE_LAPSED: { actions: announce('retestLabOverdue') },
            },
          }),
          // 复检结论为最终结论.
          retesting: {
            meta: {
              zh: '复检进行中',
              en: 'Retesting',
              basis: '抽查办法 第四十一条、第四十二条',
              untimed: '第四十二条只规定“在规定时间内” only "within the time set"',
            },
            on: {
              RETEST_CONFIRMED: {
                guard: 'namedLabMadeTheRetest',
                target: '#inspection.confirming',
                actions: [remember('retest'), issue('retestConclusion')],
              },
              RETEST_OVERTURNED: {
                guard: 'namedLabMadeTheRetest',
                target: '#inspection.closed',
                actions: [remember('retest'), issue('retestConclusion')],
              },
            },
          },
        },
        on: {
          // 终止复检，以初检结论为最终结论.
          SPARE_SAMPLE_TAMPERED: { target: 'confirming', actions: announce('sampleTampered') },
        },
      },

      // 第六章 结果处理
      confirming: {
        meta: { zh: '不合格结论为最终结论', en: 'The non-conforming conclusion is final', basis: '抽查办法 第四十四条' },
        entry: announce('nonconformityConfirmed'),
        always: [
          { guard: 'producerIsElsewhere', target: 'ordering', actions: issue('producerNotice') },
          { target: 'ordering' },
        ],
      },
      ordering: {
        meta: {
          zh: '待责令改正',
          en: 'Order to rectify to be made',
          basis: '抽查办法 第四十五条、第四十六条',
          untimed:
            '没有规定作出责令的期限；当事人应当立即停止生产、销售同一产品 no term for the order; sale stops at once by law',
        },
        on: {
          RECTIFICATION_ORDERED: { target: 'rectifying', actions: [remember('order'), issue('rectificationOrder')] },
          PRODUCTION_CEASED: { target: 'closed', actions: remember('cessation') },
          SALES_RESUMED_UNLAWFULLY: { actions: [append('resumptions'), announce('salesResumedUnlawfully')] },
        },
      },
      // Both terms run from the order: sixty days to rectify, seventy-five to re-check.
      rectifying: timed(['rectificationDue', 'recheckDue'], {
        meta: { zh: '改正', en: 'Rectification', basis: '抽查办法 第四十六条、第四十七条第一款' },
        on: {
          RECTIFICATION_REPORTED: { actions: [remember('rectification'), stopClock('rectificationDue')] },
          RECTIFICATION_DUE_LAPSED: { actions: [remember('rectificationTermEnd'), announce('rectificationOverdue')] },
          RECHECK_DUE_LAPSED: { actions: announce('recheckOverdue') },
          RECHECK_CONDUCTED: { guard: 'rectificationWasPossible', target: 'rechecking', actions: remember('recheck') },
          INSPECTION_REFUSED: { actions: [append('refusals'), issue('refusalReport'), announce('inspectionRefused')] },
          SALES_RESUMED_UNLAWFULLY: { actions: [append('resumptions'), announce('salesResumedUnlawfully')] },
          PRODUCTION_CEASED: { target: 'closed', actions: remember('cessation') },
        },
      }),
      rechecking: {
        meta: {
          zh: '复查检验',
          en: 'Re-check under test',
          basis: '抽查办法 第四十七条',
          untimed: '期限约束的是组织复查，检验时间由委托协议约定 the term binds the re-check; its test follows the contract',
        },
        on: {
          RECHECK_PASSED: { guard: 'testersDidNotSample', target: 'closed', actions: issue('recheckNotice') },
          RECHECK_FAILED: {
            guard: 'testersDidNotSample',
            target: 'reportingUp',
            actions: [issue('recheckNotice'), announce('recheckFailed')],
          },
          SALES_RESUMED_UNLAWFULLY: { actions: [append('resumptions'), announce('salesResumedUnlawfully')] },
        },
      },
      reportingUp: {
        meta: {
          zh: '逐级上报，待省级公告',
          en: 'Reported up, provincial announcement awaited',
          basis: '抽查办法 第四十七条第二款；产品质量法 第十七条第一款',
          untimed: '没有规定上报和公告的期限 no term for report and announcement',
        },
        entry: issue('failureReport'),
        on: {
          PROVINCIAL_ANNOUNCEMENT_MADE: {
            target: 'announced',
            actions: [remember('announcement'), announce('provincialAnnouncementMade')],
          },
          SALES_RESUMED_UNLAWFULLY: { actions: [append('resumptions'), announce('salesResumedUnlawfully')] },
        },
      },
      // 公告之日起六十日后、九十日前: a re-check on another day does not carry the consequence of 第四十八条.
      announced: timed('secondRecheckWindow', {
        meta: { zh: '已公告，待公告后复查', en: 'Announced, second re-check due', basis: '抽查办法 第四十八条' },
        on: {
          RECHECK_CONDUCTED: { guard: 'secondRecheckIsInWindow', target: 'secondRechecking', actions: remember('recheck') },
          INSPECTION_REFUSED: { actions: [append('refusals'), issue('refusalReport'), announce('inspectionRefused')] },
          SALES_RESUMED_UNLAWFULLY: { actions: [append('resumptions'), announce('salesResumedUnlawfully')] },
          PRODUCTION_CEASED: { target: 'closed', actions: remember('cessation') },
          SECOND_RECHECK_WINDOW_LAPSED: { target: 'windowMissed', actions: announce('secondRecheckMissed') },
        },
      }),
      secondRechecking: {
        meta: {
          zh: '公告后复查检验',
          en: 'Second re-check under test',
          basis: '抽查办法 第四十八条',
          untimed: '期间约束的是组织复查，检验时间由委托协议约定 the window binds the re-check; its test follows the contract',
        },
        on: {
          RECHECK_PASSED: { guard: 'testersDidNotSample', target: 'closed', actions: issue('recheckNotice') },
          RECHECK_FAILED: {
            guard: 'testersDidNotSample',
            target: 'closed',
            actions: [issue('recheckNotice'), issue('suspensionReferral'), announce('secondRecheckFailed')],
          },
          SALES_RESUMED_UNLAWFULLY: { actions: [append('resumptions'), announce('salesResumedUnlawfully')] },
        },
      },
      // The bureau let the window pass. The party may not resume before a passed re-check (第四十九条), so one must stay possible;
      // but to suspend its business takes a re-check inside a window, hence a new announcement when the late one fails.
      windowMissed: {
        meta: {
          zh: '公告后复查期间已过',
          en: 'Window of the second re-check missed',
          basis: '抽查办法 第四十八条、第四十九条第二款',
          untimed: '没有规定补办复查的期限 no term for a late re-check',
        },
        on: {
          RECHECK_CONDUCTED: [
            {
              guard: 'secondRecheckIsInWindow',
              target: 'secondRechecking',
              actions: remember('recheck'),
              description: '期间内组织、事后录入',
            },
            { target: 'lateRechecking', actions: remember('recheck') },
          ],
          SALES_RESUMED_UNLAWFULLY: { actions: [append('resumptions'), announce('salesResumedUnlawfully')] },
          PRODUCTION_CEASED: { target: 'closed', actions: remember('cessation') },
        },
      },
      lateRechecking: {
        meta: {
          zh: '补办复查检验',
          en: 'Late re-check under test',
          basis: '抽查办法 第四十九条第二款',
          untimed: '检验时间由委托协议约定 the test follows the contract',
        },
        on: {
          RECHECK_PASSED: { guard: 'testersDidNotSample', target: 'closed', actions: issue('recheckNotice') },
          SALES_RESUMED_UNLAWFULLY: { actions: [append('resumptions'), announce('salesResumedUnlawfully')] },
          RECHECK_FAILED: { guard: 'testersDidNotSample', target: 'reportingUp', actions: issue('recheckNotice') },
        },
      },

      // 食品: 食品安全抽样检验管理办法.
      food,

      closed: {
        meta: { zh: '办结', en: 'Closed', basis: '抽查办法 第四十九条、第五十四条；食品抽检办法 第四十五条、第四十六条' },
        type: 'final',
        entry: announce('closed'),
      },
    },
  },
});
