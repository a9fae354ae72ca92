import type { JsonObject } from '@zhiheng/kernel';
import { dataOf, lapsedEvent } from '@zhiheng/workflow-kit';
import type { AnnouncementCatalogue, AnyEvent } from '@zhiheng/workflow-kit';
import { events } from './events.js';
import type { InspectionContext } from './events.js';
import { foodClocks } from './food-policies.js';

type Given = { readonly context: InspectionContext; readonly event: AnyEvent };

const productOf = ({ sample, report }: InspectionContext): string => (sample ?? report)?.product ?? '';

/** Which order the check follows; product when nothing is stated. */
export function regimeOf({ context, event }: Given): 'food' | 'product' {
  const refusal = dataOf(events, 'INSPECTION_REFUSED', event) ?? context.refusal;
  return (context.sample ?? context.report ?? refusal)?.regime ?? 'product';
}

/** How a food check ended, where the last event alone does not tell. */
export function foodOutcome({ context, event }: Given): string {
  if (event.type === 'FOOD_OBJECTION_UPHELD')
    return context.test === undefined && context.sample ? 'sampling-set-aside' : 'set-aside-on-objection';
  if (context.overturned !== undefined) return 'overturned-by-retest';
  if (context.disposal !== undefined) return 'disposed';
  return context.resultPublication === undefined ? '' : 'conforming';
}

/** The result of a check as 食品抽检办法 第四十六条 and 抽查办法 第四十四条 make it public. `own`: sampled here, not told by another bureau. */
export function resultOf({ context, event }: Given): JsonObject {
  const { sample, report, test } = context;
  const sampled = sample ?? report;
  const items = test?.items ?? report?.items ?? [];
  return {
    sampleId: sampled?.sampleId ?? '',
    own: sample !== undefined,
    regime: regimeOf({ context, event }),
    product: sampled?.product ?? '',
    category: sampled?.category ?? '',
    producerName: sampled?.producerName ?? '',
    sampledUnitName: sampled?.sampledUnitName ?? '',
    conforming: items.length === 0,
    items: items.map(({ name, measured, limit }) => ({ name, measured: measured ?? '', limit: limit ?? '' })),
  };
}

export const foodAnnouncements = {
  // A case that the conclusion opened does not end by itself: who handles it must hear that its ground is gone.
  conclusionSetAside: {
    title: { zh: '抽样或者不合格结论不再作为处理依据', en: 'Sampling or conclusion set aside' },
    external: true,
    facts: ({ context, event }) => ({
      ...resultOf({ context, event }),
      by: event.type === 'FOOD_OBJECTION_UPHELD' ? 'objection' : 'retest',
    }),
  },
  foodResultPublished: {
    title: { zh: '监督抽检结果已公开', en: 'Result made public' },
    external: true,
    facts: (given) => ({
      ...resultOf(given),
      publishedAt: dataOf(events, 'FOOD_RESULT_PUBLISHED', given.event)?.publishedAt ?? '',
    }),
  },
  foodDutiesRefused: {
    title: { zh: '经责令仍拒不召回或者停止经营不合格食品', en: 'Order to recall or stop unfit food refused' },
    facts: ({ context, event }) => ({
      product: productOf(context),
      finding: dataOf(events, 'FOOD_DUTIES_REFUSED', event)?.finding ?? '',
    }),
  },
  foodTermOverdue: {
    title: { zh: '食品抽检办法规定的期限届满', en: 'A term of the food order ran out' },
    external: true,
    facts: ({ event }) => ({ term: TERMS[event.type] ?? '' }),
  },
} satisfies AnnouncementCatalogue<InspectionContext>;

const TERMS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(foodClocks).map(([name, { title }]) => [lapsedEvent(name), title.zh]),
);
