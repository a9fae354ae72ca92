import { userInfo } from 'node:os';
import { ZhihengError } from '@zhiheng/kernel';
import type { Command } from 'commander';
import { print, printJson, settled, withSystem, withWorkingSystem } from '../with-system.js';

export function addDeadLetterCommands(program: Command): void {
  const command = program.command('dead-letters').description('无法处理的消息 Messages that could not be handled');
  command
    .command('list')
    .description('列出 List')
    .option('--all', '包括已处理的 settled ones too')
    .option('--json', '以 JSON 输出 print JSON')
    .action((options: { readonly all?: true; readonly json?: true }) =>
      withSystem(async ({ runtime }) => {
        const letters = await runtime.deadLetters.list(options.all ? {} : { state: 'open' });
        if (options.json) printJson(letters);
        else for (const letter of letters) print(`${letter.id}\t${letter.state}\t${letter.consumer}\t${letter.topic}\t${letter.code}\t${letter.reason}`);
        if (!options.json && letters.length === 0) print('没有 none');
      }),
    );
  command
    .command('show <id>')
    .description('查看 Show one')
    .action((id: string) => withSystem(async ({ runtime }) => printJson(await runtime.deadLetters.show(letterId(id)))));
  command
    .command('retry <id>')
    .description('重新处理 Handle again')
    .action((id: string) =>
      withWorkingSystem(async (system) => {
        await system.runtime.deadLetters.retry(letterId(id), { by: userInfo().username });
        system.runtime.relay.wake();
        await settled(system);
        print(`已重新处理 handled again: ${id}`);
      }),
    );
  command
    .command('drop <id>')
    .description('放弃 Drop')
    .requiredOption('--why <text>', '理由 reason')
    .action((id: string, { why }: { readonly why: string }) =>
      withSystem(async ({ runtime }) => {
        await runtime.deadLetters.drop(letterId(id), { by: userInfo().username, why });
        print(`已放弃 dropped: ${id}`);
      }),
    );
}

function letterId(text: string): string {
  if (/^\d{1,15}$/.test(text)) return text;
  throw new ZhihengError('OPTION_INVALID', { expected: '死信编号 the number of a dead letter', found: text });
}
