import { field, form } from '@zhiheng/workflow-kit';
import type { EventCatalogue } from '@zhiheng/workflow-kit';
import { PENALTY_KINDS } from './penalty.js';

const penalty = form({
  kind: field.choice('处罚种类', PENALTY_KINDS),
  amount: field.optional(field.amount('金额或者价值（元）')),
  until: field.optional(field.date('限制期限届满日')),
});

/** 严重违法失信名单管理办法 第五条至第十条; ground 11 stands alone and is established when performance is refused. */
const LISTED_GROUNDS = {
  '5-1': '未取得食品生产经营许可', '5-2': '使用非食品原料等', '5-3': '污染物超标、超过保质期等', '5-4': '其他食品安全严重违法',
  '6-1': '生产销售假药、劣药等', '6-2': '未经注册的医疗器械', '6-3': '非法添加的化妆品', '6-4': '其他药械化严重违法',
  '7-1': '特种设备严重违法', '7-2': '不符合强制性国家标准、掺杂掺假、以不合格冒充合格等', '7-3': '抽查不合格经省级公告后复查仍不合格',
  '7-4': '虚假检验、检测、认证结论', '7-5': '认证标志、证书违法', '7-6': '其他质量安全严重违法',
  '8-1': '侵害消费者人格尊严等', '8-2': '预收费用后关门停业', '8-3': '计量欺诈', '8-4': '责令召回后拒绝或者拖延', '8-5': '其他侵害消费者权益严重违法',
  '9-1': '严重不正当竞争', '9-2': '知识产权严重违法', '9-3': '价格严重违法', '9-4': '传销', '9-5': '虚假广告', '9-6': '其他扰乱市场秩序严重违法',
  '10-1': '未取得其他许可', '10-2': '骗取许可、登记', '10-3': '拒绝、阻碍监督检查',
} as const;

const decision = {
  decisionNo: field.text('处罚决定书文号'),
  penalties: field.list('处罚内容', penalty),
  discretion: field.choice('裁量阶次', { mitigated: '减轻', lenient: '从轻', normal: '一般', severe: '从重' }),
  sector: field.choice('领域', {
    food: '食品', drug: '药品', device: '医疗器械', cosmetic: '化妆品', 'special-equipment': '特种设备', 'key-industrial': '重点工业产品', other: '其他',
  }),
  sameProvince: field.flag('作出决定的机关与当事人登记地（住所地）在同一省'),
  listedGround: field.optional(field.choice('严重违法失信名单情形', LISTED_GROUNDS)),
  reasons: field.text('事实、依据以及陈述申辩的采纳情况'),
};

const service = {
  method: field.choice('送达方式', { direct: '直接送达', left: '留置送达', electronic: '电子送达', mail: '邮寄送达', entrusted: '委托、转交送达' }),
  proof: field.text('送达凭证（送达日期即本事实的日期）'),
  addressConfirmed: field.optional(field.flag('已签订送达地址确认书')),
  witnessed: field.optional(field.flag('有见证人或者拍照、录像')),
};
const publicityTold = field.flag('已书面告知处罚信息将向社会公示');
const detail = field.text('说明');

const officer = ['case-handler'] as const;
const head = ['head'] as const;
const partyOrOfficer = ['party', 'case-handler'] as const;
const testing = { subject: field.text('检测、检验、检疫、鉴定或者辨认的事项'), notifiedInWriting: field.flag('期间已经明确并书面告知当事人') };

