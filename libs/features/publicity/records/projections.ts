import type { Announcement } from '@zhiheng/contracts';
import { isUuid } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import type { Topic } from '@zhiheng/workflows';
import type { RecordChange, RecordKind } from './record-change.js';

type Projection = (announcement: Announcement) => RecordChange | undefined;

const BLACKLIST_BASIS = '市场监督管理严重违法失信名单管理办法 第十四条';
const PENALTY_BASIS = '市场监督管理行政处罚信息公示规定 第二条、第四条';
const RECALL_BASIS = '消费品召回管理暂行规定 第十九条第一款';
const ORDER_BASIS = '消费品召回管理暂行规定 第二十七条';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const ofSource = (kind: RecordKind, { source }: Announcement) => ({ kind, id: source.instanceId as string });
const withdrawn =
  (kind: RecordKind, why: (facts: JsonObject) => string): Projection =>
  (announcement) => ({ ...ofSource(kind, announcement), op: 'withdraw', why: why(announcement.facts) });

const listed: Projection = (announcement) => ({
  ...ofSource('blacklist', announcement),
  op: 'publish',
  title: text(announcement.facts['groundText']) || '严重违法失信名单',
  basis: BLACKLIST_BASIS,
  facts: announcement.facts,
});

/** The record of a sample: under the sample's own id where the result came in from outside, else under the inspection's. */
const sampleOf = ({ facts, source }: Announcement) => {
  const sampleId = text(facts['sampleId']);
  return {
    kind: 'spot-check' as const,
    id: facts['own'] !== true && isUuid(sampleId) ? sampleId : (source.instanceId as string),
  };
};

const spotCheckBasis = (facts: JsonObject): string =>
  facts['regime'] === 'food' ? '食品安全抽样检验管理办法 第四十六条' : '产品质量监督抽查管理暂行办法 第十条、第四十四条';

const sampled: Projection = (announcement) => {
  const { sampleId: _id, own: _own, origin: _origin, ...facts } = announcement.facts;
  const publishedOn = text(facts['announcedOn']);
  return {
    ...sampleOf(announcement),
    op: 'publish',
    title: `${text(facts['product'])}：${facts['conforming'] === true ? '合格' : '不合格'}`,
    basis: spotCheckBasis(facts),
    facts,
    ...(/^\d{4}-\d{2}-\d{2}$/.test(publishedOn) && { publishedOn }),
  };
};

const SET_ASIDE: Readonly<Record<string, string>> = {
  objection: '异议成立 objection upheld',
  retest: '复检合格 overturned by retest',
  'overturned-by-retest': '复检合格 overturned by retest',
  'sampling-set-aside': '异议成立 objection upheld',
};

const recall =
  (op: 'publish' | 'amend', status: string, basis = RECALL_BASIS): Projection =>
  (announcement) => ({
    ...ofSource('recall', announcement),
    op,
    title: `${text(announcement.facts['product'])}召回`,
    basis,
    facts: { ...announcement.facts, status },
  });

/** What each announcement does to the public lists. */
export const PROJECTIONS: { readonly [topic in Topic]?: Projection } = {
  'blacklist.published': listed,
  'blacklist.corrected': listed,
  'blacklist.removed': withdrawn('blacklist', ({ reason }) => text(reason) || 'removed'),
  'blacklist.cancelled': withdrawn('blacklist', ({ reason }) => text(reason) || 'cancelled'),

  'enforcement.penaltyPublished': (announcement) => ({
    ...ofSource('penalty', announcement),
    op: 'publish',
    title: titlesOf(announcement.facts['penalties']),
    basis: PENALTY_BASIS,
    facts: announcement.facts,
  }),
  'enforcement.publicityStopped': withdrawn('penalty', ({ reason }) => text(reason) || 'stopped'),
  'enforcement.decisionRevoked': withdrawn('penalty', ({ reason }) => text(reason) || 'revoked'),
  // 公示规定 第十一条: withdrawn, and the reasons said.
  'enforcement.publicityWithdrawn': withdrawn('penalty', ({ explanation }) => text(explanation) || 'withdrawn'),

  // A risk signal that is not judged yet is nobody's result.
  'spot-check.recorded': (announcement) => (announcement.facts['undetermined'] === true ? undefined : sampled(announcement)),
  // Food: the first conclusion is public when it is made public (第四十六条), not when it comes in. A result of another bureau is public already.
  'inspection.nonconformityConfirmed': (announcement) =>
    announcement.facts['own'] === true && announcement.facts['regime'] !== 'food' ? sampled(announcement) : undefined,
  'inspection.foodResultPublished': sampled,
  'inspection.provincialAnnouncementMade': sampled,
  'inspection.conclusionSetAside': (announcement) => ({
    ...sampleOf(announcement),
    op: 'withdraw',
    why: SET_ASIDE[text(announcement.facts['by'])] ?? 'set aside',
  }),
  // A product's conclusion falls in the closing; that of food has an announcement of its own.
  'inspection.closed': (announcement) => {
    const why = SET_ASIDE[text(announcement.facts['outcome'])];
    return why === undefined || announcement.facts['regime'] === 'food'
      ? undefined
      : { ...sampleOf(announcement), op: 'withdraw', why };
  },

  'recall.ordered': recall('publish', 'ordered', ORDER_BASIS),
  'recall.planPublished': recall('publish', 'under-way'),
  'recall.recallAgain': recall('amend', 'again'),
  'recall.closed': recall('amend', 'completed'),
};

/** The topics that the public lists follow. */
export const PROJECTED_TOPICS = Object.keys(PROJECTIONS) as unknown as readonly [Topic, ...Topic[]];

function titlesOf(penalties: unknown): string {
  if (!Array.isArray(penalties)) return '行政处罚';
  return penalties.map((each: JsonObject) => text(each['title'])).join('、') || '行政处罚';
}
