import { isOneOf } from '@zhiheng/contracts';
import type { LegalDate } from '@zhiheng/kernel';
import { dataOf, policyNumber, rulesOver } from '@zhiheng/workflow-kit';
import type { AnyEvent } from '@zhiheng/workflow-kit';
import { events } from './events.js';
import type { InspectionContext } from './events.js';
import { foodRules } from './food-rules.js';
import { REPEAT_INTERVAL } from './policies.js';

export const rules = rulesOver<InspectionContext>()({
  onSiteSampleIsLawful: {
    title: {
      zh: '现场抽样：六个月内未抽查过同一产品（跟踪抽查、突发事件除外），出示通知书和身份证明，随机抽取待销产品，检验样品与备用样品分别封样，抽样文书已签字或者注明拒签，全程留证',
      en: 'sampled on site: same product not checked in the last six months (follow-ups and emergencies excepted), notice and identity shown, drawn at random from stock for sale, test and spare sample sealed apart, form signed or refusal noted, recorded by image',
    },
    basis: '抽查办法 第八条、第十六条、第十七条、第十九条、第二十二条、第二十三条',
    asks: 'event',
    holds: ({ event }) => {
      const sample = dataOf(events, 'SAMPLE_TAKEN', event);
      return (
        sample?.channel === 'on-site' &&
        sample.papersShown === true &&
        sample.formSignature !== undefined &&
        isSoundSample(event)
      );
    },
  },
  onlineSampleIsLawful: {
    title: {
      zh: '网络抽样：六个月内未抽查过同一产品（跟踪抽查、突发事件除外），购买样品包括检验样品和备用样品并分别封样，记录订单、付款账户和拆封过程',
      en: 'sampled online: same product not checked in the last six months (follow-ups and emergencies excepted), test and spare sample bought and sealed apart, order, account and unpacking recorded',
    },
    basis: '抽查办法 第八条、第二十五条至第二十八条',
    asks: 'event',
    holds: ({ event }) => {
      const sample = dataOf(events, 'SAMPLE_TAKEN', event);
      return sample?.channel === 'online' && sample.unboxingRecorded === true && isSoundSample(event);
    },
  },
  testersDidNotSample: {
    title: { zh: '检验人员不是该样品的抽样人员（抽检分离）', en: 'no tester took the sample' },
    basis: '抽查办法 第九条',
    asks: 'event',
    holds: ({ context, event }) => {
      const samplers = (context.recheck ?? context.sample)?.samplers ?? [];
      const sentByTester = event.by.roles.includes('laboratory');
      return testersOf(event).every((tester) => !samplers.includes(tester)) && !(sentByTester && isOneOf(event.by, samplers));
    },
  },
  everyoneConcernedIsTold: {
    title: {
      zh: '样品在销售者处抽取的，同时书面告知标称的生产者；网络抽样的，还同时告知电子商务平台经营者',
      en: 'the nominal producer is told at the same time; for an online sample also the platform',
    },
    basis: '抽查办法 第三十五条',
    asks: 'event',
    holds: ({ context, event }) => {
      const service = dataOf(events, 'CONCLUSION_SERVED', event);
      const mustTellProducer =
        (context.sample ?? context.report)?.nominalProducer === true || context.sample?.channel === 'online';
      const mustTellPlatform = context.sample?.channel === 'online';
      return (!mustTellProducer || service?.producerTold === true) && (!mustTellPlatform || service?.platformTold === true);
    },
  },
  objectsToTheSampling: {
    title: { zh: '对抽样过程、样品真实性等有异议', en: 'the objection is about the sampling or whether the sample is genuine' },
    basis: '抽查办法 第三十七条第一款',
    asks: 'event',
    holds: ({ event }) => ['sampling', 'authenticity'].includes(dataOf(events, 'OBJECTION_FILED', event)?.about ?? ''),
  },
  objectsToTheConclusion: {
    title: { zh: '对检验结论有异议，申请复检', en: 'the objection is about the conclusion and asks for a retest' },
    basis: '抽查办法 第三十七条第二款',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'OBJECTION_FILED', event)?.about === 'conclusion',
  },
  objectionTermIsOver: {
    title: { zh: '异议处理申请期限已经届满', en: 'the term to object is over' },
    basis: '抽查办法 第三十六条',
    asks: 'context',
    holds: ({ context }) => context.objectionTermEnd !== undefined,
  },
  retestLabIsAnother: {
    title: {
      zh: '已载明初检机构，且复检机构与初检机构不为同一机构',
      en: 'the first laboratory is stated and the retest laboratory is another one',
    },
    basis: '抽查办法 第三十九条第二款',
    asks: 'event',
    holds: ({ context, event }) => {
      const named = dataOf(events, 'RETEST_LAB_NAMED', event);
      const first = context.test?.laboratory ?? named?.firstLaboratory ?? '';
      return first !== '' && named?.laboratory !== first;
    },
  },
  onlyOneLabIsQualified: {
    title: { zh: '行政区域内仅有一个检验机构具备相应资质', en: 'only one laboratory of the area is qualified' },
    basis: '抽查办法 第三十九条第二款但书',
    asks: 'event',
    holds: ({ event }) => (dataOf(events, 'RETEST_LAB_NAMED', event)?.onlyQualifiedIn ?? '') !== '',
  },
  namedLabMadeTheRetest: {
    title: { zh: '复检由确定的复检机构进行', en: 'the retest was made by the laboratory that was named' },
    basis: '抽查办法 第三十九条第一款、第四十二条',
    asks: 'event',
    holds: ({ context, event }) => {
      const report = dataOf(events, 'RETEST_CONFIRMED', event) ?? dataOf(events, 'RETEST_OVERTURNED', event);
      return report !== undefined && report.laboratory === context.retestLab?.laboratory;
    },
  },
  producerIsElsewhere: {
    title: { zh: '不合格产品为本行政区域以外的生产者生产', en: 'the producer is outside this area' },
    basis: '抽查办法 第四十四条第二款',
    asks: 'context',
    holds: ({ context }) => (context.sample ?? context.report)?.producerElsewhere === true,
  },
  rectificationWasPossible: {
    title: { zh: '已报告改正，或者改正期限已经届满', en: 'rectification was reported or its term is over' },
    basis: '抽查办法 第四十六条、第四十七条',
    asks: 'context',
    holds: ({ context }) => context.rectification !== undefined || context.rectificationTermEnd !== undefined,
  },
  secondRecheckIsInWindow: {
    title: {
      zh: '复查在公告之日起六十日后、九十日前组织',
      en: 'the re-check falls after day 60 and before day 90 of the announcement',
    },
    basis: '抽查办法 第四十八条',
    asks: 'event',
    holds: ({ event }) => {
      const window = event.clocks['secondRecheckWindow'];
      return window?.opensOn !== undefined && window.opensOn <= event.on && event.on <= window.dueOn;
    },
  },
  ...foodRules,
});