export const events = {
  // 线索、核查、立案
  CLUE_REGISTERED: {
    title: { zh: '登记线索', en: 'Clue registered' },
    sentBy: ['case-handler', 'inspector', 'upper-bureau', 'system'],
    basis: '处罚程序规定 第十八条',
    opens: true,
    data: form({
      source: field.choice('来源', {
        'spot-check': '监督抽查', 'inspection-refused': '拒绝检查', unlicensed: '无证无照', complaint: '投诉、举报', transfer: '移送、交办', recall: '召回', other: '其他',
      }),
      grounds: field.texts('违法行为线索'),
      keyItem: field.optional(field.flag('关键安全指标不合格')),
    }),
  },
  VERIFICATION_EXTENDED: { title: { zh: '批准延长核查期限', en: 'Verification extended' }, sentBy: head, basis: '处罚程序规定 第十八条第一款', data: form({ reason: field.text('特殊情况') }) },
  TESTING_STARTED: { title: { zh: '送检测、检验、检疫、鉴定或者辨认', en: 'Testing started' }, sentBy: officer, basis: '处罚程序规定 第三十二条', data: form(testing) },
  TESTING_ENDED: { title: { zh: '收到检测、检验、检疫、鉴定或者辨认结果', en: 'Testing ended' }, sentBy: ['case-handler', 'laboratory'], basis: '处罚程序规定 第三十二条', data: form({ result: field.text('结果') }) },
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
      ground: field.choice('情形', { minor: '轻微并及时改正，没有危害后果', 'first-minor': '初次违法、危害后果轻微并及时改正', 'no-fault': '足以证明没有主观过错', other: '依法可以不予立案的其他情形' }),
      detail,
    }),
  },
  TRANSFERRED: { title: { zh: '移送其他部门', en: 'Transferred elsewhere' }, sentBy: head, basis: '处罚程序规定 第十四条、第十七条、第六十条', data: form({ to: field.text('受移送部门'), reason: field.text('理由') }) },

  // 调查
  CASE_EXTENDED: { title: { zh: '批准延长办案期限', en: 'Case term extended' }, sentBy: head, basis: '处罚程序规定 第六十四条', data: form({ reason: field.text('案情复杂或者其他原因') }) },
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
      ground: field.choice('情形', { prejudice: '须以相关裁判或者决定为依据', interpretation: '送请有权机关解释或者确认', 'force-majeure': '不可抗力', missing: '当事人下落不明', other: '其他应当中止的情形' }),
      detail,
    }),
  },
  INVESTIGATION_RESUMED: { title: { zh: '恢复案件调查', en: 'Investigation resumed' }, sentBy: ['head', 'case-handler'], basis: '处罚程序规定 第四十六条第二款', data: form({ detail }) },
  INVESTIGATION_TERMINATED: { title: { zh: '终止调查', en: 'Investigation terminated' }, sentBy: head, basis: '处罚程序规定 第四十七条', data: form({ reason: field.text('当事人死亡或者终止、无权利义务承受人等原因') }) },
  EVIDENCE_REGISTERED: { title: { zh: '先行登记保存证据', en: 'Evidence registered' }, sentBy: head, basis: '处罚程序规定 第三十三条', data: form({ items: field.texts('物品清单'), reason: field.text('可能灭失或者以后难以取得的理由') }) },
  REGISTRATION_HANDLED: {
    title: { zh: '对登记保存的证据采取措施', en: 'Registered evidence dealt with' },
    sentBy: ['head', 'case-handler'],
    basis: '处罚程序规定 第三十五条',
    data: form({ measure: field.choice('措施', { preserved: '记录、复制、拍照、录像', tested: '送交检测、检验、检疫、鉴定', seized: '采取行政强制措施', confiscated: '没收违法物品', released: '解除' }) }),
  },
  SEIZED: { title: { zh: '查封、扣押', en: 'Seized' }, sentBy: head, basis: '处罚程序规定 第三十六条', data: form({ items: field.texts('场所、设施、财物清单'), legalBasis: field.text('法律、法规依据') }) },
  SEIZURE_EXTENDED: { title: { zh: '延长查封、扣押期限', en: 'Seizure extended' }, sentBy: head, basis: '处罚程序规定 第三十八条', data: form({ reason: field.text('情况复杂的理由（书面告知当事人）') }) },
  SEIZURE_RELEASED: {
    title: { zh: '解除查封、扣押', en: 'Seizure released' },
    sentBy: head,
    basis: '处罚程序规定 第四十二条',
    data: form({ ground: field.choice('情形', { innocent: '没有违法行为', unrelated: '与违法行为无关', decided: '已经作出处理决定', unneeded: '不再需要' }) }),
  },
  CRIME_SUSPECTED: { title: { zh: '提出移送涉嫌犯罪案件的书面报告', en: 'Transfer to the police proposed' }, sentBy: officer, basis: '移送涉嫌犯罪案件规定 第五条', data: form({ team: field.people('专案组人员', 2), report: field.text('书面报告') }) },
  REFERRAL_APPROVED: { title: { zh: '批准移送公安机关', en: 'Transfer approved' }, sentBy: head, basis: '移送涉嫌犯罪案件规定 第五条第二款', data: form({ principalHead: field.flag('正职负责人或者主持工作的负责人批准') }) },
  REFERRAL_REJECTED: { title: { zh: '不批准移送公安机关', en: 'Transfer not approved' }, sentBy: head, basis: '移送涉嫌犯罪案件规定 第五条第二款', data: form({ reason: field.text('不予批准的理由') }) },
  CASE_HANDED_OVER: { title: { zh: '向公安机关移送案件', en: 'Handed over to the police' }, sentBy: officer, basis: '移送涉嫌犯罪案件规定 第六条', data: form({ organ: field.text('公安机关'), enclosures: field.texts('附送材料') }) },
  POLICE_FILED: { title: { zh: '公安机关决定立案', en: 'Police filed' }, sentBy: officer, basis: '移送涉嫌犯罪案件规定 第八条', data: form({ noticeNo: field.text('立案通知书文号') }) },
  POLICE_DECLINED: { title: { zh: '公安机关不予立案', en: 'Police declined' }, sentBy: officer, basis: '移送涉嫌犯罪案件规定 第八条、第十条', data: form({ reason: field.text('理由') }) },
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

  // 审核、告知、听证
  REVIEW_STARTED: { title: { zh: '接到审核材料', en: 'Review started' }, sentBy: ['reviewer'], basis: '处罚程序规定 第五十五条', data: form({ kind: field.choice('审核种类', { legal: '法制审核', case: '案件审核' }) }) },
  REVIEW_EXTENDED: { title: { zh: '批准延长审核期限', en: 'Review extended' }, sentBy: head, basis: '处罚程序规定 第五十五条', data: form({ reason: field.text('特殊情况') }) },
  REVIEW_AGREED: { title: { zh: '审核同意处理意见', en: 'Review agreed' }, sentBy: ['reviewer'], basis: '处罚程序规定 第五十四条第一项', data: form({ opinion: field.text('书面意见') }) },
  REVIEW_RETURNED: {
    title: { zh: '审核建议纠正或者补充调查', en: 'Review returned the case' },
    sentBy: ['reviewer'],
    basis: '处罚程序规定 第五十四条第二项、第三项',
    data: form({ kind: field.choice('意见', { correct: '建议纠正', supplement: '建议补充调查', other: '其他意见' }), opinion: field.text('书面意见') }),
  },
  PROPOSAL_APPROVED: {
    title: { zh: '批准行政处罚建议', en: 'Proposed penalty approved' },
    sentBy: head,
    basis: '处罚程序规定 第五十六条',
    data: form({
      penalties: field.list('拟作出的处罚', penalty),
      partyKind: field.choice('当事人', { organisation: '法人或者其他组织', 'individual-business': '个体工商户', 'natural-person': '自然人' }),
      grounds: field.text('事实、理由、依据'),
      hearingTold: field.flag('告知书载明要求听证的权利'),
    }),
  },
  CASE_RETURNED: { title: { zh: '负责人退回补充调查', en: 'Returned by the head' }, sentBy: head, basis: '处罚程序规定 第五十六条', data: form({ reason: field.text('理由') }) },
  NOTICE_SERVED: { title: { zh: '行政处罚告知书送达', en: 'Prior notice served' }, sentBy: officer, basis: '处罚程序规定 第五十七条、第八十二条', data: form(service) },
  NOTICE_POSTED: { title: { zh: '公告送达行政处罚告知书', en: 'Prior notice posted' }, sentBy: officer, basis: '处罚程序规定 第八十二条第五项', data: form({ place: field.text('公告载体'), reason: field.text('公告送达的原因和经过') }) },
  DEFENCE_MADE: { title: { zh: '陈述、申辩', en: 'Defence made' }, sentBy: partyOrOfficer, basis: '处罚程序规定 第五十七条', data: form({ statement: field.text('陈述、申辩意见') }) },
  RIGHTS_WAIVED: { title: { zh: '明确放弃陈述、申辩和听证', en: 'Rights waived' }, sentBy: partyOrOfficer, basis: '行政处罚法 第六十二条', data: form({ record: field.text('书面记录') }) },
  HEARING_REQUESTED: { title: { zh: '要求听证', en: 'Hearing requested' }, sentBy: partyOrOfficer, basis: '听证办法 第七条', data: form({ reason: field.text('理由') }) },
  DEFENCE_REEXAMINED: { title: { zh: '复核陈述、申辩意见', en: 'Defence re-examined' }, sentBy: officer, basis: '处罚程序规定 第五十八条', data: form({ adopted: field.flag('事实、理由或者证据成立，予以采纳'), reasons: field.text('复核意见') }) },
  HOST_NAMED: { title: { zh: '确定听证主持人', en: 'Hearing host named' }, sentBy: head, basis: '听证办法 第十一条、第十八条', data: form({ host: field.text('听证主持人') }) },
  FILE_HANDED: { title: { zh: '移交案件材料', en: 'File handed to the host' }, sentBy: officer, basis: '听证办法 第十九条', data: form({ files: field.text('材料') }) },
  HEARING_FIXED: { title: { zh: '确定听证时间、地点', en: 'Hearing fixed' }, sentBy: ['reviewer', 'head'], basis: '听证办法 第二十条', data: form({ hearingOn: field.date('听证日期'), place: field.text('地点'), open: field.flag('公开举行') }) },
  HEARING_NOTICE_SERVED: { title: { zh: '听证通知书送达', en: 'Hearing notice served' }, sentBy: ['reviewer', 'case-handler'], basis: '听证办法 第二十条', data: form({ recipients: field.texts('受通知人') }) },
  HEARING_ANNOUNCED: { title: { zh: '公告公开听证', en: 'Public hearing announced' }, sentBy: ['reviewer', 'publisher'], basis: '听证办法 第二十二条', data: form({ place: field.text('公告载体') }) },
  HEARING_HELD: { title: { zh: '举行听证', en: 'Hearing held' }, sentBy: ['reviewer', 'head'], basis: '听证办法 第二十五条', data: form({ record: field.text('听证笔录') }) },
  HEARING_SUSPENDED: { title: { zh: '中止听证', en: 'Hearing suspended' }, sentBy: ['reviewer', 'head'], basis: '听证办法 第二十六条', data: form({ reason: field.text('情形') }) },
  HEARING_RESUMED: { title: { zh: '恢复听证', en: 'Hearing resumed' }, sentBy: ['reviewer', 'head'], basis: '听证办法 第二十六条第二款', data: form({ detail }) },
  HEARING_TERMINATED: { title: { zh: '终止听证', en: 'Hearing terminated' }, sentBy: ['reviewer', 'head'], basis: '听证办法 第二十七条', data: form({ reason: field.text('情形') }) },
  HEARING_REPORTED: { title: { zh: '提交听证报告', en: 'Hearing reported' }, sentBy: ['reviewer', 'head'], basis: '听证办法 第二十九条', data: form({ opinion: field.text('处理意见和建议') }) },

  // 决定
  COLLECTIVELY_DISCUSSED: { title: { zh: '负责人集体讨论', en: 'Discussed collectively' }, sentBy: head, basis: '处罚程序规定 第六十条第二款', data: form({ attendees: field.people('参加集体讨论的负责人', 2), conclusion: field.text('结论') }) },
  PENALTY_DECIDED: { title: { zh: '作出行政处罚决定', en: 'Penalty decided' }, sentBy: head, basis: '处罚程序规定 第六十条第一款第一项', data: form(decision) },
  NO_PENALTY_DECIDED: {
    title: { zh: '决定不予行政处罚', en: 'Decided not to penalise' },
    sentBy: head,
    basis: '处罚程序规定 第六十条第一款第二项、第三项',
    data: form({ ground: field.choice('情形', { exempt: '依法不予行政处罚', unproven: '违法事实不能成立' }), reasons: field.text('理由'), educated: field.flag('已对当事人进行教育') }),
  },
  DECISION_CHANGED: { title: { zh: '处罚决定被依法变更', en: 'Decision changed' }, sentBy: ['head', 'upper-bureau'], basis: '公示规定 第十一条', data: form({ ...decision, by: field.text('变更机关') }) },
  DECISION_REVOKED: {
    title: { zh: '处罚决定被撤销、确认违法或者无效', en: 'Decision revoked' },
    sentBy: ['head', 'upper-bureau'],
    basis: '处罚程序规定 第六十三条第二款',
    data: form({ kind: field.choice('结果', { revoked: '撤销', unlawful: '确认违法', void: '确认无效' }), by: field.text('作出机关'), reason: field.text('理由') }),
  },

  // 送达、履行、救济
  DECISION_SERVED: { title: { zh: '处罚决定书送达', en: 'Decision served' }, sentBy: officer, basis: '处罚程序规定 第八十一条、第八十二条', data: form({ ...service, publicityTold }) },
  DECISION_POSTED: { title: { zh: '公告送达处罚决定书', en: 'Decision posted' }, sentBy: officer, basis: '处罚程序规定 第八十二条第五项', data: form({ place: field.text('公告载体'), reason: field.text('公告送达的原因和经过'), publicityTold }) },
  PERFORMED: {
    title: { zh: '处罚决定履行完毕', en: 'Decision performed' },
    sentBy: partyOrOfficer,
    basis: '处罚程序规定 第七十一条、第七十二条',
    data: form({ paid: field.amount('本次缴纳罚没款（元）'), lateFine: field.amount('加处罚款（元）'), detail }),
  },
  INSTALMENT_PAID: { title: { zh: '缴纳一期罚款', en: 'Instalment paid' }, sentBy: partyOrOfficer, basis: '处罚程序规定 第七十四条', data: form({ paid: field.amount('本次缴纳（元）') }) },
  DEFERRAL_GRANTED: { title: { zh: '批准延期、分期缴纳', en: 'Deferral granted' }, sentBy: head, basis: '处罚程序规定 第七十四条', data: form({ until: field.date('延期或者分期届满日'), application: field.text('书面申请和经济困难的理由') }) },
  DEFERRAL_ENDED: { title: { zh: '延期、分期期限结束仍未缴清', en: 'Deferral ended unpaid' }, sentBy: officer, basis: '处罚程序规定 第七十六条第二款', data: form({}) },
  URGING_SERVED: { title: { zh: '催告书送达', en: 'Urging letter served' }, sentBy: officer, basis: '处罚程序规定 第七十六条', data: form({ proof: field.text('送达凭证') }) },
  PERFORMANCE_REFUSED: {
    title: { zh: '查明拒不履行', en: 'Refusal to perform established' },
    sentBy: officer,
    basis: '失信名单办法 第十一条',
    data: form({ able: field.flag('有履行能力'), detail: field.text('拒不履行、逃避执行的情况') }),
  },
  COURT_APPLIED: { title: { zh: '申请人民法院强制执行', en: 'Court asked to enforce' }, sentBy: ['head', 'case-handler'], basis: '处罚程序规定 第七十六条', data: form({ court: field.text('人民法院') }) },
  COURT_ENFORCEMENT_ENDED: { title: { zh: '人民法院执行终结', en: 'Court enforcement ended' }, sentBy: officer, basis: '处罚程序规定 第七十七条', data: form({ result: field.choice('结果', { executed: '执行完毕', terminated: '裁定终结执行' }) }) },
  CLOSING_GROUND_FOUND: { title: { zh: '认定其他应予结案的情形', en: 'Other ground for closing' }, sentBy: head, basis: '处罚程序规定 第七十七条第五项', data: form({ reason: field.text('情形') }) },
  CLOSING_APPROVED: { title: { zh: '批准结案', en: 'Closing approved' }, sentBy: head, basis: '处罚程序规定 第七十七条', data: form({}) },
  REMEDY_SOUGHT: { title: { zh: '申请复议或者提起诉讼', en: 'Review or suit' }, sentBy: partyOrOfficer, basis: '处罚程序规定 第七十一条第二款', data: form({ kind: field.choice('途径', { reconsideration: '行政复议', litigation: '行政诉讼' }), organ: field.text('受理机关') }) },
  REMEDY_ENDED: { title: { zh: '复议、诉讼终结，决定未被改变', en: 'Remedy ended, decision stands' }, sentBy: officer, basis: '行政处罚法 第七十三条', data: form({ result: field.text('生效文书及结果') }) },

  // 公示
  PENALTY_PUSHED: { title: { zh: '向登记地推送处罚信息', en: 'Penalty pushed' }, sentBy: ['publisher', 'case-handler'], basis: '公示规定 第十条', data: form({ to: field.text('登记地市场监督管理部门') }) },
  PENALTY_PUBLISHED: { title: { zh: '公示处罚信息', en: 'Penalty published' }, sentBy: ['publisher'], basis: '公示规定 第四条、第九条、第十条', data: form({ place: field.text('公示位置'), secrecyReviewed: field.flag('已通过保密审查并处理商业秘密、个人信息') }) },
  PUBLICITY_WITHDRAWN: { title: { zh: '撤回处罚公示信息并说明理由', en: 'Publication withdrawn' }, sentBy: ['publisher'], basis: '公示规定 第十一条', data: form({ explanation: field.text('公开说明的理由') }) },
  EARLY_STOP_APPLIED: { title: { zh: '受理提前停止公示申请', en: 'Early stop applied for' }, sentBy: ['party', 'publisher', 'case-handler'], basis: '公示规定 第十六条', data: form({ statement: field.text('申请和承诺') }) },
  EARLY_STOP_EXTENDED: { title: { zh: '批准延长决定期限', en: 'Deciding extended' }, sentBy: head, basis: '信用修复办法 第十六条', data: form({ reason: field.text('情况复杂的理由') }) },
  EARLY_STOP_GRANTED: {
    title: { zh: '准予提前停止公示', en: 'Early stop granted' },
    sentBy: head,
    basis: '公示规定 第十六条',
    data: form({ performed: field.flag('已自觉履行决定规定的义务'), rectified: field.flag('已整改并消除危害后果和不良影响'), noRepeat: field.flag('未因同一类违法行为再次受到处罚') }),
  },
  EARLY_STOP_REFUSED: { title: { zh: '不予提前停止公示', en: 'Early stop refused' }, sentBy: head, basis: '信用修复办法 第十六条', data: form({ reason: field.text('书面理由') }) },
  RESTRICTION_ENDED: { title: { zh: '行政处罚限制期限届满', en: 'Restriction ended' }, sentBy: ['publisher', 'case-handler'], basis: '公示规定 第十四条第二款', data: form({}) },
} as const satisfies EventCatalogue;
