import type { JsonObject } from '@zhiheng/kernel';
import type { AnnouncementCatalogue, AnyEvent } from '@zhiheng/workflow-kit';
import type { BlacklistContext } from './context.js';
import type { CORRECTABLE } from './events.js';
import { GROUNDS } from './grounds.js';

type Given = { readonly context: BlacklistContext; readonly event: AnyEvent };

export const announcements = {
  listed: {
    title: { zh: '已作出列入决定，应当公示', en: 'Listed; to be published' },
    facts: (given) => ({ ...entryOf(given), subjectLocal: given.context.decision?.subjectLocal ?? true }),
  },
  published: {
    title: { zh: '列入信息已公示', en: 'Published' },
    facts: (given) => ({ ...entryOf(given), until: untilOf(given), measures: given.context.decision?.measures ?? '' }),
  },
  corrected: {
    title: { zh: '公示信息已更正', en: 'Published facts corrected' },
    facts: (given) => ({
      ...entryOf(given),
      ...partyNameOf(given),
      until: untilOf(given),
      fields: correctedFields(given),
      reason: textOf(given, 'reason'),
    }),
  },
  removed: {
    title: { zh: '移出名单，应当停止公示', en: 'Removed; publicity to end' },
    facts: (given) => ({ ...endOf(given), reason: REMOVED_BY[given.event.type] ?? 'term-ended' }),
  },
  cancelled: {
    title: { zh: '列入决定被撤销，应当停止公示', en: 'Listing cancelled; publicity to end' },
    facts: (given) => ({ ...endOf(given), reason: textOf(given, 'reason') }),
  },
  restored: {
    title: { zh: '撤销移出，恢复列入，应当恢复公示', en: 'Removal revoked; to be published again' },
    facts: (given) => ({
      ...entryOf(given),
      subjectLocal: given.context.decision?.subjectLocal ?? true,
      reason: textOf(given, 'fraud'),
    }),
  },
  notListed: {
    title: { zh: '不予列入', en: 'Not listed' },
    facts: (given) => ({
      ground: given.context.proposal?.ground ?? '',
      reason: textOf(given, 'reason') || textOf(given, 'opinion') || textOf(given, 'factors'),
    }),
    external: true,
  },
  proposalDropped: {
    title: { zh: '列入建议终止', en: 'Proposal dropped' },
    facts: (given) => ({ ground: given.context.proposal?.ground ?? '', reason: textOf(given, 'reason') }),
    external: true,
  },
  removalRefused: {
    title: { zh: '不予移出', en: 'Early removal refused' },
    facts: (given) => ({
      decisionNo: endOf(given).decisionNo ?? '',
      fraud: given.event.data['fraud'] === true,
      reason: textOf(given, 'reason'),
    }),
    external: true,
  },
  earlyRemovalOpen: {
    title: { zh: '可以申请提前移出', en: 'Early removal may now be sought' },
    facts: (given) => ({ decisionNo: endOf(given).decisionNo ?? '' }),
    external: true,
  },
  repairBanOver: {
    title: { zh: '可以再次申请信用修复', en: 'Credit repair may be sought again' },
    facts: (given) => ({ decisionNo: endOf(given).decisionNo ?? '' }),
    external: true,
  },
  termOverdue: {
    title: { zh: '办理超过法定期限', en: 'A term of the bureau has run out' },
    facts: (given) => ({ decisionNo: endOf(given).decisionNo ?? '', lapse: given.event.type }),
    external: true,
  },
} satisfies AnnouncementCatalogue<BlacklistContext>;

const REMOVED_BY: Readonly<Record<string, string>> = {
  LISTING_TERM_LAPSED: 'term-ended',
  RESTRICTION_CHECK_LAPSED: 'restriction-ended',
  RESTRICTION_ENDED: 'restriction-ended',
  PARTY_DEREGISTERED: 'deregistered',
  EARLY_REMOVAL_GRANTED: 'early',
};

/** The public entry as it reads now: the decision, with what was put right since. */
function entryOf({ context }: Given): JsonObject {
  const { proposal, decision } = context;
  const ground = proposal?.ground ?? '11';
  const right = corrected(context);
  const cause = right['cause'] ?? decision?.cause ?? '';
  return {
    decisionNo: right['decisionNo'] ?? decision?.decisionNo ?? '',
    ground,
    groundText: GROUNDS[ground],
    cause,
    listedOn: right['listedOn'] ?? decision?.on ?? '',
    decidedBy: right['decidedBy'] ?? decision?.decidedBy ?? '',
    legalBasis: decision?.legalBasis ?? '',
  };
}

/** Last day of the listing; empty for a bar for life (第二十一条: the actual term of the restriction, where it is longer). */
function untilOf({ context, event }: Given): string {
  if (context.decision?.restrictedForLife === true) return '';
  const term = event.clocks['listingTerm']?.dueOn ?? '';
  const restricted = context.decision?.restrictedUntil ?? '';
  return restricted > term ? restricted : term;
}

function endOf(given: Given): JsonObject {
  const { decision } = given.context;
  return {
    decisionNo: entryOf(given)['decisionNo'] ?? '',
    baseDecisionNo: decision?.baseDecisionNo ?? '',
    subjectLocal: decision?.subjectLocal ?? true,
  };
}

function corrected({ corrections }: BlacklistContext): Readonly<Record<string, string>> {
  return Object.fromEntries((corrections ?? []).flatMap((one) => one.corrections).map(({ field, value }) => [field, value]));
}

function correctedFields({ event }: Given): readonly string[] {
  const list = (event.data['corrections'] ?? []) as readonly { readonly field: keyof typeof CORRECTABLE }[];
  return [...new Set(list.map(({ field }) => field))];
}

function partyNameOf({ context }: Given): JsonObject {
  const name = corrected(context)['partyName'];
  return name === undefined ? {} : { partyName: name };
}

function textOf({ event }: Given, key: string): string {
  const value = event.data[key];
  return typeof value === 'string' ? value : '';
}
