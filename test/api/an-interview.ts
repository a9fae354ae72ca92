import { notice, trigger } from '../../libs/workflows/interview/v1/samples.js';

/** What opens an interview over HTTP, and the notice that may follow it on any day. */
export const OPENING = {
  workflow: 'interview',
  jurisdiction: '442000',
  subject: { kind: 'enterprise', id: 'uscc:91442000618000000A', name: '中山市美味电器有限公司' },
  type: 'TRIGGERED',
  data: trigger,
};
export const NOTICE = { type: 'NOTICE_SERVED', data: { ...notice, meetingOn: '2099-03-09' } };
