import { field, form } from '@zhiheng/workflow-kit';
import type { EventCatalogue } from '@zhiheng/workflow-kit';
import { laboratoryOrOfficer, officers, partyOrOfficer, stated } from './form-parts.js';

const { choice, date, flag, optional, text, texts } = field;

const deciders = [...officers, 'upper-bureau'] as const;

/** What 食品安全抽样检验管理办法 knows and the order on products does not. */
export const foodEvents = {
  FOOD_SAMPLE_RECEIVED: {
    title: { zh: '承检机构收到样品', en: 'Sample received by the laboratory' },
    sentBy: laboratoryOrOfficer,
    basis: '食品抽检办法 第二十条、第二十二条',
    data: form({ laboratory: text('承检机构'), sealsChecked: flag('已查验外观、状态、封条并核对抽样文书') }),
  },
  FOOD_RESULT_PUBLISHED: {
    title: { zh: '公开监督抽检结果', en: 'Result made public' },
    sentBy: ['publisher', ...officers],
    basis: '食品抽检办法 第四十六条',
    data: form({ publishedAt: text('公开网址或者媒体') }),
  },

  // 第五章 复检
  RETEST_APPLIED: {
    title: { zh: '提出书面复检申请', en: 'Written application for a retest' },
    sentBy: partyOrOfficer,
    basis: '食品抽检办法 第三十条',
    data: form({
      applicant: text('申请人'),
      to: choice('受理部门', { bureau: '实施监督抽检的市场监督管理部门', upper: '其上一级市场监督管理部门' }),
      reasons: text('理由'),
    }),
  },
  RETEST_ACCEPTED: {
    title: { zh: '受理复检申请', en: 'Application for a retest accepted' },
    sentBy: deciders,
    basis: '食品抽检办法 第三十一条、第三十二条第一款',
    data: form({
      noticeNo: text('受理通知书文号'),
      items: texts('复检项目'),
      noMicrobiologicalItem: flag('复检项目不含微生物指标'),
      spareSampleUsable: flag('备份样品能够实现复检目的'),
      spareSampleGoodUntil: optional(date('备份样品保质期至')),
    }),
  },
  RETEST_REFUSED: {
    title: { zh: '不予受理复检申请', en: 'Application for a retest refused' },
    sentBy: deciders,
    basis: '食品抽检办法 第三十一条、第三十二条第一款',
    data: form({
      noticeNo: text('不予受理通知书文号'),
      ground: choice('不予复检的情形', {
        microbiological: '（一）检验结论为微生物指标不合格',
        'spare-expired': '（二）复检备份样品超过保质期',
        'spare-unusable': '（四）其他原因导致备份样品无法实现复检目的',
        'excluded-by-law': '（五）法律、法规、规章以及食品安全标准规定的其他情形',
      }),
      reasons: text('书面理由'),
    }),
  },
  RETEST_LAB_DRAWN: {
    title: { zh: '随机确定复检机构', en: 'Retest laboratory drawn at random' },
    sentBy: deciders,
    basis: '食品抽检办法 第三十二条第二款、第四款',
    data: form({
      laboratory: text('复检机构'),
      // The result of another bureau comes without the name of its laboratory.
      firstLaboratory: stated('初检机构'),
      listed: flag('在公布的复检机构名录中'),
      drawnAtRandom: flag('随机确定'),
      noInterest: flag('与复检申请人没有日常检验业务委托等利害关系'),
    }),
  },
  RETEST_LAB_TERM_EXTENDED: {
    title: { zh: '延长确定复检机构的期限', en: 'More time to draw the laboratory' },
    sentBy: ['case-handler'],
    basis: '食品抽检办法 第三十二条第二款',
    data: form({ reasons: text('向申请人说明的客观原因') }),
  },
  RETEST_LAB_UNABLE: {
    title: { zh: '复检机构书面说明无法承担复检任务', en: 'The laboratory cannot take the retest' },
    sentBy: laboratoryOrOfficer,
    basis: '食品抽检办法 第三十二条第三款、第四款',
    data: form({ reasons: text('书面说明') }),
  },
  SPARE_SAMPLE_HANDED_OVER: {
    title: { zh: '复检机构收到备份样品', en: 'Spare sample received by the retest laboratory' },
    sentBy: laboratoryOrOfficer,
    basis: '食品抽检办法 第三十三条',
    data: form({
      intact: flag('外包装、封条完整，没有对结果判定产生影响的情况'),
      recorded: flag('已拍照或者录像并做好接收记录'),
      finding: stated('样品异常情况'),
    }),
  },
  HANDOVER_TERM_EXTENDED: {
    title: { zh: '同意延长备份样品移交期限', en: 'More time to hand over the spare sample' },
    sentBy: ['case-handler'],
    basis: '食品抽检办法 第三十三条第一款',
    data: form({ reasons: text('客观原因') }),
  },
  RETEST_CONCLUSION_TOLD: {
    title: { zh: '复检结论已通知申请人', en: 'Applicant told of the conclusion of the retest' },
    sentBy: deciders,
    basis: '食品抽检办法 第三十五条第二款',
    data: form({ method: text('通知方式'), homeBureauTold: flag('已通报不合格食品生产经营者住所地市场监督管理部门') }),
  },

  // 第五章 异议
  FOOD_OBJECTION_FILED: {
    title: { zh: '提出书面异议处理申请（食品）', en: 'Written objection filed (food)' },
    sentBy: partyOrOfficer,
    basis: '食品抽检办法 第三十七条',
    data: form({
      about: choice('异议事项', {
        sampling: '抽样过程',
        authenticity: '样品真实性',
        method: '检验方法',
        standard: '标准适用',
      }),
      applicant: text('申请人'),
      reasons: text('理由'),
      materials: text('证明材料'),
    }),
  },
  FOOD_OBJECTION_INCOMPLETE: {
    title: { zh: '一次告知补正', en: 'All that is missing told at once' },
    sentBy: deciders,
    basis: '食品抽检办法 第三十八条第一款',
    data: form({ missing: texts('需要补正的全部内容') }),
  },
  FOOD_OBJECTION_COMPLETED: {
    title: { zh: '补正异议申请材料', en: 'Missing papers supplied' },
    sentBy: partyOrOfficer,
    basis: '食品抽检办法 第三十八条',
    data: form({ materials: text('补正的材料') }),
  },
  FOOD_OBJECTION_ACCEPTED: {
    title: { zh: '受理异议申请', en: 'Objection accepted for review' },
    sentBy: deciders,
    basis: '食品抽检办法 第三十八条第二款',
    data: form({ noticeNo: text('受理通知书文号') }),
  },
  FOOD_OBJECTION_REFUSED: {
    title: { zh: '不予受理异议申请', en: 'Objection not accepted' },
    sentBy: deciders,
    basis: '食品抽检办法 第三十八条第二款',
    data: form({ noticeNo: text('不予受理通知书文号'), reasons: text('书面理由') }),
  },
  CONSULTATION_STARTED: {
    title: { zh: '商请有关部门明确检验、判定依据', en: 'Other authorities asked about method or standard' },
    sentBy: deciders,
    basis: '食品抽检办法 第三十九条第三款',
    data: form({ authority: text('商请的部门'), question: text('事项') }),
  },
  CONSULTATION_ENDED: {
    title: { zh: '有关部门答复', en: 'Answer of the other authority' },
    sentBy: deciders,
    basis: '食品抽检办法 第三十九条第三款',
    data: form({ answer: text('答复') }),
  },
  FOOD_OBJECTION_REJECTED: {
    title: { zh: '异议不成立（食品）', en: 'Objection rejected (food)' },
    sentBy: deciders,
    basis: '食品抽检办法 第三十九条',
    data: form({ reasons: text('审核结论和理由') }),
  },
  FOOD_OBJECTION_UPHELD: {
    title: { zh: '异议成立（食品）', en: 'Objection upheld (food)' },
    sentBy: deciders,
    basis: '食品抽检办法 第三十九条',
    data: form({
      reasons: text('审核结论和理由'),
      // A forged name clears the nominal producer; the food is unfit all the same.
      conclusionStands: flag('不合格结论仍然有效（如样品系假冒，对他人继续核查处置）'),
    }),
  },

  // 第六章 核查处置
  FOOD_MEASURES_REPORTED: {
    title: { zh: '报告风险控制和整改情况', en: 'Measures of the party reported' },
    sentBy: partyOrOfficer,
    basis: '食品抽检办法 第四十条第一款',
    data: form({
      sealedAndStopped: flag('已封存不合格食品，暂停生产、经营'),
      othersTold: flag('已通知相关生产经营者和消费者'),
      recalled: flag('已召回上市销售的不合格食品（没有上市销售的，已核实）'),
      causesFoundAndRectified: flag('已排查不合格原因并整改'),
      shown: optional(flag('经营者：已在经营场所显著位置公示（第四十二条）')),
      detail: text('情况说明'),
    }),
  },
  FOOD_DUTIES_ORDERED: {
    title: { zh: '责令履行风险控制义务', en: 'Order to perform the duties' },
    sentBy: officers,
    basis: '食品抽检办法 第四十条第二款',
    data: form({ orderNo: text('责令履行通知书文号'), duties: text('责令履行的义务') }),
  },
  FOOD_DUTIES_REFUSED: {
    title: { zh: '经责令仍拒不召回或者停止经营', en: 'Order to recall or stop refused' },
    sentBy: officers,
    basis: '食品抽检办法 第四十八条',
    data: form({ finding: text('查明的情况') }),
  },
  FOOD_GRAVE_RESULT_REPORTED: {
    title: { zh: '严重不合格情形逐级报告至总局', en: 'Grave result reported up to the national bureau' },
    sentBy: officers,
    basis: '食品抽检办法 第二十八条第一款、第四十三条第二款',
    data: form({ finding: text('违法添加的非食用物质或者严重超标的情形') }),
  },
  FOOD_DISPOSAL_EXTENDED: {
    title: { zh: '批准延长核查处置期限', en: 'More time for the handling' },
    sentBy: ['head'],
    basis: '食品抽检办法 第四十五条',
    data: form({ reasons: text('需要延长的理由') }),
  },
  FOOD_DISPOSAL_COMPLETED: {
    title: { zh: '完成核查处置', en: 'Handling completed' },
    sentBy: officers,
    basis: '食品抽检办法 第四十三条、第四十五条',
    data: form({ summary: text('核查处置情况'), cause: text('不合格原因') }),
  },
  FOOD_DISPOSAL_PUBLISHED: {
    title: { zh: '公开核查处置信息，记入信用档案', en: 'Handling made public and put on the credit file' },
    sentBy: ['publisher', ...officers],
    basis: '食品抽检办法 第四十六条',
    data: form({ publishedAt: text('公开网址或者媒体'), onCreditFile: flag('已记入食品生产经营者信用档案') }),
  },
} as const satisfies EventCatalogue;
