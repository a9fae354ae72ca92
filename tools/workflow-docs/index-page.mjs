// The index: every workflow, and the rulebook that ties them.
import { statesOf } from '../../dist/libs/workflow-kit/index.js';
import { both, code, table } from './markdown.mjs';
import { sourceInWords } from './values.mjs';

export function indexPage(workflows, { rules }) {
  return [
    '# 流程与规则 Workflows and rules',
    '由流程和配置生成 Generated from the workflows and the configuration by `npm run docs:workflows`.',
    '## 流程 Workflows',
    table(
      ['流程 Workflow', '名称 Title', '版本 Version', '环节 States', '事件 Events', '期限 Clocks', '依据 Legal bases'],
      workflows.map((workflow) => [
        `[${workflow.name}](../../libs/workflows/${workflow.name}/README.md)`,
        both(workflow.title),
        `v${workflow.version}`,
        statesOf(workflow).length,
        Object.keys(workflow.events).length,
        Object.keys(workflow.clocks).length,
        workflow.basis.join('\n'),
      ]),
    ),
    '## 流程之间 Between workflows',
    `\`\`\`mermaid\n${graph(workflows, rules)}\n\`\`\``,
    '## 规则手册 The rulebook',
    '什么事实、在什么条件下、在哪个流程引起什么后果。Which fact has which consequence in which workflow, and when.',
    table(
      ['规则 Rule', '名称 Title', '事实 On', '条件 If', '后果 Then', '适用 Applies in', '依据 Source'],
      rules.map((rule) => [
        code(rule.id),
        both(rule.title),
        code(rule.on),
        rule.if === undefined ? '' : code(rule.if),
        `${rule.then.mode === 'start' ? '启动 start' : '通知 signal'} ${code(rule.then.workflow)}: ${code(rule.then.event)}`,
        `${rule.jurisdiction ?? '全国 the nation'}, ${rule.from} –${rule.until === undefined ? '' : ` ${rule.until}`}`,
        sourceInWords(rule),
      ]),
    ),
  ].join('\n\n');
}

function graph(workflows, rules) {
  const lines = [
    'flowchart LR',
    '  spot_check["抽检结果导入"]',
    ...workflows.map(({ name, title }) => `  ${name}["${title.zh}"]`),
  ];
  const arrows = new Map();
  for (const { on, then } of rules) {
    const key = `${on.split('.')[0].replaceAll('-', '_')}|${then.workflow}`;
    arrows.set(key, (arrows.get(key) ?? 0) + 1);
  }
  for (const [key, count] of [...arrows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [from, to] = key.split('|');
    lines.push(`  ${from} -->|"${count} 条规则"| ${to}`);
  }
  return lines.join('\n');
}
