import { field, form } from '@zhiheng/workflow-kit';

const bureau = ['case-handler', 'upper-bureau'] as const;
const bySystem = ['system', 'case-handler', 'upper-bureau'] as const;
const byMaker = ['party', 'case-handler'] as const;

/** Duties whose breach is corrected and punished under 第二十五条. */
export const DUTIES = {
  report: '报告缺陷信息（第八条第一款）',
  cooperate: '配合缺陷调查（第十一条第二款）',
  'stop-and-tell-dealers': '停止生产、销售、进口并通知其他经营者（第十五条）',
  'dealer-stop': '其他经营者停止经营并协助召回（第十六条）',
  plan: '报告召回计划（第十七条）',
  publish: '发布召回信息（第十九条第二款）',
  'carry-out': '按照召回计划实施召回，不再次销售（第二十条）',
  'report-progress': '提交召回阶段性总结、召回总结，保存召回记录（第二十一条）',
} as const;

export const events = {
  // How a possible defect becomes known
  DEFECT_INFORMATION_RECEIVED: {
    title: { zh: '收到消费品可能存在缺陷的信息', en: 'Information on a possible defect' },
    sentBy: bySystem,
    basis: '召回规定 第六条',
    opens: true,
    data: form({ product: field.text('产品'), source: field.text('来源'), detail: field.text('内容') }),
  },
  INFORMATION_SET_ASIDE: {
    title: { zh: '信息不足以认为可能存在缺陷', en: 'Information set aside' },
    sentBy: bureau,
    basis: '召回规定 第六条第二款',
    data: form({ reason: field.text('理由') }),
  },
  DEFECT_SUSPECTED: {
    title: { zh: '发现消费品可能存在缺陷', en: 'Defect suspected' },
    sentBy: bySystem,
    basis: '召回规定 第九条第二款',
    opens: true,
    data: form({
      product: field.text('产品'),
      grounds: field.text('发现可能存在缺陷的情况'),
      makerElsewhere: field.optional(field.flag('生产者不在本省')),
    }),
  },
  HARM_BECAME_KNOWN: {
    title: { zh: '生产者、经营者发现应当报告的情形', en: 'The maker or dealer learned of harm or of a recall abroad' },
    sentBy: bySystem,
    basis: '召回规定 第八条第一款',
    opens: true,
    data: form({ product: field.text('产品'), detail: field.text('发现情况'), source: field.text('信息来源') }),
  },
  DEFECT_REPORTED: {
    title: { zh: '生产者、经营者报告', en: 'Reported by the maker or dealer' },
    sentBy: byMaker,
    basis: '召回规定 第八条第一款',
    opens: true,
    data: form({
      product: field.text('产品'),
      situation: field.choice('情形', {
        harm: '已经造成或者可能造成死亡、严重人身伤害、重大财产损失',
        'recalled-abroad': '在境外实施召回',
      }),
      reportedBy: field.choice('报告人', { maker: '生产者', dealer: '其他经营者' }),
      detail: field.text('情况'),
      makerElsewhere: field.optional(field.flag('生产者不在本省')),
    }),
  },
  PASSED_ON: {
    title: { zh: '已通报（移送）有管辖权的省级部门', en: 'Passed on to the competent province' },
    sentBy: bureau,
    basis: '召回规定 第五条第二款、第八条第二款',
    data: form({ to: field.text('接收部门') }),
  },

  // Analysis and investigation
  ANALYSIS_NOTICE_SERVED: {
    title: { zh: '调查分析通知已送达生产者', en: 'Notice to analyse served' },
    sentBy: bureau,
    basis: '召回规定 第九条第二款',
    data: form({ noticeNo: field.text('通知书文号'), requirements: field.text('调查分析要求') }),
  },
  ANALYSIS_REPORTED: {
    title: { zh: '生产者报告调查分析结果', en: 'Result of the analysis' },
    sentBy: byMaker,
    basis: '召回规定 第九条',
    data: form({ defectFound: field.flag('认为消费品存在缺陷'), findings: field.text('调查分析结果') }),
  },
  ANALYSIS_ACCEPTED: {
    title: { zh: '认可不存在缺陷的分析结果', en: 'Analysis accepted: no defect' },
    sentBy: bureau,
    basis: '召回规定 第十条第一款',
    data: form({ opinion: field.text('意见') }),
  },
  INVESTIGATION_OPENED: {
    title: { zh: '组织缺陷调查', en: 'Defect investigation opened' },
    sentBy: bureau,
    basis: '召回规定 第十条、第十一条',
    data: form({
      reason: field.choice('理由', {
        'not-analysed': '生产者未按照通知要求开展调查分析',
        'not-convincing': '调查分析结果不足以证明消费品不存在缺陷',
        grave: '可能存在足以造成严重后果或者影响范围较大的缺陷',
      }),
      officers: field.people('调查人员', 2),
      interviewNeeded: field.flag('必要时约谈生产者：需要约谈'),
    }),
  },
  INVESTIGATION_CONCLUDED: {
    title: { zh: '缺陷调查结束', en: 'Investigation concluded' },
    sentBy: bureau,
    basis: '召回规定 第十二条第一款',
    data: form({
      defectFound: field.flag('认为消费品存在缺陷'),
      conclusion: field.text('调查结论'),
      scope: field.text('涉及批次、型号或者类别'),
    }),
  },

  // Notice, objection, order
  RECALL_NOTICE_SERVED: {
    title: { zh: '召回通知已送达生产者', en: 'Recall notice served' },
    sentBy: bureau,
    basis: '召回规定 第十二条第一款',
    data: form({ noticeNo: field.text('召回通知书文号'), defect: field.text('缺陷'), scope: field.text('召回范围') }),
  },
  OBJECTION_RAISED: {
    title: { zh: '生产者提出异议', en: 'Objection of the maker' },
    sentBy: byMaker,
    basis: '召回规定 第十三条第一款',
    data: form({ reasons: field.text('理由'), materials: field.texts('相关材料') }),
  },
  OBJECTION_DETERMINED: {
    title: { zh: '缺陷认定结果已通知生产者', en: 'Determination served' },
    sentBy: bureau,
    basis: '召回规定 第十三条第二款',
    data: form({
      defectConfirmed: field.flag('认定消费品存在缺陷'),
      method: field.text('认定方式：检验、检测、鉴定或者论证'),
      noticeNo: field.text('通知书文号'),
    }),
  },
  RECALL_ORDERED: {
    title: { zh: '责令召回已送达生产者', en: 'Recall ordered' },
    sentBy: ['upper-bureau'],
    basis: '召回规定 第十四条',
    data: form({
      orderNo: field.text('责令召回文号'),
      authority: field.choice('作出机关', {
        national: '国家市场监督管理总局',
        province: '省级市场监督管理部门',
        local: '市级、县级市场监督管理部门',
      }),
    }),
  },
  ORDERED_RECALL_REFUSED: {
    title: { zh: '经责令召回仍拒绝或者拖延实施召回', en: 'Ordered recall refused or delayed' },
    sentBy: bureau,
    basis: '召回规定 第二十四条',
    data: form({ manner: field.choice('情形', { refused: '拒绝', delayed: '拖延' }), evidence: field.text('事实和证据') }),
  },

  // Carrying out
  PLAN_SUBMITTED: {
    title: { zh: '生产者报告召回计划', en: 'Recall plan reported' },
    sentBy: byMaker,
    basis: '召回规定 第十七条、第十八条',
    data: form({
      scope: field.optional(field.text('需要召回的消费品范围')),
      defect: field.optional(field.text('存在的缺陷')),
      emergencyMeasures: field.optional(field.text('避免损害发生的应急处置方式')),
      measures: field.optional(field.text('具体的召回措施')),
      responsible: field.optional(field.text('负责机构')),
      contact: field.optional(field.text('联系方式')),
      schedule: field.optional(field.text('进度安排')),
      other: field.optional(field.text('其他需要报告的内容（没有的，写“无”）')),
    }),
  },
  PLAN_PUBLISHED: {
    title: { zh: '召回计划已向社会公示', en: 'Plan published by the bureau' },
    sentBy: ['publisher', 'system', 'case-handler', 'upper-bureau'],
    basis: '召回规定 第十九条第一款',
    data: form({ publicAt: field.text('公示网址或者系统编号') }),
  },
  MAKER_PUBLISHED: {
    title: { zh: '生产者发布召回信息', en: 'Recall information published by the maker' },
    sentBy: byMaker,
    basis: '召回规定 第十九条第二款',
    data: form({ where: field.text('发布方式') }),
  },
  RECALL_BEGUN: {
    title: { zh: '召回开始实施', en: 'The recall begins' },
    sentBy: byMaker,
    basis: '召回规定 第二十条、第二十一条',
    data: form({ salesStopped: field.flag('已停止生产、销售、进口'), dealersTold: field.flag('已通知其他经营者停止经营') }),
  },
  PROGRESS_REPORTED: {
    title: { zh: '提交召回阶段性总结', en: 'Progress report' },
    sentBy: byMaker,
    basis: '召回规定 第二十一条第一款',
    data: form({
      period: field.count('第几个三个月'),
      affected: field.count('涉及数量'),
      recalled: field.count('已召回数量'),
      summary: field.text('情况'),
    }),
  },
  RECALL_INADEQUATE: {
    title: { zh: '召回范围不准确或者措施无效，应当重新实施召回', en: 'Scope or remedy inadequate: recall again' },
    sentBy: ['case-handler', 'upper-bureau', 'party'],
    basis: '召回规定 第二十二条',
    data: form({
      foundBy: field.choice('发现人', { maker: '生产者', bureau: '市场监督管理部门' }),
      inadequacy: field.choice('情形', { scope: '召回的消费品范围不准确', remedy: '召回措施未能消除缺陷或者降低安全风险' }),
      detail: field.text('情况'),
    }),
  },
  RECALL_COMPLETED: {
    title: { zh: '召回计划完成', en: 'Plan completed' },
    sentBy: byMaker,
    basis: '召回规定 第二十一条第一款',
    data: form({ recalled: field.count('召回数量') }),
  },
  CLOSING_REPORT_SUBMITTED: {
    title: { zh: '提交召回总结', en: 'Closing report' },
    sentBy: byMaker,
    basis: '召回规定 第二十一条第一款',
    data: form({ affected: field.count('涉及数量'), recalled: field.count('召回数量'), summary: field.text('总结') }),
  },
  EFFECT_CONFIRMED: {
    title: { zh: '召回效果符合要求', en: 'Effect of the recall confirmed' },
    sentBy: bureau,
    basis: '召回规定 第二十二条第二款',
    data: form({ opinion: field.text('监督意见') }),
  },
  DUTY_BREACHED: {
    title: { zh: '发现违反召回义务', en: 'Breach of a recall duty found' },
    sentBy: bureau,
    basis: '召回规定 第二十五条',
    data: form({
      duty: field.choice('义务', DUTIES),
      by: field.choice('义务人', { maker: '生产者', dealer: '其他经营者' }),
      detail: field.text('事实'),
    }),
  },
} as const;