/** What on-site and online sampling have in common. */
function isSoundSample(event: AnyEvent): boolean {
  const sample = dataOf(events, 'SAMPLE_TAKEN', event);
  if (sample === undefined || sample.regime === 'food') return false;
  const isHandledWell = sample.drawnFromStockForSale && sample.spareSampleKept && sample.sealed && sample.recordedByImage;
  return isHandledWell && (sample.exemptFromInterval !== undefined || isFirstInInterval(event, sample.previousCheckOn));
}

function isFirstInInterval(event: AnyEvent, previous: string | undefined): boolean {
  return previous === undefined || event.on > monthsAfter(previous, policyNumber(event, REPEAT_INTERVAL));
}

/** The same day some months later; the last day of the month where that day does not exist. */
function monthsAfter(day: string, months: number): LegalDate {
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number];
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
  const pad = (part: number, width: number): string => String(part).padStart(width, '0');
  return `${pad(target.year, 4)}-${pad(target.month, 2)}-${pad(Math.min(dayOfMonth, daysIn(target)), 2)}` as LegalDate;
}

function daysIn({ year, month }: { readonly year: number; readonly month: number }): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function testersOf(event: AnyEvent): readonly string[] {
  const report =
    dataOf(events, 'TEST_PASSED', event) ??
    dataOf(events, 'TEST_FAILED', event) ??
    dataOf(events, 'RECHECK_PASSED', event) ??
    dataOf(events, 'RECHECK_FAILED', event);
  return report?.testers ?? [];
}
