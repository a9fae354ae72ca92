// W3: many clocks armed, 5,000 of them due within ten seconds. How late their lapses are committed, what arming costs, and whether a sweep
// costs more where more clocks are armed. The due ones are those of real procedures; the others are rows that nobody has to carry out.
import { createSweeper } from '../../dist/libs/engine/index.js';
import { PostgresClockStore } from '../../dist/libs/persistence/index.js';
import { announce, defineWorkflow, field, form, timed } from '../../dist/libs/workflow-kit/index.js';
import { measured, quantile, table } from './measure.mjs';
import { engineOver, lawOf, openingEnvelope, withDatabase } from './world.mjs';
import { messageId } from '../../dist/libs/kernel/index.js';

const DUE = 5_000;
const WINDOW_MS = 10_000;
const HOURS = 24;

const title = (zh, en) => ({ zh, en });
const untimed = '基准测试 benchmark';
const noted = (zh, en, more) => ({
  title: title(zh, en),
  sentBy: ['system'],
  data: form({ note: field.text('说明') }),
  ...more,
});
const meta = (zh, en, more) => ({ zh, en, basis: '基准测试', ...more });

function workflow(waiting, { events, clocks, announcements }) {
  return defineWorkflow({
    name: 'interview',
    version: 1,
    title: title('基准', 'Benchmark'),
    basis: ['基准测试'],
    events: { OPENED: noted('启动', 'Opened', { opens: true }), ...events },
    rules: {},
    clocks,
    announcements,
    documents: {},
    policies: [],
    table: {
      meta: meta('基准', 'benchmark', { untimed }),
      initial: 'opening',
      states: {
        opening: { meta: meta('启动', 'opening', { untimed }), on: { OPENED: { target: 'waiting' } } },
        waiting,
        over: { meta: meta('结束', 'over'), type: 'final' },
      },
    },
  });
}
const timedWorkflow = workflow(
  timed('answerDue', {
    meta: meta('等待', 'waiting'),
    on: { ANSWER_DUE_LAPSED: { target: 'over', actions: announce('overdue') } },
  }),
  {
    events: {},
    clocks: { answerDue: { title: title('答复期限', 'Answer'), term: 'bench.answer.term' } },
    announcements: { overdue: { title: title('逾期', 'Overdue'), facts: () => ({}) } },
  },
);
const untimedWorkflow = workflow(
  { meta: meta('等待', 'waiting', { untimed }), on: { ANSWERED: { target: 'over' } } },
  { events: { ANSWERED: noted('答复', 'Answered') }, clocks: {}, announcements: {} },
);

const law = lawOf([
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
        value: { amount: ${HOURS}, unit: hour, direction: due }
        citation: { zh: 基准, article: 第一条, sentence: 二十四小时 }
`,
  },
]);

export async function w3({ server, armed = [10_000, 1_000_000] }) {
  const rows = [];
  for (const count of armed) rows.push(await withDatabase(server, ({ database }) => fireAmong(database, count)));
  const heads = [
    'armed',
    'arming: µs each, Node + server',
    'late p50 ms',
    'late p99 ms',
    'late max ms',
    'CPU ms a lapse: Node + server',
    'Node MB',
  ];
  return `### W3: ${DUE} clocks due within ${WINDOW_MS / 1_000} s\n\n${table(heads, rows)}\n`;
}

async function fireAmong(database, armed) {
  const clock = { at: Date.now(), now: () => new Date(clock.at).toISOString() };
  const arming = await armingCost(database, clock);
  await fill(database.pool, armed - DUE);
  const engine = engineOver(database, { subject: { workflows: [timedWorkflow], law }, clock, route: () => ['interview'] });
  // Opened in the order of their moments, spread over the window: so are their ends, a day later.
  const begun = clock.at;
  for (let group = 0; group < 500; group++) {
    clock.at = begun + (group * WINDOW_MS) / 500;
    await Promise.all(Array.from({ length: DUE / 500 }, (_, place) => engine.advance(opening(`due-${group}-${place}`))));
  }
  const firstDue = begun + HOURS * 3_600_000;
  const offset = firstDue - 1_000 - Date.now();
  const running = { now: () => new Date(Date.now() + offset).toISOString() };
  const runner = engineOver(database, {
    subject: { workflows: [timedWorkflow], law },
    clock: running,
    route: () => ['interview'],
  });
  const late = [];
  let told;
  const all = new Promise((resolve) => (told = resolve));
  const sweeper = createSweeper({
    clocks: new PostgresClockStore(database.pool),
    engine: runner,
    clock: running,
    log: () => undefined,
  });
  sweeper.onDelivered((ms) => late.push(ms) === DUE && told());
  const cost = await measured({ pool: database.pool }, async () => {
    sweeper.start();
    await all;
  });
  await sweeper.stop();
  if (Math.min(...late) < 0) throw new Error(`a lapse came ${-Math.min(...late)} ms before its time`);
  return [
    armed.toLocaleString('en'),
    arming,
    quantile(late, 0.5).toFixed(0),
    quantile(late, 0.99).toFixed(0),
    Math.max(...late).toFixed(0),
    `${(cost.clientMs / DUE).toFixed(2)} + ${(cost.serverMs / DUE).toFixed(2)}`,
    Math.round(cost.rssMb),
  ];
}

/** What an opening costs more when it arms a clock. */
async function armingCost(database, clock) {
  const open = async (armedWorkflow, prefix) => {
    const engine = engineOver(database, { subject: { workflows: [armedWorkflow], law }, clock });
    const run = (from, count) =>
      Promise.all(Array.from({ length: count }, (_, place) => engine.advance(opening(`${prefix}-${from + place}`))));
    await run(0, 1_000);
    return measured({ pool: database.pool }, () => run(1_000, 5_000));
  };
  const without = await open(untimedWorkflow, 'untimed');
  const with_ = await open(timedWorkflow, 'timed');
  await database.pool.query('delete from clock');
  const difference = (of) => (((of(with_) - of(without)) * 1_000) / 5_000).toFixed(0);
  return `${difference(({ clientMs }) => clientMs)} + ${difference(({ serverMs }) => serverMs)}`;
}

const opening = (name) =>
  openingEnvelope({ workflow: 'interview', id: name, name, type: 'OPENED', message: messageId(name, 'open') });

async function fill(pool, count) {
  await pool.query(
    `insert into clock (instance_id, name, workflow, generation, state, due_at, due_on, provisional)
     select gen_random_uuid(), 'answerDue', 'interview', 1, 'running', now() + interval '2 days' + n * interval '30 s', current_date + 2, false
     from generate_series(1, $1::int) as n`,
    [count],
  );
  await pool.query('vacuum analyze clock');
}
