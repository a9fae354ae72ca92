import { announce, append, issue, remember, startClock, timed } from '@zhiheng/workflow-kit';
import type { Row } from './table-row.js';

/** Before the decision: conditions, notice and views, consent of the level above (失信名单办法 第二条、第十二条、第十三条、第二十二条). */
export const proposal: Row = {
  meta: { zh: '列入决定作出前', en: 'Before the decision', basis: '失信名单办法 第十三条' },
  initial: 'assessing',
  on: {
    PENALTY_REVOKED: { target: 'dropped', actions: announce('proposalDropped') },
  },
  states: {
    assessing: {
      meta: {
        zh: '认定列入条件',
        en: 'Assessing the conditions',
        basis: '失信名单办法 第二条、第十二条',
        untimed: '与行政处罚程序一并进行，期限随办案期限 runs with the penalty procedure (第十三条)',
      },
      on: {
        CONDITIONS_ASSESSED: [
          { guard: 'conditionsHold', target: 'noticing', actions: remember('assessment') },
          { target: '#blacklist.notListed', actions: [remember('assessment'), announce('notListed')] },
        ],
      },
    },
    noticing: {
      meta: {
        zh: '待送达列入告知书',
        en: 'Prior notice to be served',
        basis: '失信名单办法 第十三条',
        untimed: '与行政处罚告知一并实施 given with the penalty notice (第十三条)',
      },
      entry: issue('priorNotice'),
      on: { PRIOR_NOTICE_SERVED: { guard: 'noticeMayStand', target: 'defence', actions: remember('notice') } },
    },
    // The term runs from service of the notice (处罚程序规定 第五十七条); silence is a waiver.
    defence: timed('defenceDue', {
      meta: {
        zh: '陈述申辩期',
        en: 'Statement or hearing request',
        basis: '失信名单办法 第十三条；处罚程序规定 第五十七条',
      },
      on: {
        STATEMENT_MADE: { actions: append('statements') },
        HEARING_REQUESTED: { target: 'hearing' },
        DEFENCE_DUE_LAPSED: [{ guard: 'statementsWereMade', target: 'reviewing' }, { target: 'deciding' }],
      },
    }),
    hearing: {
      meta: {
        zh: '听证',
        en: 'Hearing',
        basis: '失信名单办法 第十三条；行政处罚法 第六十四条',
        untimed: '与行政处罚听证一并举行，期限随听证程序 held with the hearing of the penalty (第十三条)',
      },
      on: {
        STATEMENT_MADE: { actions: append('statements') },
        HEARING_CONCLUDED: { target: 'reviewing' },
      },
    },
    reviewing: {
      meta: {
        zh: '复核当事人意见',
        en: 'Reviewing the views of the party',
        basis: '处罚程序规定 第五十八条',
        untimed: '期限随办案期限 within the term of the case',
      },
      on: {
        STATEMENTS_REVIEWED: [
          { guard: 'viewsAreUpheld', target: '#blacklist.notListed', actions: announce('notListed') },
          { target: 'deciding' },
        ],
      },
    },
    deciding: {
      meta: {
        zh: '待作出决定',
        en: 'To be decided',
        basis: '失信名单办法 第十三条、第二十二条',
        untimed: '与行政处罚决定一并作出 decided with the penalty (第十三条)',
      },
      on: {
        CONSENT_REQUESTED: { guard: 'consentIsNeeded', target: 'consent', actions: issue('consentRequest') },
        LISTING_DECIDED: {
          guard: 'consentIsThere',
          target: '#blacklist.listed',
          actions: [remember('decision'), startClock('removalOpens'), issue('listingDecision'), announce('listed')],
        },
        LISTING_DECLINED: { target: '#blacklist.notListed', actions: announce('notListed') },
      },
    },
    consent: {
      meta: {
        zh: '报上一级同意',
        en: 'Consent of the level above',
        basis: '失信名单办法 第二十二条',
        untimed: '规章未规定批复期限 the order sets no term',
      },
      on: {
        CONSENT_GIVEN: { target: 'deciding', actions: remember('consent') },
        CONSENT_REFUSED: { target: '#blacklist.notListed', actions: announce('notListed') },
      },
    },
  },
};
