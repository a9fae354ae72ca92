import { field, form } from '@zhiheng/workflow-kit';
import { GROUNDS } from './grounds.js';

const officer = ['case-handler', 'head'] as const;
const bySystem = ['system', 'case-handler'] as const;
const byParty = ['party', 'case-handler'] as const;
const byPublisher = ['publisher', 'system', 'case-handler'] as const;

/** Papers of an application for early removal. */
const PAPERS = {
  application: '信用修复（提前移出）申请书',
  identity: '申请人主体资格文件',
  promise: '守信承诺书',
  performance: '履行法定义务、纠正违法行为、实施整改等相关材料',
} as const;
const papers = (title: string) => field.list(title, form({ paper: field.choice('材料', PAPERS) }));

/** Parts of a public entry that can be wrong and be put right. */
export const CORRECTABLE = {
  decisionNo: '决定文号',
  cause: '列入事由',
  listedOn: '列入日期',
  decidedBy: '作出决定机关',
  partyName: '当事人名称',
} as const;

export const events = {
  // From proposal to decision
  LISTING_PROPOSED: {
    title: { zh: '提出列入建议', en: 'Listing proposed' },
    sentBy: bySystem,
    basis: '失信名单办法 第二条',
    opens: true,
    data: form({
      ground: field.choice('列入情形', GROUNDS),
      decisionNo: field.optional(field.text('所依据的行政决定文号')),
      basis: field.choice('由来', {
        penalty: '较重行政处罚',
        'second-recheck': '省级公告后复查仍不合格',
        'recall-refused': '责令召回后拒绝或者拖延',
        'performance-refused': '有能力而拒不履行行政决定',
      }),
      detail: field.text('说明'),
    }),
  },
  CONDITIONS_ASSESSED: {
    title: { zh: '列入条件已认定', en: 'Conditions of listing assessed' },
    sentBy: ['case-handler'],
    basis: '失信名单办法 第二条、第十一条、第十二条',
    data: form({
      actEstablished: field.flag('违法行为属于所列情形，事实清楚'),
      serious: field.flag('性质恶劣、情节严重、社会危害较大（第十一条情形：严重影响市场监督管理部门公信力）'),
      gravePenalty: field.choice('较重行政处罚', {
        'heavier-fine': '按照从重处罚原则处以罚款',
        'licence-revoked': '降低资质等级，吊销许可证件、营业执照',
        restricted: '限制开展生产经营活动、责令停产停业、责令关闭、限制从业',
        other: '法律、行政法规和部门规章规定的其他较重行政处罚',
        none: '不属于较重行政处罚',
      }),
      noIntentProven: field.flag('当事人有证据足以证明没有主观故意'),
      factors: field.text('考量因素：主观恶意、频次、持续时间、罚没款数额、货值、危害、损失、社会影响'),
    }),
  },
  PRIOR_NOTICE_SERVED: {
    title: { zh: '列入告知书已送达', en: 'Prior notice served' },
    sentBy: ['case-handler'],
    basis: '失信名单办法 第十三条第一款',
    data: form({ noticeNo: field.text('告知书文号'), withPenaltyNotice: field.flag('与行政处罚告知一并送达') }),
  },
  STATEMENT_MADE: {
    title: { zh: '当事人陈述申辩', en: 'Statement of the party' },
    sentBy: byParty,
    basis: '失信名单办法 第十三条第一款；处罚程序规定 第五十七条',
    data: form({ content: field.text('陈述申辩内容') }),
  },
  HEARING_REQUESTED: {
    title: { zh: '当事人要求听证', en: 'Hearing requested' },
    sentBy: byParty,
    basis: '失信名单办法 第十三条第一款；处罚程序规定 第五十七条',
    data: form({}),
  },
  HEARING_CONCLUDED: {
    title: { zh: '听证结束', en: 'Hearing concluded' },
    sentBy: ['case-handler', 'reviewer'],
    basis: '失信名单办法 第十三条第一款；行政处罚法 第六十四条',
    data: form({
      outcome: field.choice('结果', { held: '已举行听证', abandoned: '当事人放弃听证' }),
      report: field.text('听证报告'),
    }),
  },
  STATEMENTS_REVIEWED: {
    title: { zh: '当事人意见已复核', en: 'Views of the party reviewed' },
    sentBy: ['case-handler', 'reviewer'],
    basis: '处罚程序规定 第五十八条',
    data: form({ upheld: field.flag('意见成立，不予列入'), opinion: field.text('复核意见') }),
  },
  CONSENT_REQUESTED: {
    title: { zh: '报请上一级同意', en: 'Consent of the level above requested' },
    sentBy: officer,
    basis: '失信名单办法 第二十二条',
    data: form({ requestNo: field.text('请示文号') }),
  },
  CONSENT_GIVEN: {
    title: { zh: '上一级同意列入', en: 'The level above consents' },
    sentBy: ['upper-bureau'],
    basis: '失信名单办法 第二十二条',
    data: form({ consentNo: field.text('批复文号'), bureau: field.text('上一级市场监督管理部门') }),
  },
  CONSENT_REFUSED: {
    title: { zh: '上一级不同意列入', en: 'The level above does not consent' },
    sentBy: ['upper-bureau'],
    basis: '失信名单办法 第二十二条',
    data: form({ reason: field.text('理由') }),
  },
  LISTING_DECLINED: {
    title: { zh: '决定不予列入', en: 'Decision not to list' },
    sentBy: ['head'],
    basis: '失信名单办法 第十三条第一款',
    data: form({ reason: field.text('理由') }),
  },
  LISTING_DECIDED: {
    title: { zh: '作出列入决定', en: 'Listing decided' },
    sentBy: ['head'],
    basis: '失信名单办法 第十三条第一款',
    data: form({
      decisionNo: field.text('列入决定书文号'),
      decidedBy: field.text('作出决定机关'),
      baseDecisionNo: field.text('所依据的行政处罚（行政决定）文号'),
      cause: field.text('事由'),
      legalBasis: field.text('依据'),
      measures: field.text('惩戒措施提示'),
      removalTerms: field.text('移出条件和程序'),
      remedies: field.text('救济措施'),
      subjectLocal: field.flag('当事人登记地（住所地）与本机关在同一省、自治区、直辖市'),
      restrictedUntil: field.optional(field.date('限制开展生产经营活动、限制从业等措施的届满日期')),
      restrictedForLife: field.optional(field.flag('终身限制从业')),
    }),
  },
  PENALTY_REVOKED: {
    title: { zh: '所依据的行政处罚被撤销、确认违法或者无效', en: 'The penalty fell' },
    sentBy: bySystem,
    basis: '失信名单办法 第十九条',
    data: form({
      reason: field.text('撤销、确认违法或者无效的情况'),
      decisionNo: field.optional(field.text('行政处罚决定文号')),
    }),
  },
  LISTING_REVOKED: {
    title: { zh: '列入决定经复议、诉讼等被撤销', en: 'The listing decision itself fell' },
    sentBy: bySystem,
    basis: '失信名单办法 第二十三条',
    data: form({ reason: field.text('复议决定、判决等') }),
  },
  // Publicity
  DECISION_SERVED: {
    title: { zh: '列入决定书已送达', en: 'Listing decision served' },
    sentBy: ['case-handler'],
    basis: '失信名单办法 第十三条第一款',
    data: form({ method: field.text('送达方式') }),
  },
  INFORMATION_PUSHED: {
    title: { zh: '列入信息已推送，登记地已收到', en: 'Listing received by the bureau of registration' },
    sentBy: byPublisher,
    basis: '失信名单办法 第十四条第二款',
    data: form({ host: field.text('登记地（住所地）市场监督管理部门') }),
  },
  PUBLISHED: {
    title: { zh: '列入信息已公示', en: 'Listing published' },
    sentBy: byPublisher,
    basis: '失信名单办法 第十四条',
    data: form({ publicAt: field.text('公示网址或者系统编号') }),
  },
  ENTRY_CORRECTED: {
    title: { zh: '公示信息已更正', en: 'Published facts corrected' },
    sentBy: ['publisher', 'case-handler'],
    basis: '失信名单办法 第十三条第一款；公示规定 第十二条',
    data: form({
      corrections: field.list('更正', form({ field: field.choice('项目', CORRECTABLE), value: field.text('正确内容') })),
      reason: field.text('理由'),
    }),
  },
  // Early removal
  REMOVAL_APPLIED: {
    title: { zh: '收到提前移出申请', en: 'Early removal applied for' },
    sentBy: byParty,
    basis: '失信名单办法 第十六条、第十七条；信用修复办法 第十三条、第十四条',
    data: form({ papers: papers('已提交（含通过共享平台获取）的材料'), grounds: field.text('事实、理由') }),
  },
  PAPERS_REQUESTED: {
    title: { zh: '一次性告知需要补正的材料', en: 'Missing papers named, once' },
    sentBy: ['case-handler'],
    basis: '信用修复办法 第十四条',
    data: form({ missing: papers('需要补正的材料') }),
  },
  PAPERS_SUPPLEMENTED: {
    title: { zh: '当事人补正材料', en: 'Papers supplied' },
    sentBy: byParty,
    basis: '信用修复办法 第十四条',
    data: form({ papers: papers('补正的材料') }),
  },
  APPLICATION_WITHDRAWN: {
    title: { zh: '当事人撤回申请', en: 'Application withdrawn' },
    sentBy: byParty,
    data: form({ reason: field.optional(field.text('理由')) }),
  },
  REMOVAL_ACCEPTED: {
    title: { zh: '受理移出申请', en: 'Application accepted' },
    sentBy: ['case-handler'],
    basis: '失信名单办法 第十七条第二款；信用修复办法 第十四条',
    data: form({}),
  },
  REMOVAL_NOT_ACCEPTED: {
    title: { zh: '不予受理移出申请', en: 'Application not accepted' },
    sentBy: ['head'],
    basis: '信用修复办法 第十四条',
    data: form({ reason: field.text('理由') }),
  },
  REMOVAL_DECISION_EXTENDED: {
    title: { zh: '批准延长移出决定期限', en: 'More time for the decision' },
    sentBy: ['head'],
    basis: '信用修复办法 第十六条第三款',
    data: form({ reason: field.text('案情复杂或者需要进行核查等原因') }),
  },
  EARLY_REMOVAL_GRANTED: {
    title: { zh: '决定提前移出', en: 'Early removal granted' },
    sentBy: ['head'],
    basis: '失信名单办法 第十七条、第十八条；信用修复办法 第十六条、第十七条',
    data: form({
      removalNo: field.text('移出决定书文号'),
      performed: field.flag('已经自觉履行行政决定中规定的义务'),
      harmRemoved: field.flag('已经主动采取整改措施，消除危害后果和不良影响'),
      noNewGravePenalty: field.flag('未再受到较重行政处罚'),
      truthful: field.flag('未发现隐瞒真实情况、弄虚作假'),
      harmsPublicInterest: field.flag('信用修复可能危害国家安全、社会公共利益'),
    }),
  },
  EARLY_REMOVAL_REFUSED: {
    title: { zh: '决定不予移出', en: 'Early removal refused' },
    sentBy: ['head'],
    basis: '信用修复办法 第十七条、第十八条、第二十三条',
    data: form({ reason: field.text('理由'), fraud: field.flag('故意隐瞒真实情况、弄虚作假') }),
  },
  REMOVAL_REVOKED: {
    title: { zh: '撤销移出决定，恢复列入', en: 'Removal revoked, listing restored' },
    sentBy: ['head'],
    basis: '失信名单办法 第二十条；信用修复办法 第二十三条',
    data: form({ revocationNo: field.text('撤销决定文号'), fraud: field.text('隐瞒真实情况、提供虚假资料的情况') }),
  },
  // The end
  REMOVAL_PUSHED: {
    title: { zh: '停止公示信息已推送登记地', en: 'End of publicity passed to the bureau of registration' },
    sentBy: byPublisher,
    basis: '信用修复办法 第四条第二款',
    data: form({ host: field.text('登记地（住所地）市场监督管理部门') }),
  },
  PUBLICITY_STOPPED: {
    title: { zh: '已停止公示并解除管理措施', en: 'Publicity ended, measures lifted' },
    sentBy: byPublisher,
    basis: '失信名单办法 第十八条、第十九条、第二十一条',
    data: form({}),
  },
  RESTRICTION_ENDED: {
    title: { zh: '法定限制措施已解除', en: 'The legal restriction has been lifted' },
    sentBy: bySystem,
    basis: '失信名单办法 第二十一条',
    data: form({ reason: field.text('依据') }),
  },
  PARTY_DEREGISTERED: {
    title: { zh: '当事人已依法注销', en: 'The party was deregistered' },
    sentBy: bySystem,
    basis: '信用修复办法 第二十条',
    data: form({ reason: field.text('注销情况') }),
  },
} as const;
