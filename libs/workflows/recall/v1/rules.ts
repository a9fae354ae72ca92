import { dataOf, rulesOver } from '@zhiheng/workflow-kit';
import type { AnyEvent } from '@zhiheng/workflow-kit';
import type { RecallContext } from './context.js';
import { events } from './events.js';

/** The questions of the recall procedure, in the words of the order. */
export const rules = rulesOver<RecallContext>()({
  bureauIsCompetent: {
    title: {
      zh: '由省级市场监督管理部门办理，或者省级已确定由本级负责',
      en: 'The provincial bureau acts, or this bureau by its delegation',
    },
    basis: '召回规定 第五条、第三十条',
    asks: 'event',
    holds: ({ event }) => isCompetent(event),
  },
  makerIsElsewhere: {
    title: { zh: '生产者不在本行政区域', en: 'The maker is in another province' },
    basis: '召回规定 第八条第二款',
    asks: 'event',
    holds: ({ event }) => event.data['makerElsewhere'] === true,
  },
  investigationIsDue: {
    title: {
      zh: '由有权部门组织；生产者未按通知要求开展调查分析，或者缺陷足以造成严重后果、影响范围较大',
      en: 'Opened by the competent bureau; the maker has not analysed as asked, or the defect is grave or widespread',
    },
    basis: '召回规定 第五条、第十条、第三十条',
    asks: 'event',
    holds: ({ event }) => {
      const opened = dataOf(events, 'INVESTIGATION_OPENED', event);
      if (opened === undefined || !isCompetent(event)) return false;
      if (opened.reason === 'grave') return true;
      return opened.reason === 'not-analysed' && event.clocks['analysisDue']?.state === 'lapsed';
    },
  },
  analysisIsNotConvincing: {
    title: {
      zh: '由有权部门组织；调查分析结果不足以证明消费品不存在缺陷，或者缺陷足以造成严重后果、影响范围较大',
      en: 'Opened by the competent bureau; the analysis does not show that there is no defect, or the defect is grave',
    },
    basis: '召回规定 第五条、第十条、第三十条',
    asks: 'event',
    holds: ({ event }) => {
      const opened = dataOf(events, 'INVESTIGATION_OPENED', event);
      return opened !== undefined && opened.reason !== 'not-analysed' && isCompetent(event);
    },
  },
  defectIsFound: {
    title: { zh: '认为消费品存在缺陷', en: 'A defect is found' },
    basis: '召回规定 第九条、第十二条',
    asks: 'event',
    holds: ({ event }) => event.data['defectFound'] === true,
  },
  objectionIsReasoned: {
    title: { zh: '提出异议并提供相关材料', en: 'The objection comes with its materials' },
    basis: '召回规定 第十三条第一款',
    asks: 'event',
    holds: ({ event }) => (dataOf(events, 'OBJECTION_RAISED', event)?.materials ?? []).length > 0,
  },
  defectIsConfirmed: {
    title: { zh: '由有权部门认定消费品存在缺陷', en: 'The competent bureau confirms the defect' },
    basis: '召回规定 第十三条第二款',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'OBJECTION_DETERMINED', event)?.defectConfirmed === true && isCompetent(event),
  },
  defectIsNotConfirmed: {
    title: { zh: '由有权部门认定消费品不存在缺陷', en: 'The competent bureau finds no defect' },
    basis: '召回规定 第十三条第二款',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'OBJECTION_DETERMINED', event)?.defectConfirmed === false && isCompetent(event),
  },
  orderedBySamr: {
    title: { zh: '责令召回由国家市场监督管理总局作出', en: 'Only the national administration orders a recall' },
    basis: '召回规定 第十四条',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'RECALL_ORDERED', event)?.authority === event.policy['recall.order.authority'],
  },
  recallWasOrdered: {
    title: { zh: '已被责令召回', en: 'The recall was ordered' },
    basis: '召回规定 第二十四条',
    asks: 'context',
    holds: ({ context }) => context.order !== undefined,
  },
  planIsComplete: {
    title: {
      zh: '召回计划包括范围、缺陷和应急处置方式，具体召回措施，负责机构、联系方式和进度安排，其他需要报告的内容',
      en: 'The plan has its four contents',
    },
    basis: '召回规定 第十八条',
    asks: 'event',
    holds: ({ event }) => {
      const plan = dataOf(events, 'PLAN_SUBMITTED', event);
      if (plan === undefined) return false;
      const what = [plan.scope, plan.defect, plan.emergencyMeasures];
      const how = [plan.measures];
      const who = [plan.responsible, plan.contact, plan.schedule];
      return [...what, ...how, ...who, plan.other].every((part) => part !== undefined);
    },
  },
  progressIsReported: {
    title: { zh: '本期阶段性总结已经提交', en: 'The progress report of this period is there' },
    basis: '召回规定 第二十一条第一款',
    asks: 'context',
    holds: ({ context }) => (context.progress ?? []).some(({ period }) => period === (context.periods ?? 0) + 1),
  },
  foundByBureau: {
    title: { zh: '市场监督管理部门发现的，应当通知生产者', en: 'The bureau found it and gives notice' },
    basis: '召回规定 第二十二条第二款',
    asks: 'event',
    holds: ({ event }) =>
      dataOf(events, 'RECALL_INADEQUATE', event)?.foundBy === 'bureau' && !event.by.roles.every((role) => role === 'party'),
  },
  foundByMaker: {
    title: { zh: '生产者发现的，自行重新实施召回', en: 'The maker found it and recalls again' },
    basis: '召回规定 第二十二条第一款',
    asks: 'event',
    holds: ({ event }) => dataOf(events, 'RECALL_INADEQUATE', event)?.foundBy === 'maker',
  },
});

/** The level above acts for a bureau to which the province has delegated nothing. */
function isCompetent(event: AnyEvent): boolean {
  return event.policy['recall.bureau.competent'] === true || event.by.roles.includes('upper-bureau');
}
