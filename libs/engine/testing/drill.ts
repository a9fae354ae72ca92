import type { Json, LegalDate } from '@zhiheng/kernel';
import type { PolicyValue } from '@zhiheng/policy';
import {
  announce,
  append,
  defineWorkflow,
  dataOf,
  extendClock,
  field,
  form,
  policyNumber,
  remember,
  resumeClock,
  rulesOver,
  startClock,
  stopClock,
  suspendClock,
} from '@zhiheng/workflow-kit';
import type { AnnouncementCatalogue } from '@zhiheng/workflow-kit';
import { framesFromConfig } from '../frames/legal-frame.js';
import type { Frames } from '../frames/legal-frame.js';

const BASIS = '演练办法';
const title = (zh: string, en: string): { readonly zh: string; readonly en: string } => ({ zh, en });

type DrillContext = { readonly opened?: { readonly size: number; readonly answerable: boolean } };

const events = {
  OPENED: {
    title: title('启动', 'Opened'),
    sentBy: ['inspector', 'system'],
    opens: true,
    data: form({ size: field.count('规模'), answerable: field.flag('期满有后果') }),
  },
  NOTED: { title: title('记录', 'Noted'), sentBy: ['inspector', 'system'], data: form({ text: field.text('内容') }) },
  MEASURED: {
    title: title('复核规模', 'Measured'),
    sentBy: ['inspector', 'system'],
    data: form({ size: field.count('规模') }),
  },
  HELD_UP: { title: title('送检', 'Held up by testing'), sentBy: ['inspector'], data: form({}) },
  HELD_UP_WITHOUT_GROUND: { title: title('放假', 'Held up without ground'), sentBy: ['inspector'], data: form({}) },
  WENT_ON: { title: title('检毕', 'Went on'), sentBy: ['inspector'], data: form({}) },
  EXTENDED: { title: title('延长', 'Extended'), sentBy: ['inspector', 'head'], data: form({}) },
  RESTARTED: { title: title('重新起算', 'Restarted'), sentBy: ['inspector'], data: form({}) },
  WAIVED: { title: title('不再等待', 'Waived'), sentBy: ['inspector'], data: form({}) },
  BROKE_A_RULE: { title: title('规则出错', 'Broke a rule'), sentBy: ['inspector', 'system'], data: form({}) },
  MISREPORTED: { title: title('通报出错', 'Misreported'), sentBy: ['inspector'], data: form({}) },
  REPEATED: { title: title('再次检查', 'Repeated'), sentBy: ['inspector'], data: form({}) },
  CLOSED: { title: title('办结', 'Closed'), sentBy: ['inspector', 'system'], data: form({}) },
} as const;

const rules = rulesOver<DrillContext>()({
  sizeIsLawful: {
    title: title('规模不超过上限', 'the size is within the limit'),
    basis: '第二条',
    asks: 'event',
    holds: ({ event }) =>
      (dataOf(events, 'OPENED', event)?.size ?? dataOf(events, 'MEASURED', event)?.size ?? 0) <=
      policyNumber(event, 'drill.size'),
  },
  answerIsAwaited: {
    title: title('期满有后果', 'the end of the term has a consequence'),
    basis: '第三条',
    asks: 'context',
    holds: ({ context }) => context.opened?.answerable === true,
  },
  neverHolds: { title: title('从不成立', 'never holds'), asks: 'context', holds: () => false },
  throws: {
    title: title('出错', 'throws'),
    asks: 'event',
    holds: () => {
      throw new Error('the rule is broken');
    },
  },
});

const announcements: AnnouncementCatalogue<DrillContext> = {
  noted: { title: title('已记录', 'Noted'), facts: ({ event }) => ({ ...event.data }) },
  overdue: { title: title('逾期', 'Overdue'), facts: ({ context }) => ({ size: context.opened?.size ?? 0 }) },
  misreport: {
    title: title('出错的通报', 'A report that fails'),
    facts: () => {
      throw new Error('the report is broken');
    },
  },
};

