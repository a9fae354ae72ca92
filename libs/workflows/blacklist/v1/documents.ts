/** Documents of the listing procedure. */
export const documents = {
  priorNotice: { title: { zh: '列入严重违法失信名单告知书', en: 'Prior notice of listing' }, basis: '失信名单办法 第十三条' },
  consentRequest: {
    title: { zh: '关于拟列入严重违法失信名单的请示', en: 'Request for the consent of the level above' },
    basis: '失信名单办法 第二十二条',
  },
  listingDecision: { title: { zh: '列入严重违法失信名单决定书', en: 'Listing decision' }, basis: '失信名单办法 第十三条' },
  papersRequest: { title: { zh: '信用修复申请材料补正告知书', en: 'List of missing papers' }, basis: '信用修复办法 第十四条' },
  acceptanceNotice: {
    title: { zh: '信用修复申请受理通知书', en: 'Notice of acceptance' },
    basis: '失信名单办法 第十七条；信用修复办法 第十四条',
  },
  nonAcceptanceNotice: {
    title: { zh: '信用修复申请不予受理通知书', en: 'Notice of non-acceptance' },
    basis: '失信名单办法 第十七条；信用修复办法 第十四条',
  },
  removalDecision: {
    title: { zh: '准予移出（信用修复）决定书', en: 'Decision of removal' },
    basis: '失信名单办法 第十八条；信用修复办法 第十七条',
  },
  removalRefusal: { title: { zh: '不予移出（信用修复）决定书', en: 'Refusal of removal' }, basis: '信用修复办法 第十七条' },
  removalRevocation: {
    title: { zh: '撤销移出决定书', en: 'Revocation of the removal' },
    basis: '失信名单办法 第二十条；信用修复办法 第二十三条',
  },
  cancellationDecision: { title: { zh: '撤销列入决定书', en: 'Cancellation of the listing' }, basis: '失信名单办法 第十九条' },
} as const;
