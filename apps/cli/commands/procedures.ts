import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { ListOptions, SendOptions } from '../actions/procedures.js';
import { JSON_OPTION } from './json-option.js';
import type { Json } from './json-option.js';

export function addProcedureCommands(program: Command): void {
  program
    .command('list')
    .description('列出程序 List procedures')
    .option('-w, --workflow <name>', '流程 workflow')
    .option('-s, --subject <text>', '当事人名称包含 part of the name of the party')
    .option('-n, --limit <n>', '最多 most', '20')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- list -w recall --json')
    .action(async (options: ListOptions) => (await actions()).listProcedures(options));
  program
    .command('explain <id>')
    .description('当前环节、可办事项、期限及其依据 State, what may happen next and why not, and each clock')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- explain 0b0e7c1e-…')
    .action(async (id: string, { json }: Json) => (await actions()).explainProcedure(id, json === true));
  program
    .command('log <id>')
    .description('办理记录 The log of a procedure')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- log 0b0e7c1e-… --json')
    .action(async (id: string, { json }: Json) => (await actions()).showProcedureLog(id, json === true));
  program
    .command('send <id> <event> [data]')
    .description('向程序发送事件，data 为 JSON Send an event to a procedure; data is JSON')
    .requiredOption('-r, --role <role>', '身份 role, as case-handler')
    .option('-a, --as <id>', '人员编号 account id', userInfo().username)
    .option('-d, --on <date>', '事实发生的法律日期，默认今天 legal date of the fact, default today')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `\n示例 Example:\n  npm run zhiheng -- send 0b0e7c1e-… CONCLUSION_SERVED '{"servedOn":"2026-03-02"}' -r inspector --json`,
    )
    .action(async (id: string, event: string, data: string | undefined, options: SendOptions) =>
      (await actions()).sendEvent(id, event, data, options),
    );
}

const actions = () => import('../actions/procedures.js');
