import type { Command } from 'commander';

export function addDeadLetterCommands(program: Command): void {
  const command = program.command('dead-letters').description('无法处理的消息 Messages that could not be handled');
  command
    .command('list')
    .description('列出 List')
    .option('--all', '包括已处理的 settled ones too')
    .option('--json', '以 JSON 输出 print JSON')
    .action(async (options: { readonly all?: true; readonly json?: true }) => (await actions()).listDeadLetters(options));
  command
    .command('show <id>')
    .description('查看 Show one')
    .action(async (id: string) => (await actions()).showDeadLetter(id));
  command
    .command('retry <id>')
    .description('重新处理 Handle again')
    .option('--why <text>', '理由 reason')
    .option('--corrected <file>', '更正后的消息（show 输出的 announcement） the corrected announcement, as show prints it')
    .action(async (id: string, options: { readonly why?: string; readonly corrected?: string }) =>
      (await actions()).retryDeadLetter(id, options),
    );
  command
    .command('drop <id>')
    .description('放弃 Drop')
    .requiredOption('--why <text>', '理由 reason')
    .action(async (id: string, { why }: { readonly why: string }) => (await actions()).dropDeadLetter(id, why));
}

const actions = () => import('../actions/dead-letters.js');
