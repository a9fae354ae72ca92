import { dataOf, policyNumber, rulesOver } from '@zhiheng/workflow-kit';
import type { AnyEvent } from '@zhiheng/workflow-kit';
import { events } from './events.js';
import type { InterviewContext } from './events.js';
import { LOCAL_TRIGGERS, NOTICE_LEAD_DAYS, STATUTORY_TRIGGERS, UNEXCUSED_LIMIT } from './policies.js';

const LOCAL_BASIS = '本地约谈规则（非法定）';

export const rules = rulesOver<InterviewContext>()({
  triggerIsProvidedFor: {
    title: {
      zh: '属于法律、规章或者本地政策规定的约谈情形',
      en: 'the ground is one that a law, an order or the local policy names',
    },
    basis: '消费品召回规定 第十一条；令110 第二十三条；中山市工业产品质量提升三年行动计划 二（五）2',
    asks: 'event',
    holds: ({ event }) => {
      const trigger = dataOf(events, 'TRIGGERED', event)?.trigger;
      const named = [STATUTORY_TRIGGERS, LOCAL_TRIGGERS].flatMap((key) => event.policy[key] as readonly string[]);
      return trigger !== undefined && named.includes(trigger);
    },
  },
  noticeIsInOrder: {
    title: {
      zh: '通知企业第一负责人（法定代表人或者主要负责人），并按规定天数提前送达',
      en: 'the notice names the first responsible person and is served the required days ahead',
    },
    basis: '中山市工业产品质量提升三年行动计划 二（五）2；提前天数非法定',
    asks: 'event',
    holds: ({ event }) => {
      const notice = dataOf(events, 'NOTICE_SERVED', event);
      return (
        notice?.addresseeIsFirstResponsible === true &&
        daysUntil(event, notice.meetingOn) >= policyNumber(event, NOTICE_LEAD_DAYS)
      );
    },
  },
  newDayLiesAhead: {
    title: { zh: '改定的日期不早于今天', en: 'the new day is not in the past' },
    basis: LOCAL_BASIS,
    asks: 'event',
    holds: ({ event }) => {
      const postponed = dataOf(events, 'POSTPONED', event);
      return postponed !== undefined && daysUntil(event, postponed.meetingOn) >= 0;
    },
  },
  rightPersonCameOnTheDay: {
    title: {
      zh: '约谈不早于通知的日期，由企业第一负责人到场，或者书面同意受托人到场',
      en: 'not before the day of the notice, and the first responsible person came or a deputy was accepted in writing',
    },
    basis: '中山市工业产品质量提升三年行动计划 二（五）2',
    asks: 'event',
    holds: ({ context, event }) => {
      const held = dataOf(events, 'HELD', event);
      const isRightPerson = held?.attendedBy === 'first-responsible' || held?.deputyAcceptedFor !== undefined;
      return isRightPerson && isDayOfMeeting(context, event);
    },
  },
  dayOfMeetingHasCome: {
    title: { zh: '通知的约谈日期已到', en: 'the day of the interview has come' },
    basis: LOCAL_BASIS,
    asks: 'event',
    holds: ({ context, event }) => isDayOfMeeting(context, event),
  },
  absentOnceTooOften: {
    title: { zh: '无正当理由缺席达到规定次数', en: 'unexcused absences have reached the limit' },
    basis: LOCAL_BASIS,
    asks: 'event',
    holds: ({ context, event }) =>
      dataOf(events, 'MISSED', event)?.excuse === 'unexcused' &&
      isDayOfMeeting(context, event) &&
      (context.unexcused ?? 0) + 1 >= policyNumber(event, UNEXCUSED_LIMIT),
  },
  absentWithoutExcuse: {
    title: { zh: '通知的约谈日期已到，无正当理由缺席', en: 'the day has come and the absence is unexcused' },
    basis: LOCAL_BASIS,
    asks: 'event',
    holds: ({ context, event }) => dataOf(events, 'MISSED', event)?.excuse === 'unexcused' && isDayOfMeeting(context, event),
  },
  recordIsConfirmedWithCommitments: {
    title: {
      zh: '约谈记录已签字（拒签的有见证人），并载明整改承诺',
      en: 'record signed (or refusal witnessed), with commitments',
    },
    basis: LOCAL_BASIS,
    asks: 'event',
    holds: ({ event }) => isConfirmed(event) && commitmentsIn(event) > 0,
  },
  recordIsConfirmed: {
    title: { zh: '约谈记录已签字；拒绝签字的有见证人', en: 'record signed, or the refusal witnessed' },
    basis: LOCAL_BASIS,
    asks: 'event',
    holds: ({ event }) => isConfirmed(event),
  },
});

const DAY_MS = 86_400_000;

function daysUntil(event: AnyEvent, day: string): number {
  return (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${event.on}T00:00:00Z`)) / DAY_MS;
}

function isDayOfMeeting(context: InterviewContext, event: AnyEvent): boolean {
  return context.meeting !== undefined && event.on >= context.meeting.meetingOn;
}

function isConfirmed(event: AnyEvent): boolean {
  const record = dataOf(events, 'RECORD_SIGNED', event);
  return record?.signature === 'signed' || record?.witness !== undefined;
}

function commitmentsIn(event: AnyEvent): number {
  return dataOf(events, 'RECORD_SIGNED', event)?.commitments.length ?? 0;
}
