import { field, form } from '@zhiheng/workflow-kit';
import type { EventCatalogue } from '@zhiheng/workflow-kit';
import { penaltyForm, serviceFields } from './penalty-form.js';

const officer = ['case-handler'] as const;
const head = ['head'] as const;
const partyOrOfficer = ['party', 'case-handler'] as const;
const detail = field.text('说明');

/** 审核、告知、听证: what a case receives from its review to its decision. */
export const reviewEvents = {
  // 审核、告知、听证
  REVIEW_STARTED: {
    title: { zh: '接到审核材料', en: 'Review started' },
    sentBy: ['reviewer'],
    basis: '处罚程序规定 第五十五条',
    data: form({ kind: field.choice('审核种类', { legal: '法制审核', case: '案件审核' }) }),
  },
  REVIEW_EXTENDED: {
    title: { zh: '批准延长审核期限', en: 'Review extended' },
    sentBy: head,
    basis: '处罚程序规定 第五十五条',
    data: form({ reason: field.text('特殊情况') }),
  },
  REVIEW_AGREED: {
    title: { zh: '审核同意处理意见', en: 'Review agreed' },
    sentBy: ['reviewer'],
    basis: '处罚程序规定 第五十四条第一项',
    data: form({ opinion: field.text('书面意见') }),
  },
  REVIEW_RETURNED: {
    title: { zh: '审核建议纠正或者补充调查', en: 'Review returned the case' },
    sentBy: ['reviewer'],
    basis: '处罚程序规定 第五十四条第二项、第三项',
    data: form({
      kind: field.choice('意见', { correct: '建议纠正', supplement: '建议补充调查', other: '其他意见' }),
      opinion: field.text('书面意见'),
    }),
  },
  PROPOSAL_APPROVED: {
    title: { zh: '批准行政处罚建议', en: 'Proposed penalty approved' },
    sentBy: head,
    basis: '处罚程序规定 第五十六条',
    data: form({
      penalties: field.list('拟作出的处罚', penaltyForm),
      partyKind: field.choice('当事人', {
        organisation: '法人或者其他组织',
        'individual-business': '个体工商户',
        'natural-person': '自然人',
      }),
      grounds: field.text('事实、理由、依据'),
      hearingTold: field.flag('告知书载明要求听证的权利'),
    }),
  },
  CASE_RETURNED: {
    title: { zh: '负责人退回补充调查', en: 'Returned by the head' },
    sentBy: head,
    basis: '处罚程序规定 第五十六条',
    data: form({ reason: field.text('理由') }),
  },
  NOTICE_SERVED: {
    title: { zh: '行政处罚告知书送达', en: 'Prior notice served' },
    sentBy: officer,
    basis: '处罚程序规定 第五十七条、第八十二条',
    data: form(serviceFields),
  },
  NOTICE_POSTED: {
    title: { zh: '公告送达行政处罚告知书', en: 'Prior notice posted' },
    sentBy: officer,
    basis: '处罚程序规定 第八十二条第五项',
    data: form({ place: field.text('公告载体'), reason: field.text('公告送达的原因和经过') }),
  },
  DEFENCE_MADE: {
    title: { zh: '陈述、申辩', en: 'Defence made' },
    sentBy: partyOrOfficer,
    basis: '处罚程序规定 第五十七条',
    data: form({ statement: field.text('陈述、申辩意见') }),
  },
  RIGHTS_WAIVED: {
    title: { zh: '明确放弃陈述、申辩和听证', en: 'Rights waived' },
    sentBy: partyOrOfficer,
    basis: '行政处罚法 第六十二条',
    data: form({ record: field.text('书面记录') }),
  },
  HEARING_REQUESTED: {
    title: { zh: '要求听证', en: 'Hearing requested' },
    sentBy: partyOrOfficer,
    basis: '听证办法 第七条',
    data: form({ reason: field.text('理由') }),
  },
  DEFENCE_REEXAMINED: {
    title: { zh: '复核陈述、申辩意见', en: 'Defence re-examined' },
    sentBy: officer,
    basis: '处罚程序规定 第五十八条',
    data: form({ adopted: field.flag('事实、理由或者证据成立，予以采纳'), reasons: field.text('复核意见') }),
  },
  HOST_NAMED: {
    title: { zh: '确定听证主持人', en: 'Hearing host named' },
    sentBy: head,
    basis: '听证办法 第十一条、第十八条',
    data: form({ host: field.text('听证主持人') }),
  },
  FILE_HANDED: {
    title: { zh: '移交案件材料', en: 'File handed to the host' },
    sentBy: officer,
    basis: '听证办法 第十九条',
    data: form({ files: field.text('材料') }),
  },
  HEARING_FIXED: {
    title: { zh: '确定听证时间、地点', en: 'Hearing fixed' },
    sentBy: ['reviewer', 'head'],
    basis: '听证办法 第二十条',
    data: form({ hearingOn: field.date('听证日期'), place: field.text('地点'), open: field.flag('公开举行') }),
  },
  HEARING_NOTICE_SERVED: {
    title: { zh: '听证通知书送达', en: 'Hearing notice served' },
    sentBy: ['reviewer', 'case-handler'],
    basis: '听证办法 第二十条',
    data: form({ recipients: field.texts('受通知人') }),
  },
  HEARING_ANNOUNCED: {
    title: { zh: '公告公开听证', en: 'Public hearing announced' },
    sentBy: ['reviewer', 'publisher'],
    basis: '听证办法 第二十二条',
    data: form({ place: field.text('公告载体') }),
  },
  HEARING_HELD: {
    title: { zh: '举行听证', en: 'Hearing held' },
    sentBy: ['reviewer', 'head'],
    basis: '听证办法 第二十五条',
    data: form({ record: field.text('听证笔录') }),
  },
  HEARING_SUSPENDED: {
    title: { zh: '中止听证', en: 'Hearing suspended' },
    sentBy: ['reviewer', 'head'],
    basis: '听证办法 第二十六条',
    data: form({ reason: field.text('情形') }),
  },
  HEARING_RESUMED: {
    title: { zh: '恢复听证', en: 'Hearing resumed' },
    sentBy: ['reviewer', 'head'],
    basis: '听证办法 第二十六条第二款',
    data: form({ detail }),
  },
  HEARING_TERMINATED: {
    title: { zh: '终止听证', en: 'Hearing terminated' },
    sentBy: ['reviewer', 'head'],
    basis: '听证办法 第二十七条',
    data: form({ reason: field.text('情形') }),
  },
  HEARING_REPORTED: {
    title: { zh: '提交听证报告', en: 'Hearing reported' },
    sentBy: ['reviewer', 'head'],
    basis: '听证办法 第二十九条',
    data: form({ opinion: field.text('处理意见和建议') }),
  },
} as const satisfies EventCatalogue;
