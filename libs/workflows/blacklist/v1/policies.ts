/** Policy keys that the rules ask for; the terms of the clocks are named in `clocks`. Values: config/law/blacklist.yaml, credit-repair.yaml. */
export const policies = [
  'blacklist.bureau.level',
  'blacklist.consent.levels',
  'blacklist.early-removal.counts-from',
  'blacklist.early-removal.papers',
  'blacklist.fraud.bars-application',
] as const;

export const clocks = {
  defenceDue: {
    title: { zh: '陈述申辩、要求听证期限', en: 'Statement or request for a hearing' },
    term: 'blacklist.defence.term',
  },
  serviceDue: { title: { zh: '列入决定书送达期限', en: 'Service of the listing decision' }, term: 'blacklist.service.term' },
  publicationDue: { title: { zh: '列入信息公示期限', en: 'Publication of the listing' }, term: 'blacklist.publication.term' },
  pushDue: { title: { zh: '向登记地推送列入信息期限', en: 'Push to the bureau of registration' }, term: 'blacklist.push.term' },
  hostPublicationDue: {
    title: { zh: '登记地协助公示期限', en: 'Publication by the bureau of registration' },
    term: 'blacklist.host-publication.term',
  },
  listingTerm: { title: { zh: '列入期限', en: 'Term of the listing' }, term: 'blacklist.listing.term' },
  removalOpens: {
    title: { zh: '可以申请提前移出之日', en: 'Early removal may be sought from' },
    term: 'blacklist.early-removal.opens',
  },
  acceptanceDue: { title: { zh: '移出申请受理期限', en: 'Acceptance of the application' }, term: 'blacklist.acceptance.term' },
  removalDecisionDue: {
    title: { zh: '移出申请决定期限', en: 'Decision on the application' },
    term: 'blacklist.removal-decision.term',
  },
  publicityStopDue: { title: { zh: '停止公示期限', en: 'Ending the publicity' }, term: 'blacklist.publicity-stop.term' },
  repairBan: {
    title: { zh: '不得申请信用修复的期间', en: 'No application for credit repair' },
    term: 'blacklist.repair-ban.term',
  },
  restrictionCheck: {
    title: { zh: '限制期限是否届满的核对', en: 'Check whether the restriction has ended' },
    term: 'blacklist.restriction-check.term',
  },
} as const;
