import { dataOf } from '@zhiheng/workflow-kit';
import type { AnnouncementCatalogue, AnyEvent } from '@zhiheng/workflow-kit';
import { events } from './events.js';
import { foodAnnouncements, foodOutcome, regimeOf, resultOf } from './food-announcements.js';
import type { InspectionContext } from './events.js';

/** How an inspection ended, by the event that ended it. */
const OUTCOMES: Readonly<Record<string, string>> = {
  SAMPLING_IMPOSSIBLE: 'not-sampled',
  REFUSAL_HANDED_OVER: 'inspection-refused',
  ILLEGALITY_FOUND: 'illegality-found',
  SAMPLE_REJECTED: 'sample-rejected',
  TEST_IMPOSSIBLE: 'not-tested',
  OBJECTION_DUE_LAPSED: 'conforming',
  OBJECTION_UPHELD: 'sampling-set-aside',
  RETEST_OVERTURNED: 'overturned-by-retest',
  RECHECK_PASSED: 'rectified',
  RECHECK_FAILED: 'suspension-referred',
  PRODUCTION_CEASED: 'production-ceased',
};

type Given = { readonly context: InspectionContext; readonly event: AnyEvent };

const productOf = ({ sample, report }: InspectionContext): string => sample?.product ?? report?.product ?? '';
/** Who organised the check: its level decides which bureau follows up by local policy. */
const organiserOf = ({ context, event }: Given): string =>
  context.sample?.organiser ??
  context.report?.announcedBy ??
  context.refusal?.organiser ??
  dataOf(events, 'INSPECTION_REFUSED', event)?.organiser ??
  '';
const findingOf = ({ event }: Given): { readonly finding: string } => ({
  finding:
    dataOf(events, 'ILLEGALITY_FOUND', event)?.finding ??
    dataOf(events, 'SPARE_SAMPLE_TAMPERED', event)?.finding ??
    dataOf(events, 'SALES_RESUMED_UNLAWFULLY', event)?.finding ??
    '',
});

export const announcements = {
  nonconformityConfirmed: {
    title: {
      zh: '不合格结论可以据以处理（产品：成为最终结论；食品：收到检验结论）',
      en: 'The non-conforming conclusion may be acted on (product: it is final; food: it came in)',
    },
    facts: ({ context, event }) => {
      const items = context.test?.items ?? context.report?.items ?? [];
      const sampled = context.sample ?? context.report;
      return {
        ...resultOf({ context, event }),
        sampleId: sampled?.sampleId ?? '',
        product: productOf(context),
        keyItemFailed: items.some((item) => item.key),
        failedItems: items.map((item) => item.name),
        producerElsewhere: sampled?.producerElsewhere ?? false,
        organiser: organiserOf({ context, event }),
        regime: regimeOf({ context, event }),
      };
    },
  },
  inspectionRefused: {
    title: { zh: '拒绝监督抽查', en: 'Inspection refused' },
    facts: (given) => ({
      reason: dataOf(events, 'INSPECTION_REFUSED', given.event)?.reason ?? '',
      organiser: organiserOf(given),
      regime: regimeOf(given),
    }),
  },
  unlicensedFound: { title: { zh: '发现无证无照等违法情形', en: 'Unlicensed activity found' }, facts: findingOf },
  sampleTampered: { title: { zh: '隐匿、转移、变卖、损毁样品', en: 'Sample tampered with' }, facts: findingOf },
  salesResumedUnlawfully: { title: { zh: '擅自恢复生产、销售', en: 'Sale resumed unlawfully' }, facts: findingOf },
  rectificationOverdue: {
    title: { zh: '逾期未报告改正', en: 'Rectification overdue' },
    facts: (given) => ({ product: productOf(given.context), organiser: organiserOf(given) }),
  },
  recheckFailed: {
    title: { zh: '复查不合格', en: 'Re-check failed' },
    facts: (given) => ({ product: productOf(given.context), organiser: organiserOf(given) }),
  },
  provincialAnnouncementMade: {
    title: { zh: '省级公告', en: 'Provincial announcement' },
    external: true,
    facts: (given) => ({
      ...resultOf(given),
      announcementNo: dataOf(events, 'PROVINCIAL_ANNOUNCEMENT_MADE', given.event)?.announcementNo ?? '',
    }),
  },
  secondRecheckFailed: {
    title: { zh: '公告后经复查仍不合格', en: 'Second re-check failed' },
    facts: ({ context }) => ({ announcementNo: context.announcement?.announcementNo ?? '', product: productOf(context) }),
  },
  retestLabOverdue: { title: { zh: '逾期未确定复检机构', en: 'Retest laboratory overdue' }, external: true, facts: () => ({}) },
  recheckOverdue: { title: { zh: '逾期未组织复查', en: 'Re-check overdue' }, external: true, facts: () => ({}) },
  secondRecheckMissed: {
    title: { zh: '公告后复查期间已过', en: 'Window of the second re-check missed' },
    external: true,
    facts: () => ({}),
  },
  closed: {
    title: { zh: '监督抽查处理完毕', en: 'Inspection closed' },
    external: true,
    facts: (given) => ({
      outcome: OUTCOMES[given.event.type] ?? foodOutcome(given),
      sampleId: (given.context.sample ?? given.context.report)?.sampleId ?? '',
      own: given.context.sample !== undefined,
      regime: regimeOf(given),
    }),
  },
  ...foodAnnouncements,
} satisfies AnnouncementCatalogue<InspectionContext>;
