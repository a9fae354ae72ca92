import type { Command } from 'commander';
import { JSON_OPTION } from './json-option.js';
import type { Json } from './json-option.js';

type Options = Json & { readonly from?: string };

const FROM = [
  '--from <dir>',
  '校验导出的文件夹，不需要数据库和配置 a folder that export wrote; needs neither database nor configuration',
] as const;

export function addAuditCommands(program: Command): void {
  program
    .command('verify-chain')
    .description('校验办理记录的散列链 Check the hash chain of every log')
    .option(...FROM)
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      '\n示例 Examples:\n  npm run zhiheng -- verify-chain\n  npm run zhiheng -- verify-chain --from /tmp/all --json',
    )
    .action(async ({ from, json }: Options) => (await actions()).verifyLogs({ from, json: json === true }));
  program
    .command('replay')
    .description('不读取配置，按记录重新裁定全部程序并比对 Decide every stored history again, without config, and compare')
    .option(...FROM)
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Examples:\n  npm run zhiheng -- replay\n  npm run zhiheng -- replay --from /tmp/all')
    .action(async ({ from, json }: Options) => (await actions()).replayLogs({ from, json: json === true }));
}

const actions = () => import('../actions/audit.js');
