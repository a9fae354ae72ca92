import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { UpgradeOptions } from '../actions/upgrade.js';
import { JSON_OPTION } from './json-option.js';

export function addUpgradeCommand(program: Command): void {
  program
    .command('upgrade <workflow>')
    .description('把在办程序升级到流程的新版本 Bring running procedures under a new version of their workflow')
    .requiredOption('--to <version>', '升级到的版本 the version to go to')
    .option('--dry-run', '只列出每个程序的变化，不作修改 list what would change in each procedure; changes nothing')
    .option('-b, --batch <n>', '每批程序数 procedures in a batch', '64')
    .option('--only <ids...>', '仅这些程序 these procedures only')
    .option(
      '--despite <blocks...>',
      '经决定不再保留的事由（须有 --only 和 --why） blocks that a person has decided about (needs --only and --why)',
    )
    .option('--why <text>', '决定的理由，记入办理记录 the reason of that decision, kept on the log')
    .option('-a, --as <id>', '执行人 who carries it out', userInfo().username)
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `
中断后重新运行即可，已升级的不会再升级。 After an interruption run it again: what is upgraded stays so, the rest follows.
退出码 Exit code: 0 全部升级 all upgraded · 1 有失败 some failed · 3 有程序被保留 some are held back

示例 Examples:
  npm run zhiheng -- upgrade interview --to 2 --dry-run
  npm run zhiheng -- upgrade interview --to 2 --batch 200 --json
  npm run zhiheng -- upgrade interview --to 2 --only 0b0e7c1e-… --despite absentBefore --why '局长批示同意'`,
    )
    .action(async (workflow: string, options: UpgradeOptions) => (await actions()).upgradeWorkflow(workflow, options));
}

const actions = () => import('../actions/upgrade.js');
