import type { Command } from 'commander';
import type { RetryOptions } from '../actions/dead-letters.js';
import { JSON_OPTION } from './json-option.js';
import type { Json } from './json-option.js';

export function addDeadLetterCommands(program: Command): void {
  const command = program.command('dead-letters').description('无法处理的消息 Messages that could not be handled');
  command
    .command('list')
    .description('列出，先发生的在前 List, oldest first')
    .option('--all', '包括已处理的 settled ones too')
    .option('--after <id>', '该编号之后 after this id')
    .option('-n, --limit <n>', '最多 most', '100')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- dead-letters list --json')
    .action(async (options: Json & { readonly all?: true; readonly after?: string; readonly limit: string }) =>
      (await actions()).listDeadLetters(options),
    );
  command
    .command('show <id>')
    .description('查看消息原文及处理经过 Show the announcement and what was done with it')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- dead-letters show 7')
    .action(async (id: string) => (await actions()).showDeadLetter(id));
  command
    .command('retry <id>')
    .description('重新处理 Handle again')
    .option('--why <text>', '理由 reason')
    .option('--corrected <file>', '更正后的消息（show 输出的 announcement） the corrected announcement, as show prints it')
    .option(...JSON_OPTION)
    .addHelpText('after', "\n示例 Example:\n  npm run zhiheng -- dead-letters retry 7 --why '规则已改正'")
    .action(async (id: string, options: RetryOptions) => (await actions()).retryDeadLetter(id, options));
  command
    .command('drop <id>')
    .description('放弃 Drop')
    .requiredOption('--why <text>', '理由 reason')
    .option(...JSON_OPTION)
    .addHelpText('after', "\n示例 Example:\n  npm run zhiheng -- dead-letters drop 7 --why '重复线索，已并案'")
    .action(async (id: string, options: Json & { readonly why: string }) => (await actions()).dropDeadLetter(id, options));
}

const actions = () => import('../actions/dead-letters.js');
