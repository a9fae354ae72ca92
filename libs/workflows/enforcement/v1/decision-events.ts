import { field, form } from '@zhiheng/workflow-kit';
import type { EventCatalogue } from '@zhiheng/workflow-kit';
import { penaltyForm } from './penalty-form.js';

const head = ['head'] as const;

/** 严重违法失信名单管理办法 第五条至第十条; ground 11 stands alone and is established when performance is refused. */
const LISTED_GROUNDS = {
  '5-1': '未取得食品生产经营许可',
  '5-2': '使用非食品原料等',
  '5-3': '污染物超标、超过保质期等',
  '5-4': '其他食品安全严重违法',
  '6-1': '生产销售假药、劣药等',
  '6-2': '未经注册的医疗器械',
  '6-3': '非法添加的化妆品',
  '6-4': '其他药械化严重违法',
  '7-1': '特种设备严重违法',
  '7-2': '不符合强制性国家标准、掺杂掺假、以不合格冒充合格等',
  '7-3': '抽查不合格经省级公告后复查仍不合格',
  '7-4': '虚假检验、检测、认证结论',
  '7-5': '认证标志、证书违法',
  '7-6': '其他质量安全严重违法',
  '8-1': '侵害消费者人格尊严等',
  '8-2': '预收费用后关门停业',
  '8-3': '计量欺诈',
  '8-4': '责令召回后拒绝或者拖延',
  '8-5': '其他侵害消费者权益严重违法',
  '9-1': '严重不正当竞争',
  '9-2': '知识产权严重违法',
  '9-3': '价格严重违法',
  '9-4': '传销',
  '9-5': '虚假广告',
  '9-6': '其他扰乱市场秩序严重违法',
  '10-1': '未取得其他许可',
  '10-2': '骗取许可、登记',
  '10-3': '拒绝、阻碍监督检查',
} as const;

const decision = {
  decisionNo: field.text('处罚决定书文号'),
  penalties: field.list('处罚内容', penaltyForm),
  discretion: field.choice('裁量阶次', { mitigated: '减轻', lenient: '从轻', normal: '一般', severe: '从重' }),
  sector: field.choice('领域', {
    food: '食品',
    drug: '药品',
    device: '医疗器械',
    cosmetic: '化妆品',
    'special-equipment': '特种设备',
    'key-industrial': '重点工业产品',
    other: '其他',
  }),
  sameProvince: field.flag('作出决定的机关与当事人登记地（住所地）在同一省'),
  listedGround: field.optional(field.choice('严重违法失信名单情形', LISTED_GROUNDS)),
  reasons: field.text('事实、依据以及陈述申辩的采纳情况'),
};

/** 决定, and what may befall it later. */
export const decisionEvents = {
  // 决定
  COLLECTIVELY_DISCUSSED: {
    title: { zh: '负责人集体讨论', en: 'Discussed collectively' },
    sentBy: head,
    basis: '处罚程序规定 第六十条第二款',
    data: form({ attendees: field.people('参加集体讨论的负责人', 2), conclusion: field.text('结论') }),
  },
  PENALTY_DECIDED: {
    title: { zh: '作出行政处罚决定', en: 'Penalty decided' },
    sentBy: head,
    basis: '处罚程序规定 第六十条第一款第一项',
    data: form(decision),
  },
  NO_PENALTY_DECIDED: {
    title: { zh: '决定不予行政处罚', en: 'Decided not to penalise' },
    sentBy: head,
    basis: '处罚程序规定 第六十条第一款第二项、第三项',
    data: form({
      ground: field.choice('情形', { exempt: '依法不予行政处罚', unproven: '违法事实不能成立' }),
      reasons: field.text('理由'),
      educated: field.flag('已对当事人进行教育'),
    }),
  },
  DECISION_CHANGED: {
    title: { zh: '处罚决定被依法变更', en: 'Decision changed' },
    sentBy: ['head', 'upper-bureau'],
    basis: '公示规定 第十一条',
    data: form({ ...decision, by: field.text('变更机关') }),
  },
  DECISION_REVOKED: {
    title: { zh: '处罚决定被撤销、确认违法或者无效', en: 'Decision revoked' },
    sentBy: ['head', 'upper-bureau'],
    basis: '处罚程序规定 第六十三条第二款',
    data: form({
      kind: field.choice('结果', { revoked: '撤销', unlawful: '确认违法', void: '确认无效' }),
      by: field.text('作出机关'),
      reason: field.text('理由'),
    }),
  },
} as const satisfies EventCatalogue;
