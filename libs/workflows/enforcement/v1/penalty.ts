import type { AnyEvent } from '@zhiheng/workflow-kit';
import { keys } from './policies.js';

/** Kinds of penalties, 行政处罚法 第九条. */
export const PENALTY_KINDS = {
  warning: '警告',
  criticism: '通报批评',
  fine: '罚款',
  'confiscation-income': '没收违法所得',
  'confiscation-goods': '没收非法财物',
  'suspend-permit': '暂扣许可证件',
  downgrade: '降低资质等级',
  'revoke-permit': '吊销许可证件',
  'revoke-licence': '吊销营业执照',
  'restrict-operation': '限制开展生产经营活动',
  'stop-operation': '责令停产停业',
  'close-down': '责令关闭',
  'restrict-career': '限制从业',
  other: '法律、行政法规规定的其他行政处罚',
} as const;
export type PenaltyKind = keyof typeof PENALTY_KINDS;

/** One penalty. `amount` in yuan 元: of the fine, of the income, or the value of the goods. `until`: last day of a restriction. */
export type Penalty = { readonly kind: PenaltyKind; readonly amount?: number; readonly until?: string };

/** 法人或者其他组织, 个体工商户, 自然人. */
export type PartyKind = 'organisation' | 'individual-business' | 'natural-person';

/** The step of discretion 裁量阶次. */
export type Discretion = 'mitigated' | 'lenient' | 'normal' | 'severe';

export const kindsOf = (penalties: readonly Penalty[]): readonly PenaltyKind[] => [
  ...new Set(penalties.map(({ kind }) => kind)),
];
export const fineOf = (penalties: readonly Penalty[]): number => sum(penalties, ['fine']);
export const confiscatedOf = (penalties: readonly Penalty[]): number =>
  sum(penalties, ['confiscation-income', 'confiscation-goods']);
/** What is to be paid in money: fine and confiscated income. */
export const moneyOf = (penalties: readonly Penalty[]): number => sum(penalties, ['fine', 'confiscation-income']);
export const hasKind = (penalties: readonly Penalty[], kinds: readonly string[]): boolean =>
  penalties.some(({ kind }) => kinds.includes(kind));

/** 处罚程序规定 第五十八条: compared by amount, by kind and by the length of a restriction. */
export function isHeavier(decided: readonly Penalty[], noticed: readonly Penalty[]): boolean {
  return (
    fineOf(decided) > fineOf(noticed) ||
    confiscatedOf(decided) > confiscatedOf(noticed) ||
    kindsOf(decided).some((kind) => !kindsOf(noticed).includes(kind)) ||
    (restrictedUntil(decided) ?? '') > (restrictedUntil(noticed) ?? '9999')
  );
}

/** 较重行政处罚: a fine by the severe step, or one of the kinds that the order names (失信名单办法 第二条第二款). */
export function isGrave(penalties: readonly Penalty[], discretion: Discretion, event: AnyEvent): boolean {
  return (discretion === 'severe' && fineOf(penalties) > 0) || hasKind(penalties, policyList(event, keys.graveKinds));
}

/** Whether the law gives a right to a hearing 听证办法 第五条. */
export function isInHearingScope(penalties: readonly Penalty[], party: PartyKind, event: AnyEvent): boolean {
  // A 个体工商户 is not named by the article: the lower amount is taken, which gives the party the right earlier.
  const key = party === 'organisation' ? keys.hearingFineOfOrganisation : keys.hearingFineOfNaturalPerson;
  const amount = event.policy[key] as number;
  return (
    hasKind(penalties, policyList(event, keys.hearingKinds)) ||
    fineOf(penalties) >= amount ||
    confiscatedOf(penalties) >= amount
  );
}

/** 公示规定 第十三条: nothing but criticism or a lower fine by the lenient or mitigated step. */
export function isLight(penalties: readonly Penalty[], discretion: Discretion, party: PartyKind, event: AnyEvent): boolean {
  const limit = event.policy[party === 'natural-person' ? keys.lightFineOfPerson : keys.lightFineOfEntity] as number;
  const fine = fineOf(penalties);
  const lowerFine = fine <= limit && (discretion === 'lenient' || discretion === 'mitigated');
  return (
    penalties.every(({ kind }) => kind === 'criticism' || kind === 'warning' || kind === 'fine') && (fine === 0 || lowerFine)
  );
}

/** The last day of the longest restriction, if any has an end. */
export function restrictedUntil(penalties: readonly Penalty[]): string | undefined {
  return penalties
    .flatMap(({ until }) => until ?? [])
    .sort()
    .at(-1);
}

export function policyList(event: AnyEvent, key: string): readonly string[] {
  return event.policy[key] as readonly string[];
}

function sum(penalties: readonly Penalty[], kinds: readonly PenaltyKind[]): number {
  return penalties.filter(({ kind }) => kinds.includes(kind)).reduce((total, { amount }) => total + (amount ?? 0), 0);
}
