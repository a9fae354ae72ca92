import type { Command } from 'commander';
import { JSON_OPTION } from './json-option.js';
import type { Json } from './json-option.js';

type Options = Json & { readonly from?: string; readonly root?: string };

const FROM = [
  '--from <dir>',
  '校验导出的文件夹，不需要数据库和配置 a folder that export wrote; needs neither database nor configuration',
] as const;

export function addAuditCommands(program: Command): void {
  program
    .command('verify-chain')
    .description('校验办理记录的散列链和日根 Check the hash chain of every log, and the daily roots')
    .option(...FROM)
    .option(
      '--root <place>',
      '库外保存的日根：文件、网址，或 roots keep 写出的文件夹 roots kept elsewhere: a file, an address, or a folder that roots keep wrote',
    )
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      '\n示例 Examples:\n  npm run zhiheng -- verify-chain\n  npm run zhiheng -- verify-chain --root /mnt/kept-roots\n  npm run zhiheng -- verify-chain --from /tmp/all --json',
    )
    .action(async ({ from, root, json }: Options) => (await actions()).verifyLogs({ from, root, json: json === true }));
  program
    .command('replay')
    .description('不读取配置，按记录重新裁定全部程序并比对 Decide every stored history again, without config, and compare')
    .option(...FROM)
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Examples:\n  npm run zhiheng -- replay\n  npm run zhiheng -- replay --from /tmp/all')
    .action(async ({ from, json }: Options) => (await actions()).replayLogs({ from, json: json === true }));
}

const actions = () => import('../actions/audit.js');