/** A small procedure that can get into every situation the engine knows: for tests of the engine itself. */
export const drill = defineWorkflow({
  name: 'drill',
  version: 1,
  title: title('演练', 'Drill'),
  basis: [BASIS],
  events,
  rules,
  clocks: { answerDue: { title: title('答复期限', 'Answer'), term: 'drill.answer' } },
  announcements,
  documents: {},
  policies: ['drill.size'],
  table: {
    meta: { zh: '演练', en: 'Drill', basis: BASIS },
    initial: 'opening',
    states: {
      opening: {
        meta: { zh: '启动', en: 'Opening', basis: BASIS, untimed: '由第一个事件启动' },
        on: { OPENED: { guard: 'sizeIsLawful', target: 'waiting', actions: [remember('opened'), startClock('answerDue')] } },
      },
      waiting: {
        meta: { zh: '等待', en: 'Waiting', basis: BASIS, untimed: '期限跨环节' },
        on: {
          NOTED: { actions: [append('notes'), announce('noted')] },
          MEASURED: { guard: 'sizeIsLawful', actions: remember('measured') },
          HELD_UP: { actions: suspendClock('answerDue', 'testing') },
          HELD_UP_WITHOUT_GROUND: { actions: suspendClock('answerDue', 'holiday') },
          WENT_ON: { actions: resumeClock('answerDue', 'testing') },
          EXTENDED: { actions: extendClock('answerDue') },
          RESTARTED: { actions: startClock('answerDue') },
          WAIVED: { actions: stopClock('answerDue') },
          BROKE_A_RULE: { guard: 'throws', target: 'closed' },
          MISREPORTED: { actions: announce('misreport') },
          REPEATED: { guard: 'neverHolds', target: 'closed' },
          ANSWER_DUE_LAPSED: { guard: 'answerIsAwaited', actions: announce('overdue') },
          CLOSED: { target: 'closed' },
        },
      },
      closed: { meta: { zh: '办结', en: 'Closed', basis: BASIS }, type: 'final' },
    },
  },
});

export const DRILL_JURISDICTION = 'drill-town';

/** The law of the drill: from each date on, the days to answer and the largest size. */
export type DrillLaw = Readonly<Record<string, { readonly days?: number; readonly size?: number }>>;

/** Frames of the drill's own little law. The calendar knows 2026 and its plain weekends. */
export function drillFrames(law: DrillLaw = { '2026-01-01': {} }): Frames {
  const dates = Object.keys(law).sort() as LegalDate[];
  const timeline = (key: string, valueOf: (on: LegalDate) => Pick<PolicyValue, 'kind' | 'value'>) =>
    dates.map((from, index) => ({
      from,
      ...(dates[index + 1] && { until: dates[index + 1]! }),
      value: {
        key,
        ...valueOf(from),
        citation: { zh: BASIS, article: '第一条', sentence: '应当按期答复。' },
        title: title('值', 'Value'),
        ruleSet: 'drill',
        from,
        statutory: true,
      },
    }));
  const term = (amount: number): Json => ({
    amount,
    unit: 'working-day',
    direction: 'due',
    suspendedBy: ['testing'],
    extensions: [{ amount: 5, unit: 'working-day', approver: 'head' }],
  });
  const timelines = new Map([
    ['drill.answer', timeline('drill.answer', (on) => ({ kind: 'term', value: term(law[on]?.days ?? 10) }))],
    ['drill.size', timeline('drill.size', (on) => ({ kind: 'number' as PolicyValue['kind'], value: law[on]?.size ?? 100 }))],
  ]);
  return framesFromConfig({
    book: { jurisdictions: new Map([[DRILL_JURISDICTION, timelines]]) },
    calendarOf: () => ({ id: 'drill', years: [{ year: 2026, off: [], work: [] }] }),
  });
}
