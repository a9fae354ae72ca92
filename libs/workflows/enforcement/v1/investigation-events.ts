import { field, form } from '@zhiheng/workflow-kit';
import type { EventCatalogue } from '@zhiheng/workflow-kit';

const officer = ['case-handler'] as const;
const head = ['head'] as const;
const detail = field.text('说明');
const testing = {
  subject: field.text('检测、检验、检疫、鉴定或者辨认的事项'),
  notifiedInWriting: field.flag('期间已经明确并书面告知当事人'),
};

/** 线索、核查、立案、调查: what a case receives until its investigation is reported. */
export const investigationEvents = {
  // 线索、核查、立案
  CLUE_REGISTERED: {
    title: { zh: '登记线索', en: 'Clue registered' },
    sentBy: ['case-handler', 'inspector', 'upper-bureau', 'system'],
    basis: '处罚程序规定 第十八条',
    opens: true,
    data: form({
      source: field.choice('来源', {
        'spot-check': '监督抽查',
        'inspection-refused': '拒绝检查',
        unlicensed: '无证无照',
        complaint: '投诉、举报',
        transfer: '移送、交办',
        recall: '召回',
        other: '其他',
      }),
      grounds: field.texts('违法行为线索'),
      keyItem: field.optional(field.flag('关键安全指标不合格')),
    }),
  },
  VERIFICATION_EXTENDED: {
    title: { zh: '批准延长核查期限', en: 'Verification extended' },
    sentBy: head,
    basis: '处罚程序规定 第十八条第一款',
    data: form({ reason: field.text('特殊情况') }),
  },
  TESTING_STARTED: {
    title: { zh: '送检测、检验、检疫、鉴定或者辨认', en: 'Testing started' },
    sentBy: officer,
    basis: '处罚程序规定 第三十二条',
    data: form(testing),
  },
  TESTING_ENDED: {
    title: { zh: '收到检测、检验、检疫、鉴定或者辨认结果', en: 'Testing ended' },
    sentBy: ['case-handler', 'laboratory'],
    basis: '处罚程序规定 第三十二条',
    data: form({ result: field.text('结果') }),
  },
  FILED: {
    title: { zh: '决定立案', en: 'Case filed' },
    sentBy: head,
    basis: '处罚程序规定 第十九条',
    data: form({
      grounds: field.texts('涉嫌违反的规定'),
      evidence: field.flag('有证据初步证明存在违法行为'),
      punishable: field.flag('应当给予行政处罚'),
      competent: field.flag('属于本部门管辖'),
      timely: field.flag('在给予行政处罚的法定期限内'),
      officers: field.people('办案人员（具有行政执法资格）', 2),
    }),
  },
  NOT_FILED: {
    title: { zh: '决定不予立案', en: 'Decided not to file' },
    sentBy: head,
    basis: '处罚程序规定 第二十条',
    data: form({
      ground: field.choice('情形', {
        minor: '轻微并及时改正，没有危害后果',
        'first-minor': '初次违法、危害后果轻微并及时改正',
        'no-fault': '足以证明没有主观过错',
        other: '依法可以不予立案的其他情形',
      }),
      detail,
    }),
  },
  TRANSFERRED: {
    title: { zh: '移送其他部门', en: 'Transferred elsewhere' },
    sentBy: head,
    basis: '处罚程序规定 第十四条、第十七条、第六十条',
    data: form({ to: field.text('受移送部门'), reason: field.text('理由') }),
  },

  // 调查
  CASE_EXTENDED: {
    title: { zh: '批准延长办案期限', en: 'Case term extended' },
    sentBy: head,
    basis: '处罚程序规定 第六十四条',
    data: form({ reason: field.text('案情复杂或者其他原因') }),
  },
  CASE_EXTENDED_COLLECTIVELY: {
    title: { zh: '集体讨论决定继续延期', en: 'Extended again by collective decision' },
    sentBy: head,
    basis: '处罚程序规定 第六十四条',
    data: form({ reason: field.text('特别复杂或者特殊情况'), attendees: field.people('参加集体讨论的负责人', 2) }),
  },
  INVESTIGATION_SUSPENDED: {
    title: { zh: '中止案件调查', en: 'Investigation suspended' },
    sentBy: head,
    basis: '处罚程序规定 第四十六条',
    data: form({
      ground: field.choice('情形', {
        prejudice: '须以相关裁判或者决定为依据',
        interpretation: '送请有权机关解释或者确认',
        'force-majeure': '不可抗力',
        missing: '当事人下落不明',
        other: '其他应当中止的情形',
      }),
      detail,
    }),
  },
  INVESTIGATION_RESUMED: {
    title: { zh: '恢复案件调查', en: 'Investigation resumed' },
    sentBy: ['head', 'case-handler'],
    basis: '处罚程序规定 第四十六条第二款',
    data: form({ detail }),
  },
  INVESTIGATION_TERMINATED: {
    title: { zh: '终止调查', en: 'Investigation terminated' },
    sentBy: head,
    basis: '处罚程序规定 第四十七条',
    data: form({ reason: field.text('当事人死亡或者终止、无权利义务承受人等原因') }),
  },
  EVIDENCE_REGISTERED: {
    title: { zh: '先行登记保存证据', en: 'Evidence registered' },
    sentBy: head,
    basis: '处罚程序规定 第三十三条',
    data: form({ items: field.texts('物品清单'), reason: field.text('可能灭失或者以后难以取得的理由') }),
  },
  REGISTRATION_HANDLED: {
    title: { zh: '对登记保存的证据采取措施', en: 'Registered evidence dealt with' },
    sentBy: ['head', 'case-handler'],
    basis: '处罚程序规定 第三十五条',
    data: form({
      measure: field.choice('措施', {
        preserved: '记录、复制、拍照、录像',
        tested: '送交检测、检验、检疫、鉴定',
        seized: '采取行政强制措施',
        confiscated: '没收违法物品',
        released: '解除',
      }),
    }),
  },
  SEIZED: {
    title: { zh: '查封、扣押', en: 'Seized' },
    sentBy: head,
    basis: '处罚程序规定 第三十六条',
    data: form({ items: field.texts('场所、设施、财物清单'), legalBasis: field.text('法律、法规依据') }),
  },
  SEIZURE_EXTENDED: {
    title: { zh: '延长查封、扣押期限', en: 'Seizure extended' },
    sentBy: head,
    basis: '处罚程序规定 第三十八条',
    data: form({ reason: field.text('情况复杂的理由（书面告知当事人）') }),
  },
  SEIZURE_RELEASED: {
    title: { zh: '解除查封、扣押', en: 'Seizure released' },
    sentBy: head,
    basis: '处罚程序规定 第四十二条',
    data: form({
      ground: field.choice('情形', {
        innocent: '没有违法行为',
        unrelated: '与违法行为无关',
        decided: '已经作出处理决定',
        unneeded: '不再需要',
      }),
    }),
  },
  CRIME_SUSPECTED: {
    title: { zh: '提出移送涉嫌犯罪案件的书面报告', en: 'Transfer to the police proposed' },
    sentBy: officer,
    basis: '移送涉嫌犯罪案件规定 第五条',
    data: form({ team: field.people('专案组人员', 2), report: field.text('书面报告') }),
  },
  REFERRAL_APPROVED: {
    title: { zh: '批准移送公安机关', en: 'Transfer approved' },
    sentBy: head,
    basis: '移送涉嫌犯罪案件规定 第五条第二款',
    data: form({ principalHead: field.flag('正职负责人或者主持工作的负责人批准') }),
  },
  REFERRAL_REJECTED: {
    title: { zh: '不批准移送公安机关', en: 'Transfer not approved' },
    sentBy: head,
    basis: '移送涉嫌犯罪案件规定 第五条第二款',
    data: form({ reason: field.text('不予批准的理由') }),
  },
  CASE_HANDED_OVER: {
    title: { zh: '向公安机关移送案件', en: 'Handed over to the police' },
    sentBy: officer,
    basis: '移送涉嫌犯罪案件规定 第六条',
    data: form({ organ: field.text('公安机关'), enclosures: field.texts('附送材料') }),
  },
  POLICE_FILED: {
    title: { zh: '公安机关决定立案', en: 'Police filed' },
    sentBy: officer,
    basis: '移送涉嫌犯罪案件规定 第八条',
    data: form({ noticeNo: field.text('立案通知书文号') }),
  },
  POLICE_DECLINED: {
    title: { zh: '公安机关不予立案', en: 'Police declined' },
    sentBy: officer,
    basis: '移送涉嫌犯罪案件规定 第八条、第十条',
    data: form({ reason: field.text('理由') }),
  },
  INVESTIGATION_REPORTED: {
    title: { zh: '案件调查终结', en: 'Investigation reported' },
    sentBy: officer,
    basis: '处罚程序规定 第四十八条',
    data: form({
      findings: field.text('认定的事实、主要证据、性质和裁量理由'),
      proposal: field.choice('处理意见', { penalty: '给予行政处罚', other: '不予处罚、移送等其他处理' }),
      publicInterest: field.flag('涉及重大公共利益'),
      complex: field.flag('案件情况疑难复杂、涉及多个法律关系'),
      byLaw: field.flag('法律、法规或者本地规定应当进行法制审核的其他情形'),
    }),
  },
} as const satisfies EventCatalogue;
