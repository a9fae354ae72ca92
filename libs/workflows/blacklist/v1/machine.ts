import {
  announce,
  append,
  defineWorkflow,
  extendClock,
  issue,
  remember,
  startClock,
  stopClock,
  timed,
} from '@zhiheng/workflow-kit';
import { announcements } from './announcements.js';
import { documents } from './documents.js';
import { events } from './events.js';
import { clocks, policies } from './policies.js';
import { proposal } from './proposal.js';
import { rules } from './rules.js';

/** Listing of serious violators, from the proposal to the end of the listing. */
export const blacklistV1 = defineWorkflow({
  name: 'blacklist',
  version: 1,
  title: { zh: '严重违法失信名单', en: 'List of serious violators' },
  basis: [
    '市场监督管理严重违法失信名单管理办法（国家市场监督管理总局令第44号）',
    '市场监督管理信用修复管理办法（国家市场监督管理总局令第107号）',
  ],
  events,
  rules,
  clocks,
  announcements,
  documents,
  policies,
  table: {
    meta: { zh: '严重违法失信名单', en: 'List of serious violators', basis: '失信名单办法' },
    initial: 'opening',
    states: {
      opening: {
        meta: {
          zh: '待提出',
          en: 'To be opened',
          basis: '失信名单办法 第二条',
          untimed: '由首个事件开启 opened by its first event',
        },
        on: { LISTING_PROPOSED: { target: 'proposal', actions: remember('proposal') } },
      },

      proposal,

      // Three years from the decision (第二十一条), whatever happens within; a restored listing starts them anew (第二十条).
      listed: timed('listingTerm', {
        meta: { zh: '已列入', en: 'Listed', basis: '失信名单办法 第二十一条' },
        initial: 'publishing',
        on: {
          PENALTY_REVOKED: { target: 'cancelling', actions: announce('cancelled') },
          LISTING_REVOKED: { target: 'cancelling', actions: announce('cancelled') },
          PARTY_DEREGISTERED: { target: 'expiring', actions: announce('removed') },
          LISTING_TERM_LAPSED: [
            { guard: 'restrictionIsOver', target: 'expiring', actions: announce('removed') },
            { guard: 'isRestrictedForLife', target: '.restrictedForLife' },
            { target: '.restricted' },
          ],
          REMOVAL_OPENS_LAPSED: { actions: announce('earlyRemovalOpen') },
          REPAIR_BAN_LAPSED: { actions: announce('repairBanOver') },
        },
        exit: [stopClock('removalOpens'), stopClock('repairBan')],
        states: {
          publishing: timed('serviceDue', {
            meta: { zh: '送达和公示', en: 'Service and publication', basis: '失信名单办法 第十三条、第十四条' },
            initial: 'routing',
            on: {
              DECISION_SERVED: { actions: [remember('service'), stopClock('serviceDue')] },
              SERVICE_DUE_LAPSED: { actions: announce('termOverdue') },
            },
            states: {
              routing: {
                meta: { zh: '确定公示机关', en: 'Who publishes', basis: '失信名单办法 第十四条' },
                always: [{ guard: 'partyIsHere', target: 'here' }, { target: 'pushing' }],
              },
              here: timed('publicationDue', {
                meta: { zh: '待公示', en: 'To be published', basis: '失信名单办法 第十四条第一款' },
                on: {
                  PUBLISHED: {
                    guard: 'decisionIsServed',
                    target: '#blacklist.listed.published',
                    actions: announce('published'),
                  },
                  PUBLICATION_DUE_LAPSED: { actions: announce('termOverdue') },
                },
              }),
              pushing: timed('pushDue', {
                meta: {
                  zh: '待推送登记地',
                  en: 'To be passed to the bureau of registration',
                  basis: '失信名单办法 第十四条第二款',
                },
                on: {
                  INFORMATION_PUSHED: { guard: 'decisionIsServed', target: 'byHost' },
                  PUSH_DUE_LAPSED: { actions: announce('termOverdue') },
                },
              }),
              byHost: timed('hostPublicationDue', {
                meta: {
                  zh: '登记地协助公示',
                  en: 'The bureau of registration publishes',
                  basis: '失信名单办法 第十四条第二款',
                },
                on: {
                  PUBLISHED: { target: '#blacklist.listed.published', actions: announce('published') },
                  HOST_PUBLICATION_DUE_LAPSED: { actions: announce('termOverdue') },
                },
              }),
            },
          }),

          published: {
            meta: { zh: '公示中', en: 'Public', basis: '失信名单办法 第十四条、第十五条' },
            initial: 'counting',
            on: { ENTRY_CORRECTED: { actions: [append('corrections'), announce('corrected')] } },
            states: {
              counting: {
                meta: {
                  zh: '起算提前移出的一年',
                  en: 'From when the year counts',
                  basis: '失信名单办法 第十六条；信用修复办法 第十三条',
                },
                always: [
                  { guard: 'periodRunsFromPublication', target: 'shown', actions: startClock('removalOpens') },
                  { target: 'shown' },
                ],
              },
              shown: {
                meta: {
                  zh: '公示并实施管理措施',
                  en: 'Public, measures in force',
                  basis: '失信名单办法 第十五条、第十六条',
                  untimed: '列入期限由“已列入”计算 the three years of the listing run above',
                },
                on: {
                  REMOVAL_APPLIED: { guard: 'removalMayBeSought', target: 'application', actions: remember('application') },
                },
              },
              application: {
                meta: {
                  zh: '提前移出申请',
                  en: 'Application for early removal',
                  basis: '失信名单办法 第十七条；信用修复办法 第十四条至第十六条',
                },
                initial: 'checking',
                on: { APPLICATION_WITHDRAWN: { target: 'shown' } },
                states: {
                  checking: timed('acceptanceDue', {
                    meta: { zh: '受理审查', en: 'To be accepted', basis: '失信名单办法 第十七条第二款；信用修复办法 第十四条' },
                    on: {
                      REMOVAL_ACCEPTED: { guard: 'papersAreComplete', target: 'examining', actions: issue('acceptanceNotice') },
                      PAPERS_REQUESTED: { target: 'supplementing', actions: issue('papersRequest') },
                      REMOVAL_NOT_ACCEPTED: {
                        target: '#blacklist.listed.published.shown',
                        actions: issue('nonAcceptanceNotice'),
                      },
                      ACCEPTANCE_DUE_LAPSED: { actions: announce('termOverdue') },
                    },
                  }),
                  supplementing: {
                    meta: {
                      zh: '待当事人补正',
                      en: 'Papers to be supplied',
                      basis: '信用修复办法 第十四条',
                      untimed: '规章未规定补正期限 the order sets the party no term',
                    },
                    on: { PAPERS_SUPPLEMENTED: { target: 'rechecking', actions: remember('supplement') } },
                  },
                  // Missing papers may be named once (一次性告知): here they can no longer be asked for.
                  rechecking: timed('acceptanceDue', {
                    meta: {
                      zh: '补正后受理审查',
                      en: 'To be accepted after papers were supplied',
                      basis: '信用修复办法 第十四条',
                    },
                    on: {
                      REMOVAL_ACCEPTED: { guard: 'papersAreComplete', target: 'examining', actions: issue('acceptanceNotice') },
                      REMOVAL_NOT_ACCEPTED: {
                        target: '#blacklist.listed.published.shown',
                        actions: issue('nonAcceptanceNotice'),
                      },
                      ACCEPTANCE_DUE_LAPSED: { actions: announce('termOverdue') },
                    },
                  }),
                  examining: timed('removalDecisionDue', {
                    meta: {
                      zh: '核实并决定',
                      en: 'Verified and decided',
                      basis: '失信名单办法 第十七条第三款；信用修复办法 第十六条',
                    },
                    on: {
                      REMOVAL_DECISION_EXTENDED: { actions: extendClock('removalDecisionDue') },
                      EARLY_REMOVAL_GRANTED: {
                        guard: 'removalConditionsHold',
                        target: '#blacklist.listed.earlyRemoved',
                        actions: [issue('removalDecision'), announce('removed')],
                      },
                      EARLY_REMOVAL_REFUSED: [
                        {
                          guard: 'fraudBarsApplication',
                          target: '#blacklist.listed.published.shown',
                          actions: [startClock('repairBan'), issue('removalRefusal'), announce('removalRefused')],
                        },
                        {
                          target: '#blacklist.listed.published.shown',
                          actions: [issue('removalRefusal'), announce('removalRefused')],
                        },
                      ],
                      REMOVAL_DECISION_DUE_LAPSED: { actions: announce('termOverdue') },
                    },
                  }),
                },
              },
            },
          },

          // A longer restriction keeps the entry on the list beyond three years (第二十一条后段): its last day is looked at daily.
          restricted: timed('restrictionCheck', {
            meta: { zh: '按实际限制期限继续列入', en: 'Listed until the restriction ends', basis: '失信名单办法 第二十一条' },
            on: {
              RESTRICTION_CHECK_LAPSED: [
                { guard: 'restrictionIsOver', target: '#blacklist.expiring', actions: announce('removed') },
                { actions: startClock('restrictionCheck') },
              ],
              RESTRICTION_ENDED: { target: '#blacklist.expiring', actions: announce('removed') },
              ENTRY_CORRECTED: { actions: [append('corrections'), announce('corrected')] },
            },
          }),
          restrictedForLife: {
            meta: {
              zh: '终身限制，继续列入',
              en: 'Barred for life, still listed',
              basis: '失信名单办法 第二十一条',
              untimed: '限制没有届满之日 the restriction has no last day',
            },
            on: {
              RESTRICTION_ENDED: { target: '#blacklist.expiring', actions: announce('removed') },
              ENTRY_CORRECTED: { actions: [append('corrections'), announce('corrected')] },
            },
          },

          // Removal may still be revoked for fraud while the three years would have run (第二十条).
          earlyRemoved: {
            meta: { zh: '已提前移出', en: 'Removed early', basis: '失信名单办法 第十八条' },
            initial: 'stopping',
            on: {
              REMOVAL_REVOKED: {
                target: 'restoring',
                actions: [
                  startClock('listingTerm'),
                  startClock('removalOpens'),
                  startClock('repairBan'),
                  issue('removalRevocation'),
                  announce('restored'),
                ],
              },
            },
            states: {
              stopping: timed('publicityStopDue', {
                meta: { zh: '待停止公示', en: 'Publicity to end', basis: '失信名单办法 第十八条；信用修复办法 第十七条' },
                on: {
                  PUBLICITY_STOPPED: { guard: 'partyIsHere', target: 'watched' },
                  REMOVAL_PUSHED: { guard: 'partyIsElsewhere', target: 'stoppedByHost' },
                  PUBLICITY_STOP_DUE_LAPSED: { actions: announce('termOverdue') },
                },
              }),
              stoppedByHost: {
                meta: {
                  zh: '登记地协助停止公示',
                  en: 'The bureau of registration ends the publicity',
                  basis: '信用修复办法 第四条第二款',
                  untimed: '规章未规定登记地的期限 the order sets the host no term',
                },
                on: { PUBLICITY_STOPPED: { target: 'watched' } },
              },
              watched: {
                meta: {
                  zh: '停止公示，可依法撤销移出',
                  en: 'No longer public; removal may be revoked',
                  basis: '失信名单办法 第二十条',
                  untimed: '至原列入期限届满为止 until the three years of the listing would have ended',
                },
                on: {
                  LISTING_TERM_LAPSED: { target: '#blacklist.removed' },
                  PARTY_DEREGISTERED: { target: '#blacklist.removed' },
                  // Nothing is public any more: the listing falls at once.
                  PENALTY_REVOKED: {
                    target: '#blacklist.cancelled',
                    actions: [issue('cancellationDecision'), announce('cancelled')],
                  },
                  LISTING_REVOKED: {
                    target: '#blacklist.cancelled',
                    actions: [issue('cancellationDecision'), announce('cancelled')],
                  },
                },
              },
            },
          },
          restoring: {
            meta: {
              zh: '待恢复公示',
              en: 'To be public again',
              basis: '失信名单办法 第二十条；信用修复办法 第二十三条',
              untimed: '恢复列入状态自决定之日起生效，规章未规定恢复公示的期限 restored at once; the order sets no term',
            },
            on: { PUBLISHED: { target: 'published', actions: announce('published') } },
          },
        },
      }),

      expiring: timed('publicityStopDue', {
        meta: {
          zh: '移出，待停止公示',
          en: 'Removed, publicity to end',
          basis: '失信名单办法 第十八条、第二十一条；信用修复办法 第四条、第十七条、第二十条',
        },
        initial: 'stopping',
        on: {
          PENALTY_REVOKED: { target: 'cancelling', actions: announce('cancelled') },
          LISTING_REVOKED: { target: 'cancelling', actions: announce('cancelled') },
          PUBLICITY_STOP_DUE_LAPSED: { actions: announce('termOverdue') },
        },
        states: {
          stopping: {
            meta: {
              zh: '待停止公示',
              en: 'Publicity to end',
              basis: '失信名单办法 第十八条',
              untimed: '期限由上级环节计算 the term of three working days runs above',
            },
            on: {
              PUBLICITY_STOPPED: { guard: 'partyIsHere', target: '#blacklist.removed' },
              REMOVAL_PUSHED: { guard: 'partyIsElsewhere', target: 'stoppedByHost', actions: stopClock('publicityStopDue') },
            },
          },
          stoppedByHost: {
            meta: {
              zh: '登记地协助停止公示',
              en: 'The bureau of registration ends the publicity',
              basis: '信用修复办法 第四条第二款',
              untimed: '规章未规定登记地的期限 the order sets the host no term',
            },
            on: { PUBLICITY_STOPPED: { target: '#blacklist.removed' } },
          },
        },
      }),
      // 第十九条 asks for the end of publicity itself within three working days, also where another bureau publishes.
      cancelling: timed('publicityStopDue', {
        meta: { zh: '撤销列入，待停止公示', en: 'Listing cancelled, publicity to end', basis: '失信名单办法 第十九条' },
        entry: issue('cancellationDecision'),
        on: {
          PUBLICITY_STOPPED: { target: 'cancelled' },
          PUBLICITY_STOP_DUE_LAPSED: { actions: announce('termOverdue') },
        },
      }),

      notListed: { type: 'final', meta: { zh: '不予列入', en: 'Not listed', basis: '失信名单办法 第十二条、第十三条' } },
      dropped: { type: 'final', meta: { zh: '列入建议终止', en: 'Proposal dropped', basis: '失信名单办法 第十九条' } },
      removed: { type: 'final', meta: { zh: '已移出', en: 'Removed', basis: '失信名单办法 第十八条、第二十一条' } },
      cancelled: { type: 'final', meta: { zh: '列入决定已撤销', en: 'Listing cancelled', basis: '失信名单办法 第十九条' } },
    },
  },
});
