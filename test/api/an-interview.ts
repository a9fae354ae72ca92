/** What opens an interview over HTTP, and the notice that may follow it on any day. */
export const OPENING = {
  workflow: 'interview',
  jurisdiction: '442000',
  subject: { kind: 'enterprise', id: 'uscc:91442000618000000A', name: '中山市美味电器有限公司' },
  type: 'TRIGGERED',
  data: { trigger: 'rectification-failed', detail: '电磁灶复查不合格', level: 'city' },
};
export const NOTICE = {
  type: 'NOTICE_SERVED',
  data: {
    meetingOn: '2099-03-09',
    place: '市局三楼约谈室',
    addressee: '李某',
    addresseeIsFirstResponsible: true,
    matters: ['复查不合格'],
  },
};
