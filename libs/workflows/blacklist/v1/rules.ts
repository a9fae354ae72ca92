import { dataOf, rulesOver } from '@zhiheng/workflow-kit';
import type { BlacklistContext } from './context.js';
import { events } from './events.js';

/** The questions of the listing procedure, in the words of the orders. */
export const rules = rulesOver<BlacklistContext>()({
  conditionsHold: {
    title: {
      zh: '三项条件同时具备（所列违法行为；性质恶劣、情节严重、社会危害较大；较重行政处罚），且没有足以证明无主观故意的证据',
      en: 'A listed act, its gravity and a grave penalty, all three, and no proof of lack of intent',
    },
    basis: '失信名单办法 第二条、第十一条、第十二条',
    asks: 'event',
    holds: ({ context, event }) => {
      const found = dataOf(events, 'CONDITIONS_ASSESSED', event);
      if (found === undefined || !found.actEstablished || !found.serious || found.noIntentProven) return false;
      // 第十一条 does not refer to 第二条: defying a decision is enough, no grave penalty is asked for.
      return context.proposal?.ground === '11' || found.gravePenalty !== 'none';
    },
  },
  noticeMayStand: {
    title: {
      zh: '告知与行政处罚程序一并实施（第十一条情形可以单独作出）',
      en: 'Notice is given with the penalty procedure, unless the ground is article 11',
    },
    basis: '失信名单办法 第十三条',
    asks: 'event',
    holds: ({ context, event }) =>
      context.proposal?.ground === '11' || dataOf(events, 'PRIOR_NOTICE_SERVED', event)?.withPenaltyNotice === true,
  },
  statementsWereMade: {
    title: { zh: '当事人提出了陈述、申辩', en: 'The party made a statement' },
    basis: '处罚程序规定 第五十八条',
    asks: 'context',
    holds: ({ context }) => (context.statements ?? []).length > 0,
  },
  viewsAreUpheld: {
    title: { zh: '当事人的意见成立', en: 'The views of the party are upheld' },
    basis: '处罚程序规定 第五十八条',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'STATEMENTS_REVIEWED', event)?.upheld === true,
  },
  consentIsNeeded: {
    title: {
      zh: '县级、设区的市级作出列入决定，应当报经上一级同意',
      en: 'County and city bureaus need the consent of the level above',
    },
    basis: '失信名单办法 第二十二条',
    asks: 'context',
    holds: ({ event }) => levelNeedsConsent(event.policy),
  },
  consentIsThere: {
    title: { zh: '已报经上一级同意，或者本级无须报经同意', en: 'The level above has consented, or its consent is not needed' },
    basis: '失信名单办法 第二十二条',
    asks: 'context',
    holds: ({ context, event }) => context.consent !== undefined || !levelNeedsConsent(event.policy),
  },
  partyIsHere: {
    title: { zh: '当事人登记地（住所地）在同一省、自治区、直辖市', en: 'The party is registered in the same province' },
    basis: '失信名单办法 第十四条；信用修复办法 第四条',
    asks: 'context',
    holds: ({ context }) => context.decision?.subjectLocal === true,
  },
  partyIsElsewhere: {
    title: { zh: '当事人登记地（住所地）不在同一省、自治区、直辖市', en: 'The party is registered in another province' },
    basis: '失信名单办法 第十四条；信用修复办法 第四条',
    asks: 'context',
    holds: ({ context }) => context.decision?.subjectLocal === false,
  },
  decisionIsServed: {
    title: { zh: '列入决定书已经送达当事人', en: 'The decision has been served on the party' },
    basis: '失信名单办法 第十三条第一款',
    asks: 'context',
    holds: ({ context }) => context.service !== undefined,
  },
  periodRunsFromPublication: {
    title: { zh: '提前移出的一年自公示之日起计算', en: 'The year before early removal runs from publication' },
    basis: '信用修复办法 第十三条第一款',
    asks: 'context',
    holds: ({ event }) => event.policy['blacklist.early-removal.counts-from'] === 'publication',
  },
  removalMayBeSought: {
    title: {
      zh: '已满一年，法定限制措施期限已经届满，且不在不得申请信用修复的期间',
      en: 'One year is over, no legal restriction runs, and the party is not barred from credit repair',
    },
    basis: '失信名单办法 第十六条；信用修复办法 第十三条、第二十三条',
    asks: 'event',
    holds: ({ context, event }) => {
      const { removalOpens, repairBan } = event.clocks;
      // 满一年: the last day of the year must be over.
      if (removalOpens === undefined || event.on <= removalOpens.dueOn) return false;
      if (repairBan !== undefined && event.on <= repairBan.dueOn) return false;
      return !isRestricted(context, event.on);
    },
  },
  papersAreComplete: {
    title: { zh: '申请材料齐全、符合法定形式', en: 'The papers are complete' },
    basis: '失信名单办法 第十七条；信用修复办法 第十四条',
    asks: 'context',
    holds: ({ context, event }) => {
      const { application, supplement } = context;
      const supplied =
        supplement !== undefined && application !== undefined && supplement.on >= application.on ? supplement.papers : [];
      const held: readonly string[] = [...(application?.papers ?? []), ...supplied].map(({ paper }) => paper);
      return (event.policy['blacklist.early-removal.papers'] as readonly string[]).every((paper) => held.includes(paper));
    },
  },
  removalConditionsHold: {
    title: {
      zh: '已履行义务，已消除危害后果和不良影响，未再受到较重行政处罚，申请真实，且不危害国家安全、社会公共利益',
      en: 'Duties performed, harm removed, no new grave penalty, a truthful application, no harm to the public interest',
    },
    basis: '失信名单办法 第十六条；信用修复办法 第十三条、第十八条、第二十三条',
    asks: 'event',
    holds: ({ event }) => {
      const found = dataOf(events, 'EARLY_REMOVAL_GRANTED', event);
      return (
        found !== undefined &&
        found.performed &&
        found.harmRemoved &&
        found.noNewGravePenalty &&
        found.truthful &&
        !found.harmsPublicInterest
      );
    },
  },
  fraudBarsApplication: {
    title: { zh: '弄虚作假，三年内不得申请信用修复', en: 'Fraud: no application for three years' },
    basis: '信用修复办法 第二十三条第二款',
    asks: 'event',
    holds: ({ event }) =>
      dataOf(events, 'EARLY_REMOVAL_REFUSED', event)?.fraud === true &&
      event.policy['blacklist.fraud.bars-application'] === true,
  },
  restrictionIsOver: {
    title: { zh: '没有限制措施，或者限制期限已经届满', en: 'No legal restriction runs any more' },
    basis: '失信名单办法 第二十一条',
    asks: 'event',
    holds: ({ context, event }) => !isRestricted(context, event.on),
  },
  isRestrictedForLife: {
    title: { zh: '终身限制从业', en: 'Barred for life' },
    basis: '失信名单办法 第二十一条',
    asks: 'context',
    holds: ({ context }) => context.decision?.restrictedForLife === true,
  },
});

function levelNeedsConsent(policy: Readonly<Record<string, unknown>>): boolean {
  return (policy['blacklist.consent.levels'] as readonly unknown[]).includes(policy['blacklist.bureau.level']);
}

/** The restriction runs to the end of its last day. */
function isRestricted({ decision }: BlacklistContext, on: string): boolean {
  return decision?.restrictedForLife === true || (decision?.restrictedUntil !== undefined && on <= decision.restrictedUntil);
}
