import { dataOf, rulesOver } from '@zhiheng/workflow-kit';
import type { AnyEvent } from '@zhiheng/workflow-kit';
import { events } from './events.js';
import type { InspectionContext } from './events.js';

export const foodRules = rulesOver<InspectionContext>()({
  foodRulesApply: {
    title: { zh: '样品为食品（含食品添加剂）', en: 'the sample is food or a food additive' },
    basis: '食品抽检办法 第二条、第五十四条第一款',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'NONCONFORMITY_REPORTED', event)?.regime === 'food',
  },
  onSiteFoodSampleIsLawful: {
    title: {
      zh: '食品现场抽样：出示抽样检验告知书和身份证明，随机抽取待销产品，检验样品与复检备份样品分别封样，双方签字或者盖章，全程留证',
      en: 'food sampled on site: notice and identity shown, drawn at random from stock for sale, test and spare sample sealed apart, signed by both, recorded by image',
    },
    basis: '食品抽检办法 第十四条、第十五条、第十七条、第十九条',
    asks: 'event',
    holds: ({ event }) => {
      const sample = dataOf(events, 'SAMPLE_TAKEN', event);
      return (
        sample?.channel === 'on-site' &&
        sample.papersShown === true &&
        sample.formSignature === 'signed' &&
        isSoundFoodSample(event)
      );
    },
  },
  onlineFoodSampleIsLawful: {
    title: {
      zh: '食品网络抽样：记录买样账户、订单和支付，拆封过程留证，检验样品与复检备份样品分别封样',
      en: 'food sampled online: account, order and payment recorded, unpacking recorded, test and spare sample sealed apart',
    },
    basis: '食品抽检办法 第十七条、第十八条',
    asks: 'event',
    holds: ({ event }) => {
      const sample = dataOf(events, 'SAMPLE_TAKEN', event);
      return sample?.channel === 'online' && sample.unboxingRecorded === true && isSoundFoodSample(event);
    },
  },
  resultCameIn: {
    title: { zh: '收到的是不合格检验结论', en: 'a non-conforming conclusion came in' },
    basis: '食品抽检办法 第二十七条',
    asks: 'context',
    holds: ({ context }) => context.report !== undefined,
  },
  sampleWasTakenHere: {
    title: { zh: '由本部门组织抽样', en: 'the sample was taken by this bureau' },
    basis: '食品抽检办法 第三十七条第二款',
    asks: 'context',
    holds: ({ context }) => context.sample !== undefined,
  },
  sampleWasBoughtOnline: {
    title: { zh: '网络抽样', en: 'the sample was bought online' },
    basis: '食品抽检办法 第十八条',
    asks: 'context',
    holds: ({ context }) => context.sample?.channel === 'online',
  },
  foodAddresseesAreTold: {
    title: {
      zh: '网络抽样的，同时送达网络食品交易第三方平台提供者；在集中交易市场抽样的，同时送达市场开办者',
      en: 'served also on the platform for an online sample, and on the operator of the market for a sample taken in one',
    },
    basis: '食品抽检办法 第二十九条',
    asks: 'event',
    holds: ({ context, event }) => {
      const service = dataOf(events, 'CONCLUSION_SERVED', event);
      if (service === undefined) return false;
      const { channel, inMarket } = context.sample ?? {};
      return (channel !== 'online' || service.platformTold === true) && (inMarket !== true || service.marketTold === true);
    },
  },
  retestIsAppliedInTime: {
    title: {
      zh: '自收到检验结论之日起七个工作日内提出，且尚无复检结论（复检结论为最终检验结论）',
      en: 'applied for within seven working days of receipt, and there is no conclusion of a retest yet (it would be final)',
    },
    basis: '食品抽检办法 第三十条、第三十五条第一款',
    asks: 'event',
    holds: ({ context, event }) => {
      const term = event.clocks['foodRemedyDue'];
      return term !== undefined && event.on <= term.dueOn && !isRetested(context);
    },
  },
  retestComesTooLate: {
    title: { zh: '检验结论送达后逾期提出，或者已有复检结论', en: 'it comes too late, or after a retest' },
    basis: '食品抽检办法 第三十条、第三十一条第（三）项、第三十五条第一款',
    asks: 'event',
    holds: ({ context, event }) => {
      const term = event.clocks['foodRemedyDue'];
      return term !== undefined && (event.on > term.dueOn || isRetested(context));
    },
  },
  retestIsNotExcluded: {
    title: {
      zh: '不属于不予复检的情形：复检项目均为不合格项目且不含微生物指标，备份样品未超过保质期并能实现复检目的',
      en: 'no retest is excluded: the items are failed items and none is microbiological, the spare sample is within its shelf life and of use',
    },
    basis: '食品抽检办法 第三十一条',
    asks: 'event',
    holds: ({ context, event }) => {
      const acceptance = dataOf(events, 'RETEST_ACCEPTED', event);
      if (acceptance === undefined || acceptance.items.length === 0) return false;
      const { noMicrobiologicalItem, spareSampleUsable, spareSampleGoodUntil } = acceptance;
      const failed = failedItemsOf(context);
      const mayBeRetested = acceptance.items.every((name) => {
        const found = failed.filter((item) => item.name === name);
        return found.length > 0 && found.every((item) => item.microbiological !== true);
      });
      const isFresh = spareSampleGoodUntil === undefined || event.on <= spareSampleGoodUntil;
      return mayBeRetested && noMicrobiologicalItem && spareSampleUsable && isFresh;
    },
  },
  refusalHasItsGround: {
    title: {
      zh: '不予复检的情形与检验结论相符：以微生物指标为由的，不合格项目均为微生物指标',
      en: 'the ground fits the conclusion: the microbiological one needs every failed item to be microbiological',
    },
    basis: '食品抽检办法 第三十一条、第三十二条第一款',
    asks: 'event',
    holds: ({ context, event }) => {
      const refusal = dataOf(events, 'RETEST_REFUSED', event);
      if (refusal?.ground !== 'microbiological') return refusal !== undefined;
      return failedItemsOf(context).every((item) => item.microbiological !== false);
    },
  },
  drawnLabMayRetest: {
    title: {
      zh: '已载明初检机构，复检机构在公布的名录中随机确定，与初检机构不为同一机构，与申请人没有利害关系',
      en: 'the first laboratory is stated; the retest laboratory is drawn at random from the published list, is another one and has no interest',
    },
    basis: '食品抽检办法 第三十二条第二款、第四款',
    asks: 'event',
    holds: ({ context, event }) => {
      const drawn = dataOf(events, 'RETEST_LAB_DRAWN', event);
      if (drawn === undefined || !drawn.listed || !drawn.drawnAtRandom || !drawn.noInterest) return false;
      const first = context.test?.laboratory ?? drawn.firstLaboratory ?? '';
      return first !== '' && first !== drawn.laboratory;
    },
  },
  spareSampleIsIntact: {
    title: { zh: '备份样品封条、包装完整', en: 'the spare sample came intact' },
    basis: '食品抽检办法 第三十三条第二款',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'SPARE_SAMPLE_HANDED_OVER', event)?.intact === true,
  },
  retestClearsEveryItem: {
    title: {
      zh: '由确定的复检机构进行，且复检项目涵盖全部不合格项目',
      en: 'made by the laboratory that was drawn, and every failed item was retested',
    },
    basis: '食品抽检办法 第三十一条第（一）项、第三十五条第一款',
    asks: 'event',
    holds: ({ context, event }) => {
      const report = dataOf(events, 'RETEST_OVERTURNED', event);
      const retested = context.retestAcceptance?.items ?? [];
      return (
        report !== undefined &&
        report.laboratory === context.retestLab?.laboratory &&
        failedItemsOf(context).every(({ name }) => retested.includes(name))
      );
    },
  },
  conclusionIsOverturned: {
    title: { zh: '复检结论合格', en: 'the retest overturned the conclusion' },
    basis: '食品抽检办法 第三十五条第一款',
    asks: 'context',
    holds: ({ context }) => context.overturned !== undefined,
  },
  remedyTermIsOver: {
    title: { zh: '复检、异议申请期限已经届满，或者已有复检结论', en: 'the term for remedies is over, or a retest was made' },
    basis: '食品抽检办法 第三十条、第三十五条第一款',
    asks: 'context',
    holds: ({ context }) => context.remedyTermEnd !== undefined || isRetested(context),
  },
  samplingObjectionIsInTime: {
    title: { zh: '对抽样过程的异议，在抽样完成后七个工作日内提出', en: 'about the sampling, within seven working days of it' },
    basis: '食品抽检办法 第三十七条第二款',
    asks: 'event',
    holds: ({ event }) => isAboutSampling(event) && isWithin(event, 'foodSamplingObjectionDue'),
  },
  otherObjectionIsInTime: {
    title: {
      zh: '对样品真实性、检验方法、标准适用的异议，自收到不合格结论通知之日起七个工作日内提出',
      en: 'about authenticity, method or standard, within seven working days of the notice',
    },
    basis: '食品抽检办法 第三十七条第三款',
    asks: 'event',
    holds: ({ event }) => !isAboutSampling(event) && isWithin(event, 'foodRemedyDue'),
  },
  objectionComesTooLate: {
    title: { zh: '期限开始后逾期提出', en: 'the term has begun and is over' },
    basis: '食品抽检办法 第三十七条、第三十八条第二款',
    asks: 'event',
    holds: ({ event }) => {
      const term = event.clocks[isAboutSampling(event) ? 'foodSamplingObjectionDue' : 'foodRemedyDue'];
      return term !== undefined && event.on > term.dueOn;
    },
  },
  objectionIsAboutSampling: {
    title: { zh: '对抽样过程有异议', en: 'the objection is about the sampling' },
    basis: '食品抽检办法 第三十九条第二款',
    asks: 'context',
    holds: ({ context }) => context.foodObjections?.at(-1)?.about === 'sampling',
  },
  noObjectionIsPending: {
    title: { zh: '没有未办结的异议', en: 'no objection is pending' },
    basis: '食品抽检办法 第三十九条',
    asks: 'context',
    holds: ({ context }) => (context.foodObjections?.length ?? 0) === (context.foodObjectionsEnded ?? 0),
  },
  conclusionFalls: {
    title: {
      zh: '异议成立，抽样或者不合格结论不再作为处理依据',
      en: 'the sampling or the conclusion can no longer be relied on',
    },
    basis: '食品抽检办法 第三十九条第四款',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'FOOD_OBJECTION_UPHELD', event)?.conclusionStands === false,
  },
  measuresAreComplete: {
    title: {
      zh: '已封存、暂停、通知、召回，已排查原因并整改',
      en: 'sealed, stopped, others told, recalled, causes found and rectified',
    },
    basis: '食品抽检办法 第四十条第一款',
    asks: 'event',
    holds: ({ event }) => {
      const measures = dataOf(events, 'FOOD_MEASURES_REPORTED', event);
      return (
        measures !== undefined &&
        measures.sealedAndStopped &&
        measures.othersTold &&
        measures.recalled &&
        measures.causesFoundAndRectified
      );
    },
  },
  refusalIsOnRecord: {
    title: {
      zh: '食品生产经营者已履行义务，或者经责令拒不履行已记录在案',
      en: 'the duties are performed, or the refusal to perform is on record',
    },
    basis: '食品抽检办法 第四十三条第一款、第四十八条',
    asks: 'context',
    holds: ({ context }) => context.dutiesRefused !== undefined,
  },
  resultIsPublic: {
    title: { zh: '监督抽检结果已经公开', en: 'the result itself is public' },
    basis: '食品抽检办法 第四十六条第一款',
    asks: 'context',
    // The result of another bureau came in because that bureau had published it.
    holds: ({ context }) => context.report !== undefined || context.resultPublication !== undefined,
  },
});

function isSoundFoodSample(event: AnyEvent): boolean {
  const sample = dataOf(events, 'SAMPLE_TAKEN', event);
  if (sample?.regime !== 'food') return false;
  return sample.drawnFromStockForSale && sample.spareSampleKept && sample.sealed && sample.recordedByImage;
}

function failedItemsOf({ test, report }: InspectionContext): NonNullable<InspectionContext['test']>['items'] {
  return test?.items ?? report?.items ?? [];
}

function isRetested({ retest, overturned }: InspectionContext): boolean {
  return retest !== undefined || overturned !== undefined;
}

function isAboutSampling(event: AnyEvent): boolean {
  return dataOf(events, 'FOOD_OBJECTION_FILED', event)?.about === 'sampling';
}

function isWithin(event: AnyEvent, clock: string): boolean {
  const term = event.clocks[clock];
  return event.type === 'FOOD_OBJECTION_FILED' && term !== undefined && event.on <= term.dueOn;
}
