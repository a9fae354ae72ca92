// A case of twelve transitions with one clock armed and cancelled and a context that grows to about 1.5 kB: the shape of W1.
import { announce, defineWorkflow, field, form, remember, timed } from '../../dist/libs/workflow-kit/index.js';

export const STEPS = 12;
const TEXT = '当事人于现场检查时提供了进货查验记录及供货方资质，经核对与样品批次一致。'.repeat(2);

const untimed = '基准测试 benchmark';
const meta = (step) => ({ zh: `第${step}步`, en: `step ${step}`, basis: '基准测试', untimed });

function state(step) {
  const last = step + 1 === STEPS;
  const target = last ? 'done' : `s${step + 1}`;
  const on = {
    STEPPED: { target, actions: last ? [remember(`step${step}`)] : [remember(`step${step}`), announce('stepped')] },
  };
  if (step === 3)
    return timed('answerDue', { meta: meta(step), on: { ...on, ANSWER_DUE_LAPSED: { actions: announce('stepped') } } });
  return { meta: meta(step), on };
}

export const benchWorkflow = defineWorkflow({
  name: 'interview',
  version: 1,
  title: { zh: '基准', en: 'Benchmark' },
  basis: ['基准测试'],
  events: {
    OPENED: { title: { zh: '启动', en: 'Opened' }, sentBy: ['system'], opens: true, data: form({ note: field.text('说明') }) },
    STEPPED: { title: { zh: '一步', en: 'Stepped' }, sentBy: ['system'], data: form({ note: field.text('说明') }) },
  },
  rules: {},
  clocks: { answerDue: { title: { zh: '答复期限', en: 'Answer' }, term: 'bench.answer.term' } },
  announcements: { stepped: { title: { zh: '已办一步', en: 'Stepped' }, facts: () => ({ note: TEXT }) } },
  documents: {},
  policies: [],
  table: {
    meta: meta(0),
    initial: 'opening',
    states: {
      opening: { meta: meta(0), on: { OPENED: { target: 's1', actions: [remember('opened'), announce('stepped')] } } },
      ...Object.fromEntries(Array.from({ length: STEPS - 1 }, (_, index) => [`s${index + 1}`, state(index + 1)])),
      done: { meta: meta(STEPS), type: 'final' },
    },
  },
});

export const data = { note: TEXT };

/** Config of the benchmark: one term, and the rule that answers each announced step with the next. */
export const configFiles = [
  {
    path: 'config/jurisdictions/442000/jurisdiction.yaml',
    text: 'code: "442000"\nname: { zh: 中山市, en: Zhongshan }\nlevel: city\nprovince: "440000"\ncalendar: cn\nlawRuleSets: all\n',
  },
  {
    path: 'config/law/bench.yaml',
    text: `ruleSet: bench
title: { zh: 基准, en: Benchmark }
order: 基准
values:
  - key: bench.answer.term
    kind: term
    title: { zh: 答复, en: Answer }
    versions:
      - from: 2020-01-01
        value: { amount: 15, unit: working-day, direction: due }
        citation: { zh: 基准, article: 第一条, sentence: 十五个工作日 }
`,
  },
  {
    path: 'config/law/rulebook.yaml',
    text: `rules:
  - id: step-follows-step
    title: { zh: 逐步, en: Step by step }
    on: interview.stepped
    if: "true"
    then: { signal: interview, event: STEPPED, instance: ["source.subject.id"], data: { note: "facts.note" } }
    from: 2020-01-01
    statutory: false
    citation: { zh: 基准, article: 第一条, sentence: 基准 }
`,
  },
];
