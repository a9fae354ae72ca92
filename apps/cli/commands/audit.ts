import type { Command } from 'commander';

type Json = { readonly json?: true };

export function addAuditCommands(program: Command): void {
  program
    .command('verify-chain')
    .description('校验办理记录的散列链 Check the hash chain of every log')
    .option('--json', '以 JSON 输出 print JSON')
    .action(async ({ json }: Json) => (await actions()).verifyLogs(json === true));
  program
    .command('replay')
    .description('不读取配置，按记录重新裁定全部程序并比对 Decide every stored history again, without config, and compare')
    .option('--json', '以 JSON 输出 print JSON')
    .action(async ({ json }: Json) => (await actions()).replayLogs(json === true));
}

const actions = () => import('../actions/audit.js');
