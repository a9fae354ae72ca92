// The page of one version of a workflow.
import { diagramsOf, listOf, statesOf, transitionsOf } from '../../dist/libs/workflow-kit/index.js';
import { both, code, none, table } from './markdown.mjs';
import { sourceInWords, termInWords, valueInWords } from './values.mjs';

export function workflowPage(workflow, law) {
  const { title, name, version, basis } = workflow;
  const states = statesOf(workflow);
  const transitions = transitionsOf(workflow);
  const policy = law.policyOf(workflow);
  const found = { workflow, law, states, transitions, policy };
  return [
    `# ${title.zh} ${title.en}`,
    `${code(name)} v${version}. 由 ${code(`v${version}/`)} 生成 Generated from ${code(`v${version}/`)} by ${code('npm run docs:workflows')}. 政策值 Policy values: ${law.jurisdiction}, ${law.on}.`,
    `**依据 Legal bases**\n\n${basis.map((one) => `- ${one}`).join('\n')}`,
    '## 状态图 State diagrams',
    '⏰ 期限届满 a term lapses. 方括号内为条件 conditions in brackets. 不离开环节的事件不画 Events that stay in their state are not drawn.',
    ...diagramsOf(workflow).map(({ title: heading, mermaid }) => `### ${heading}\n\n\`\`\`mermaid\n${mermaid}\n\`\`\``),
    `## 环节 States\n\n${statesTable(found)}`,
    `## 事件 Events\n\n${eventsTable(found)}`,
    `## 期限 Clocks\n\n${clocksTable(found)}`,
    `## 规则 Rules\n\n${rulesTable(found)}`,
    ...otherPolicy(found),
    `## 发布的事实 Announcements\n\n${announcementsTable(found)}`,
    `## 文书 Documents\n\n${documentsTable(found)}`,
  ].join('\n\n');
}

function statesTable({ workflow, states }) {
  const clocksOf = ({ meta }) => (meta.clocks ?? []).map((clock) => `⏱ ${workflow.clocks[clock].title.zh} ${code(clock)}`);
  return table(
    ['环节 State', '名称 Title', '依据 Basis', '期限，或者没有期限的原因 Clock, or why there is none'],
    states.map(({ path, row }) => [
      code(path),
      both(row.meta),
      row.meta.basis,
      [...clocksOf(row), ...(row.meta.untimed === undefined ? [] : [row.meta.untimed])].join('\n') || none,
    ]),
  );
}

function eventsTable({ workflow, transitions }) {
  return table(
    ['事件 Event', '名称 Title', '谁可以发送 Sent by', '依据 Basis', '在哪些环节 Accepted in', '启动 Opens'],
    Object.entries(workflow.events).map(([name, event]) => [
      code(name),
      both(event.title),
      event.sentBy.join(', '),
      event.basis ?? none,
      [
        ...new Set(transitions.filter(({ on }) => on === name).map(({ from }) => code(from === '' ? workflow.name : from))),
      ].join(', '),
      event.opens === true ? '✓' : '',
    ]),
  );
}

function clocksTable({ workflow, transitions, policy, states }) {
  const titles = new Map(states.map(({ path, row }) => [path, row.meta.zh]));
  return table(
    ['期限 Clock', '名称 Title', '政策项 Policy key', '现行值 Value', '条文 Article', '届满 When it lapses'],
    Object.entries(workflow.clocks).map(([name, { title, term }]) => [
      code(name),
      both(title),
      code(term),
      termInWords(policy[term].value),
      sourceInWords(policy[term]),
      lapseOf({ workflow, transitions, titles }, name),
    ]),
  );
}

function lapseOf({ workflow, transitions, titles }, clock) {
  const event = Object.keys(workflow.lapses).find((one) => workflow.lapses[one] === clock);
  const effects = transitions
    .filter(({ on }) => on === event)
    .map(({ to, actions }) => {
      const does = actions.flatMap(({ type, params }) => {
        if (type === 'announce') return [`发布 announces ${code(params.announcement)}`];
        if (type === 'issue') return [`出具 issues ${code(params.document)}`];
        if (type === 'startClock') return [`起算 starts ${code(params.clock)}`];
        return [];
      });
      return [to === undefined ? '留在本环节 stays' : `→ ${titles.get(to)} ${code(to)}`, ...does].join('，');
    });
  return [...new Set(effects)].join('\n') || none;
}

function rulesTable({ workflow }) {
  return table(
    ['规则 Rule', '必须成立 What must hold', '依据 Basis'],
    Object.entries(workflow.rules).map(([name, rule]) => [code(name), both(rule.title), rule.basis ?? none]),
  );
}

function otherPolicy({ workflow, policy }) {
  const terms = new Set(Object.values(workflow.clocks).map(({ term }) => term));
  const keys = workflow.policyKeys.filter((key) => !terms.has(key));
  if (keys.length === 0) return [];
  const rows = keys.map((key) => [code(key), both(policy[key].title), valueInWords(policy[key]), sourceInWords(policy[key])]);
  return [
    `## 规则所用的政策值 Values that the rules read\n\n${table(['政策项 Policy key', '名称 Title', '现行值 Value', '条文 Article'], rows)}`,
  ];
}

function announcementsTable({ workflow, law }) {
  const consumersOf = (name, external) => {
    const topic = `${workflow.name}.${name}`;
    const rules = law.rules.filter(({ on }) => on === topic).map(({ id, then }) => `→ ${then.workflow}: ${code(id)}`);
    return (
      [
        ...rules,
        ...(law.handled.has(topic) ? ['公示名单 the public list'] : []),
        ...(external ? ['对外 for others outside'] : []),
      ].join('\n') || none
    );
  };
  return table(
    ['事实 Fact', '名称 Title', '谁使用 Consumed by'],
    Object.entries(workflow.announcements).map(([name, { title, external }]) => [
      code(name),
      both(title),
      consumersOf(name, external),
    ]),
  );
}

function documentsTable({ workflow, states, transitions }) {
  const issued = (actions) => listOf(actions).flatMap(({ type, params }) => (type === 'issue' ? [params.document] : []));
  const places = new Map();
  const note = (document, place) => places.set(document, [...new Set([...(places.get(document) ?? []), place])]);
  for (const { path, row } of states)
    for (const document of [...issued(row.entry), ...issued(row.exit)]) note(document, code(path));
  for (const { on, from, actions } of transitions)
    for (const document of issued(actions)) note(document, code(on === 'always' || on === 'done' ? from : on));
  return table(
    ['文书 Document', '名称 Title', '依据 Basis', '何时出具 Issued at'],
    Object.entries(workflow.documents).map(([name, { title, basis }]) => [
      code(name),
      both(title),
      basis ?? none,
      (places.get(name) ?? []).join(', '),
    ]),
  );
}
