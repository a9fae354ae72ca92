import { replay, verifyChain } from '@zhiheng/engine';
import { PostgresLogStore } from '@zhiheng/persistence';
import type { Command } from 'commander';
import { print, printJson, withSystem } from '../with-system.js';

type Report = { readonly instances: number; readonly entries: number; readonly faults: readonly object[] };

export function addAuditCommands(program: Command): void {
  program
    .command('verify-chain')
    .description('校验办理记录的散列链 Check the hash chain of every log')
    .option('--json', '以 JSON 输出 print JSON')
    .action((options: { readonly json?: true }) => withSystem(async ({ database }) => report(await verifyChain(new PostgresLogStore(database.pool)), options)));
  program
    .command('replay')
    .description('不读取配置，按记录重新裁定全部程序并比对 Decide every stored history again, without config, and compare')
    .option('--json', '以 JSON 输出 print JSON')
    .action((options: { readonly json?: true }) =>
      withSystem(async ({ database, runtime, law }) =>
        report(await replay({ logs: new PostgresLogStore(database.pool), frames: runtime.store, registry: law.registry }), options),
      ),
    );
}

function report(found: Report, { json }: { readonly json?: true }): void {
  if (found.faults.length > 0) process.exitCode = 1;
  if (json) {
    printJson(found);
    return;
  }
  print(`程序 procedures ${found.instances}，记录 entries ${found.entries}，差错 faults ${found.faults.length}`);
  for (const fault of found.faults.slice(0, 20)) print(`  ${JSON.stringify(fault)}`);
}
