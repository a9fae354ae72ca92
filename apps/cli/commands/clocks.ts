import type { Command } from 'commander';
import type { ClockFilter } from '../actions/clocks.js';
import { JSON_OPTION } from './json-option.js';
import type { Json } from './json-option.js';

export function addClocksCommands(program: Command): void {
  const command = program.command('clocks').description('期限 Legal clocks');
  command
    .command('list')
    .description('列出期限，先到期的在前 List clocks, the next due first')
    .option('--due', '已到期、尚未处理 due and not yet carried out')
    .option('--provisional', '依据的日历尚未公布，到期日可能变动 counted on a calendar that is not official yet')
    .option('--before <date>', '在该日之前到期 due before this day')
    .option('-w, --workflow <name>', '流程 workflow')
    .option('-j, --jurisdiction <code>', '辖区代码开头 first digits of the jurisdiction')
    .option('-n, --limit <n>', '最多 most', '50')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      '\n示例 Examples:\n  npm run zhiheng -- clocks list --due\n  npm run zhiheng -- clocks list --before 2026-12-31 -w enforcement --json',
    )
    .action(async (options: ClockFilter) => (await actions()).listClocks(options));
  command
    .command('explain <id> [name]')
    .description('程序的期限及其依据 The clocks of a procedure, with sentence and article')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- clocks explain 0b0e7c1e-… recheck')
    .action(async (id: string, name: string | undefined, { json }: Json) =>
      (await actions()).explainClocks({ id, ...(name !== undefined && { name }) }, json === true),
    );
}

const actions = () => import('../actions/clocks.js');
