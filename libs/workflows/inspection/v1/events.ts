import type { LegalDate } from '@zhiheng/kernel';
import { field, form } from '@zhiheng/workflow-kit';
import type { DataOf, EventCatalogue, Form } from '@zhiheng/workflow-kit';
import { foodEvents } from './food-events.js';
import {
  atLeastOneFailedItem,
  failedItems,
  laboratoryOrOfficer,
  officers,
  partyOrOfficer,
  regime,
  sampled,
  stated,
  testReport,
} from './form-parts.js';

const { choice, date, flag, optional, people, text } = field;

export const events = {
  SAMPLE_TAKEN: {
    title: { zh: '抽样', en: 'Sample taken' },
    sentBy: ['inspector'],
    basis: '抽查办法 第十五条至第二十八条；食品抽检办法 第十四条至第十九条',
    opens: true,
    data: form({
      ...sampled,
      channel: choice('抽样方式', { 'on-site': '现场抽样', online: '网络抽样' }),
      samplers: people('抽样人员', 2),
      organiser: stated('组织监督抽查的部门'),
      drawnFromStockForSale: flag('从待销产品中随机抽取（网络抽样：购买在售商品）'),
      spareSampleKept: flag('检验样品、备用样品各一份'),
      sealed: flag('分别封样，采取防拆封措施'),
      recordedByImage: flag('拍照、录像或者截图留证'),
      papersShown: optional(flag('出示监督抽查通知书和抽样人员身份证明')),
      formSignature: optional(choice('抽样文书签字', { signed: '双方签字', 'refused-noted': '被抽样方拒绝签字，已注明情况' })),
      unboxingRecorded: optional(flag('网络抽样：记录付款账户、订单和拆封过程')),
      inMarket: optional(flag('食品：在食品集中交易市场内抽取')),
      previousCheckOn: optional(date('同一产品上次监督抽查日期')),
      exemptFromInterval: optional(
        choice('不受六个月限制的情形', { 'follow-up': '对不合格产品的跟踪抽查', emergency: '应对突发事件' }),
      ),
    }),
  },
  SAMPLING_IMPOSSIBLE: {
    title: { zh: '无法抽样或者不得抽样', en: 'No sample could or may be taken' },
    sentBy: ['inspector'],
    basis: '抽查办法 第十八条、第二十条',
    opens: true,
    data: form({
      why: choice('原因', {
        'too-little-stock': '待销产品数量不符合实施细则要求',
        'not-for-sale': '不用于销售，或者只用于出口并另有约定',
        'marked-trial': '标注“试制”“处理”“样品”等字样',
        'out-of-business': '转产、停业等',
      }),
      detail: text('情况记录'),
      samplers: people('抽样人员', 2),
    }),
  },
  INSPECTION_REFUSED: {
    title: { zh: '阻碍、拒绝或者不配合监督抽查', en: 'Inspection refused or obstructed' },
    sentBy: ['inspector'],
    basis: '抽查办法 第七条、第二十一条；产品质量法 第十六条；食品抽检办法 第二十一条',
    opens: true,
    data: form({
      reason: text('情况记录'),
      samplers: people('抽样人员', 2),
      organiser: stated('组织监督抽查的部门'),
      regime,
    }),
  },
  ILLEGALITY_FOUND: {
    title: { zh: '发现无证无照等无需检验即可判定违法的情形', en: 'Illegality found that needs no test' },
    sentBy: ['inspector', 'laboratory'],
    basis: '抽查办法 第十七条第二款、第三十条第二款；食品抽检办法 第二十一条',
    opens: true,
    data: form({ finding: text('涉嫌违法的情形'), foundBy: people('发现人员', 1) }),
  },
  NONCONFORMITY_REPORTED: {
    title: { zh: '收到不合格检验结论', en: 'A non-conforming conclusion came in' },
    sentBy: ['system', ...officers],
    basis: '抽查办法 第五条第三款、第四十四条；食品抽检办法 第二十七条、第二十九条',
    opens: true,
    data: form({
      ...sampled,
      items: failedItems,
      announcedBy: stated('组织监督抽查（公布结果）的部门'),
      // A published table may not say when it was published; nothing is counted from this date.
      announcedOn: stated('公布日期'),
    }),
  },
  REFUSAL_HANDED_OVER: {
    title: { zh: '拒绝监督抽查移交查处', en: 'Refusal handed over for punishment' },
    sentBy: officers,
    basis: '抽查办法 第五十一条第（二）项；产品质量法 第五十六条；食品抽检办法 第四十七条第一款',
    data: form({ receivedBy: text('接收的部门或者机构') }),
  },
  SAMPLE_REJECTED: {
    title: { zh: '抽样不规范，检验机构拒绝接收样品', en: 'Sample refused by the laboratory' },
    sentBy: laboratoryOrOfficer,
    basis: '抽查办法 第二十九条第二款；食品抽检办法 第二十二条第三款',
    data: form({ reason: text('书面理由'), laboratory: text('检验机构') }),
  },
  TEST_IMPOSSIBLE: {
    title: { zh: '检验无法进行', en: 'The test cannot be made' },
    sentBy: laboratoryOrOfficer,
    basis: '抽查办法 第三十一条第二款',
    data: form({ reason: text('原因'), evidence: text('证明材料') }),
  },
  TEST_PASSED: {
    title: { zh: '检验结论合格', en: 'Test: conforming' },
    sentBy: laboratoryOrOfficer,
    basis: '抽查办法 第三十二条、第三十三条；食品抽检办法 第二十四条、第二十六条',
    data: form(testReport),
  },
  TEST_FAILED: {
    title: { zh: '检验结论不合格', en: 'Test: non-conforming' },
    sentBy: laboratoryOrOfficer,
    basis: '抽查办法 第三十二条、第三十三条；食品抽检办法 第二十四条、第二十六条',
    data: form({ ...testReport, items: atLeastOneFailedItem }),
  },
  CONCLUSION_SERVED: {
    title: { zh: '检验结论书面告知已送达', en: 'Written notice of the conclusion served' },
    sentBy: officers,
    basis: '抽查办法 第三十五条；食品抽检办法 第二十九条',
    data: form({
      method: choice('送达方式', {
        direct: '直接送达',
        left: '留置送达',
        electronic: '电子送达',
        mail: '邮寄送达',
        public: '公告送达',
      }),
      receivedBy: stated('签收人'),
      producerTold: optional(flag('已同时书面告知标称的生产者')),
      platformTold: optional(flag('已同时书面告知电子商务平台经营者')),
      marketTold: optional(flag('食品：在集中交易市场抽样的，已送达市场开办者')),
    }),
  },
  OBJECTION_FILED: {
    title: { zh: '提出书面异议处理申请', en: 'Written objection filed' },
    sentBy: partyOrOfficer,
    basis: '抽查办法 第三十六条、第三十七条；产品质量法 第十五条第四款',
    data: form({
      about: choice('异议内容', { sampling: '抽样过程', authenticity: '样品真实性', conclusion: '检验结论（申请复检）' }),
      reasons: text('理由'),
      materials: text('提交的材料'),
    }),
  },
  OBJECTION_WAIVED: {
    title: { zh: '书面表示没有异议', en: 'The party declares in writing that it does not object' },
    sentBy: partyOrOfficer,
    basis: '抽查办法 第三十六条',
    data: form({ statement: text('书面声明') }),
  },
  OBJECTION_REJECTED: {
    title: { zh: '异议不成立', en: 'Objection rejected' },
    sentBy: [...officers, 'head'],
    basis: '抽查办法 第三十七条第一款',
    data: form({ reasons: text('处理结论和理由') }),
  },
  OBJECTION_UPHELD: {
    title: { zh: '异议成立', en: 'Objection upheld' },
    sentBy: [...officers, 'head'],
    basis: '抽查办法 第三十七条第一款',
    data: form({ reasons: text('处理结论和理由') }),
  },
  RETEST_DECLINED: {
    title: { zh: '不予复检', en: 'Retest declined' },
    sentBy: [...officers, 'head'],
    basis: '抽查办法 第三十七条第二款',
    data: form({ reasons: text('不需要复检或者不具备检验条件的理由') }),
  },
  RETEST_NOTICE_SERVED: {
    title: { zh: '复检通知已送达', en: 'Retest notice served' },
    sentBy: officers,
    basis: '抽查办法 第三十七条第二款、第三十八条',
    data: form({ items: field.texts('复检项目') }),
  },
  RETEST_FORMALITIES_DONE: {
    title: { zh: '办理复检手续', en: 'Formalities of the retest done' },
    sentBy: partyOrOfficer,
    basis: '抽查办法 第三十八条、第四十三条',
    data: form({ receiptNo: stated('复检费用凭证号') }),
  },
  RETEST_WITHDRAWN: {
    title: { zh: '撤回复检申请', en: 'Retest application withdrawn' },
    sentBy: partyOrOfficer,
    basis: '抽查办法 第三十八条；食品抽检办法 第三十条',
    data: form({ statement: text('书面声明') }),
  },
  RETEST_LAB_NAMED: {
    title: { zh: '确定复检机构', en: 'Retest laboratory named' },
    sentBy: officers,
    basis: '抽查办法 第三十九条',
    data: form({
      laboratory: text('复检机构'),
      qualification: text('资质证书编号'),
      // The result of another bureau comes without the name of its laboratory.
      firstLaboratory: stated('初检机构'),
      onlyQualifiedIn: stated('仅有一个检验机构具备相应资质的行政区域'),
    }),
  },
  RETEST_CONFIRMED: {
    title: { zh: '复检结论与初检结论一致', en: 'Retest confirms the first result' },
    sentBy: laboratoryOrOfficer,
    basis: '抽查办法 第四十二条、第四十三条；食品抽检办法 第三十五条、第三十六条',
    data: form(testReport),
  },
  RETEST_OVERTURNED: {
    title: { zh: '复检结论合格，与初检结论不一致', en: 'Retest overturns the first result' },
    sentBy: laboratoryOrOfficer,
    basis: '抽查办法 第四十二条、第四十三条；食品抽检办法 第三十五条、第三十六条',
    data: form(testReport),
  },
  SPARE_SAMPLE_TAMPERED: {
    title: { zh: '隐匿、转移、变卖、损毁备用样品', en: 'Spare sample hidden, moved, sold or damaged' },
    sentBy: laboratoryOrOfficer,
    basis: '抽查办法 第四十条、第四十一条',
    data: form({ finding: text('查明的情况') }),
  },
  RECTIFICATION_ORDERED: {
    title: { zh: '责令改正', en: 'Order to rectify' },
    sentBy: officers,
    basis: '抽查办法 第四十六条；产品质量法 第十七条第一款',
    data: form({ orderNo: text('责令改正通知书文号'), requirements: text('改正要求') }),
  },
  RECTIFICATION_REPORTED: {
    title: { zh: '报告改正情况、申请复查', en: 'Rectification reported' },
    sentBy: partyOrOfficer,
    basis: '抽查办法 第四十六条、第四十七条',
    data: form({ measures: text('改正措施') }),
  },
  RECHECK_CONDUCTED: {
    title: { zh: '组织复查（复查抽样）', en: 'Re-check conducted' },
    sentBy: ['inspector'],
    basis: '抽查办法 第四十七条至第四十九条',
    data: form({ samplers: people('复查抽样人员', 2), sampleId: text('复查样品编号') }),
  },
  RECHECK_PASSED: {
    title: { zh: '认定复查合格', en: 'Re-check: conforming' },
    sentBy: laboratoryOrOfficer,
    basis: '抽查办法 第四十九条第二款',
    data: form(testReport),
  },
  RECHECK_FAILED: {
    title: { zh: '复查不合格', en: 'Re-check: non-conforming' },
    sentBy: laboratoryOrOfficer,
    basis: '抽查办法 第四十七条第二款、第四十八条',
    data: form({ ...testReport, items: atLeastOneFailedItem }),
  },
  PROVINCIAL_ANNOUNCEMENT_MADE: {
    title: { zh: '省级市场监督管理部门向社会公告', en: 'Announced by the provincial bureau' },
    sentBy: ['upper-bureau', 'publisher'],
    basis: '抽查办法 第四十七条第二款；产品质量法 第十七条第一款',
    data: form({ announcementNo: text('公告文号') }),
  },
  SALES_RESUMED_UNLAWFULLY: {
    title: { zh: '未经认定复查合格恢复生产、销售', en: 'Production or sale resumed before a passed re-check' },
    sentBy: officers,
    basis: '抽查办法 第四十九条第二款、第五十一条第（三）项',
    data: form({ finding: text('查明的情况') }),
  },
  PRODUCTION_CEASED: {
    title: { zh: '确认不再生产、销售同一产品', en: 'Production and sale of the product given up' },
    sentBy: officers,
    basis: '抽查办法 第二十条、第四十九条第二款',
    data: form({ evidence: text('现场核查情况'), checkedBy: people('核查人员', 2) }),
  },
  ...foodEvents,
} as const satisfies EventCatalogue;

