// The workflows of W2: a plan that opens tasks and joins them, and the task. Everything goes through outbox, queue, consumer and rulebook.
import { announce, count, defineWorkflow, field, form, remember, rulesOver } from '../../dist/libs/workflow-kit/index.js';
import { instanceId, messageId } from '../../dist/libs/kernel/index.js';
import { lawOf, openingEnvelope, withQueuedEngine } from './world.mjs';

export const TASKS = 1_000;
const STEPS = 4;

const title = (zh, en) => ({ zh, en });
const meta = (zh, en) => ({ zh, en, basis: '基准测试', untimed: '基准测试 benchmark' });
const event = (zh, en, more = {}) => ({
  title: title(zh, en),
  sentBy: ['system'],
  data: form({ note: field.text('说明') }),
  ...more,
});
const opens = { opens: true };

const plan = defineWorkflow({
  name: 'inspection',
  version: 1,
  title: title('计划', 'Plan'),
  basis: ['基准测试'],
  events: { PLANNED: event('下达', 'Planned', opens), TASK_DONE: event('任务办结', 'Task done') },
  rules: rulesOver()({
    isLast: {
      title: title('最后一项', 'the last task'),
      asks: 'context',
      holds: ({ context }) => (context.done ?? 0) + 1 >= TASKS,
    },
  }),
  clocks: {},
  announcements: { planned: { title: title('已下达', 'Planned'), facts: () => ({}) } },
  documents: {},
  policies: [],
  table: {
    meta: meta('计划', 'plan'),
    initial: 'opening',
    states: {
      opening: { meta: meta('下达', 'opening'), on: { PLANNED: { target: 'running', actions: [announce('planned')] } } },
      running: {
        meta: meta('执行', 'running'),
        on: { TASK_DONE: [{ guard: 'isLast', target: 'closed', actions: [count('done')] }, { actions: [count('done')] }] },
      },
      closed: { meta: meta('办结', 'closed'), type: 'final' },
    },
  },
});

const step = (place) => ({
  meta: meta(`第${place}步`, `step ${place}`),
  on: {
    STEPPED:
      place === STEPS - 1
        ? { target: 'closed', actions: [remember(`step${place}`), announce('finished')] }
        : { target: `s${place + 1}`, actions: [remember(`step${place}`), announce('stepped')] },
  },
});

const task = defineWorkflow({
  name: 'interview',
  version: 1,
  title: title('任务', 'Task'),
  basis: ['基准测试'],
  events: { OPENED: event('启动', 'Opened', opens), STEPPED: event('一步', 'Stepped') },
  rules: {},
  clocks: {},
  announcements: {
    stepped: { title: title('已办一步', 'Stepped'), facts: () => ({ note: '已办' }) },
    finished: { title: title('已办结', 'Finished'), facts: () => ({ note: '办结' }) },
  },
  documents: {},
  policies: [],
  table: {
    meta: meta('任务', 'task'),
    initial: 'opening',
    states: {
      opening: {
        meta: meta('启动', 'opening'),
        on: { OPENED: { target: 's1', actions: [remember('opened'), announce('stepped')] } },
      },
      ...Object.fromEntries(Array.from({ length: STEPS - 1 }, (_, place) => [`s${place + 1}`, step(place + 1)])),
      closed: { meta: meta('办结', 'closed'), type: 'final' },
    },
  },
});

const rule = (id, on, then) => `  - id: ${id}
    title: { zh: 基准, en: Benchmark }
    on: ${on}
    if: "true"
    then: ${then}
    from: 2020-01-01
    statutory: false
    citation: { zh: 基准, article: 第一条, sentence: 基准 }
`;

const law = lawOf([
  {
    path: 'config/jurisdictions/442000/jurisdiction.yaml',
    text: 'code: "442000"\nname: { zh: 中山市, en: Zhongshan }\nlevel: city\nprovince: "440000"\ncalendar: cn\nlawRuleSets: all\n',
  },
  {
    path: 'config/law/rulebook.yaml',
    text: `rules:
${rule('step-follows-step', 'interview.stepped', '{ signal: interview, event: STEPPED, instance: ["source.subject.id"], data: { note: "facts.note" } }')}
${rule('task-tells-plan', 'interview.finished', '{ signal: inspection, event: TASK_DONE, instance: ["source.subject.name"], data: { note: "facts.note" } }')}`,
  },
]);
const subject = { workflows: [plan, task], law, contexts: ['inspection', 'interview'] };
const OF_TOPIC = {
  'inspection.planned': ['interview'],
  'interview.stepped': ['interview'],
  'interview.finished': ['inspection'],
};

/** `play(name)` resolves when the plan of that name has joined all its tasks. */
export async function playPlan(world, queue, run) {
  let closed;
  const onClosed = ({ instanceId: id }) => closed?.(id);
  const handle = async ({ topic, messageId: cause, source }, engine) => {
    if (topic !== 'inspection.planned') return false;
    const { name } = source.subject;
    await Promise.all(
      Array.from({ length: TASKS }, (_, place) => {
        const id = `${name}-task-${place}`;
        return engine.advance(
          openingEnvelope({
            workflow: 'interview',
            id,
            name,
            type: 'OPENED',
            message: messageId('task', cause, String(place)),
          }),
        );
      }),
    );
    return true;
  };
  return withQueuedEngine(world, { queue, subject, route: (topic) => OF_TOPIC[topic] ?? [], handle, onClosed }, (engine) =>
    run(async (name) => {
      const plan = instanceId('inspection', name);
      const joined = new Promise((resolve) => (closed = (id) => id === plan && resolve()));
      await engine.advance(
        openingEnvelope({ workflow: 'inspection', id: name, name, type: 'PLANNED', message: messageId('plan', name) }),
      );
      await joined;
    }),
  );
}
