import type { Command } from 'commander';
import type { ExportOptions } from '../actions/export.js';
import { JSON_OPTION } from './json-option.js';

export function addExportCommand(program: Command): void {
  program
    .command('export [ids...]')
    .description(
      '导出办理记录（原文及散列）、法律依据快照和程序现状，供他人在另一台机器上校验和重演 Export logs byte for byte with their legal frames, to be verified and replayed on another machine',
    )
    .requiredOption('-o, --out <dir>', '新文件夹 a folder that does not exist yet')
    .option('-w, --workflow <name>', '只导出该流程 only this workflow')
    .option('-j, --jurisdiction <code>', '只导出该辖区（代码开头） only jurisdictions that begin so')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `
不指定编号和条件时导出全部。 Everything, unless ids or conditions are given.

示例 Examples:
  npm run zhiheng -- export --out /tmp/all
  npm run zhiheng -- export 0b0e7c1e-… --out /tmp/one
  npm run zhiheng -- verify-chain --from /tmp/all && npm run zhiheng -- replay --from /tmp/all`,
    )
    .action(async (ids: readonly string[], options: ExportOptions) => {
      const { exportLogs } = await import('../actions/export.js');
      await exportLogs(ids, options);
    });
}