type Events = typeof events;
type Kept<K extends keyof Events> = Events[K]['data'] extends Form<infer F> ? DataOf<F> & { readonly on: LegalDate } : never;

/** What an inspection remembers. `sample` and `test` of our own sampling, `report` of a result that another bureau published. */
export type InspectionContext = {
  readonly refusal?: Kept<'INSPECTION_REFUSED'>;
  readonly sample?: Kept<'SAMPLE_TAKEN'>;
  readonly test?: Kept<'TEST_FAILED'>;
  readonly report?: Kept<'NONCONFORMITY_REPORTED'>;
  readonly service?: Kept<'CONCLUSION_SERVED'>;
  readonly objections?: readonly Kept<'OBJECTION_FILED'>[];
  readonly objectionTermEnd?: { readonly on: LegalDate };
  readonly retestLab?: Kept<'RETEST_LAB_NAMED'>;
  readonly order?: Kept<'RECTIFICATION_ORDERED'>;
  readonly rectification?: Kept<'RECTIFICATION_REPORTED'>;
  readonly rectificationTermEnd?: { readonly on: LegalDate };
  readonly recheck?: Kept<'RECHECK_CONDUCTED'>;
  readonly announcement?: Kept<'PROVINCIAL_ANNOUNCEMENT_MADE'>;

  // 食品
  readonly remedyTermEnd?: { readonly on: LegalDate };
  readonly retestApplications?: readonly Kept<'RETEST_APPLIED'>[];
  readonly retestAcceptance?: Kept<'RETEST_ACCEPTED'>;
  readonly retest?: Kept<'RETEST_CONFIRMED'>;
  readonly overturned?: { readonly on: LegalDate };
  readonly foodObjections?: readonly Kept<'FOOD_OBJECTION_FILED'>[];
  readonly foodObjectionsEnded?: number;
  readonly dutiesRefused?: Kept<'FOOD_DUTIES_REFUSED'>;
  readonly resultPublication?: Kept<'FOOD_RESULT_PUBLISHED'>;
  readonly disposal?: Kept<'FOOD_DISPOSAL_COMPLETED'>;
};
