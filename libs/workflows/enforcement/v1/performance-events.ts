import { field, form } from '@zhiheng/workflow-kit';
import type { EventCatalogue } from '@zhiheng/workflow-kit';
import { serviceFields } from './penalty-form.js';

const officer = ['case-handler'] as const;
const head = ['head'] as const;
const partyOrOfficer = ['party', 'case-handler'] as const;
const detail = field.text('说明');
const publicityTold = field.flag('已书面告知处罚信息将向社会公示');

/** 送达、履行、救济、公示: what a case receives after its decision. */
export const performanceEvents = {
  // 送达、履行、救济
  DECISION_SERVED: {
    title: { zh: '处罚决定书送达', en: 'Decision served' },
    sentBy: officer,
    basis: '处罚程序规定 第八十一条、第八十二条',
    data: form({ ...serviceFields, publicityTold }),
  },
  DECISION_POSTED: {
    title: { zh: '公告送达处罚决定书', en: 'Decision posted' },
    sentBy: officer,
    basis: '处罚程序规定 第八十二条第五项',
    data: form({ place: field.text('公告载体'), reason: field.text('公告送达的原因和经过'), publicityTold }),
  },
  PERFORMED: {
    title: { zh: '处罚决定履行完毕', en: 'Decision performed' },
    sentBy: partyOrOfficer,
    basis: '处罚程序规定 第七十一条、第七十二条',
    data: form({ paid: field.amount('本次缴纳罚没款（元）'), lateFine: field.amount('加处罚款（元）'), detail }),
  },
  INSTALMENT_PAID: {
    title: { zh: '缴纳一期罚款', en: 'Instalment paid' },
    sentBy: partyOrOfficer,
    basis: '处罚程序规定 第七十四条',
    data: form({ paid: field.amount('本次缴纳（元）') }),
  },
  DEFERRAL_GRANTED: {
    title: { zh: '批准延期、分期缴纳', en: 'Deferral granted' },
    sentBy: head,
    basis: '处罚程序规定 第七十四条',
    data: form({ until: field.date('延期或者分期届满日'), application: field.text('书面申请和经济困难的理由') }),
  },
  DEFERRAL_ENDED: {
    title: { zh: '延期、分期期限结束仍未缴清', en: 'Deferral ended unpaid' },
    sentBy: officer,
    basis: '处罚程序规定 第七十六条第二款',
    data: form({}),
  },
  URGING_SERVED: {
    title: { zh: '催告书送达', en: 'Urging letter served' },
    sentBy: officer,
    basis: '处罚程序规定 第七十六条',
    data: form({ proof: field.text('送达凭证') }),
  },
  PERFORMANCE_REFUSED: {
    title: { zh: '查明拒不履行', en: 'Refusal to perform established' },
    sentBy: officer,
    basis: '失信名单办法 第十一条',
    data: form({ able: field.flag('有履行能力'), detail: field.text('拒不履行、逃避执行的情况') }),
  },
  COURT_APPLIED: {
    title: { zh: '申请人民法院强制执行', en: 'Court asked to enforce' },
    sentBy: ['head', 'case-handler'],
    basis: '处罚程序规定 第七十六条',
    data: form({ court: field.text('人民法院') }),
  },
  COURT_ENFORCEMENT_ENDED: {
    title: { zh: '人民法院执行终结', en: 'Court enforcement ended' },
    sentBy: officer,
    basis: '处罚程序规定 第七十七条',
    data: form({ result: field.choice('结果', { executed: '执行完毕', terminated: '裁定终结执行' }) }),
  },
  CLOSING_GROUND_FOUND: {
    title: { zh: '认定其他应予结案的情形', en: 'Other ground for closing' },
    sentBy: head,
    basis: '处罚程序规定 第七十七条第五项',
    data: form({ reason: field.text('情形') }),
  },
  CLOSING_APPROVED: {
    title: { zh: '批准结案', en: 'Closing approved' },
    sentBy: head,
    basis: '处罚程序规定 第七十七条',
    data: form({}),
  },
  REMEDY_SOUGHT: {
    title: { zh: '申请复议或者提起诉讼', en: 'Review or suit' },
    sentBy: partyOrOfficer,
    basis: '处罚程序规定 第七十一条第二款',
    data: form({
      kind: field.choice('途径', { reconsideration: '行政复议', litigation: '行政诉讼' }),
      organ: field.text('受理机关'),
    }),
  },
  REMEDY_ENDED: {
    title: { zh: '复议、诉讼终结，决定未被改变', en: 'Remedy ended, decision stands' },
    sentBy: officer,
    basis: '行政处罚法 第七十三条',
    data: form({ result: field.text('生效文书及结果') }),
  },

  // 公示
  PENALTY_PUSHED: {
    title: { zh: '向登记地推送处罚信息', en: 'Penalty pushed' },
    sentBy: ['publisher', 'case-handler'],
    basis: '公示规定 第十条',
    data: form({ to: field.text('登记地市场监督管理部门') }),
  },
  PENALTY_PUBLISHED: {
    title: { zh: '公示处罚信息', en: 'Penalty published' },
    sentBy: ['publisher'],
    basis: '公示规定 第四条、第九条、第十条',
    data: form({ place: field.text('公示位置'), secrecyReviewed: field.flag('已通过保密审查并处理商业秘密、个人信息') }),
  },
  PUBLICITY_WITHDRAWN: {
    title: { zh: '撤回处罚公示信息并说明理由', en: 'Publication withdrawn' },
    sentBy: ['publisher'],
    basis: '公示规定 第十一条',
    data: form({ explanation: field.text('公开说明的理由') }),
  },
  EARLY_STOP_APPLIED: {
    title: { zh: '受理提前停止公示申请', en: 'Early stop applied for' },
    sentBy: ['party', 'publisher', 'case-handler'],
    basis: '公示规定 第十六条',
    data: form({ statement: field.text('申请和承诺') }),
  },
  EARLY_STOP_EXTENDED: {
    title: { zh: '批准延长决定期限', en: 'Deciding extended' },
    sentBy: head,
    basis: '信用修复办法 第十六条',
    data: form({ reason: field.text('情况复杂的理由') }),
  },
  EARLY_STOP_GRANTED: {
    title: { zh: '准予提前停止公示', en: 'Early stop granted' },
    sentBy: head,
    basis: '公示规定 第十六条',
    data: form({
      performed: field.flag('已自觉履行决定规定的义务'),
      rectified: field.flag('已整改并消除危害后果和不良影响'),
      noRepeat: field.flag('未因同一类违法行为再次受到处罚'),
    }),
  },
  EARLY_STOP_REFUSED: {
    title: { zh: '不予提前停止公示', en: 'Early stop refused' },
    sentBy: head,
    basis: '信用修复办法 第十六条',
    data: form({ reason: field.text('书面理由') }),
  },
  RESTRICTION_ENDED: {
    title: { zh: '行政处罚限制期限届满', en: 'Restriction ended' },
    sentBy: ['publisher', 'case-handler'],
    basis: '公示规定 第十四条第二款',
    data: form({}),
  },
} as const satisfies EventCatalogue;
