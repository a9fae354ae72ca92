import type { Command } from 'commander';
import type { ImportOptions } from '../actions/import-files.js';
import { JSON_OPTION } from './json-option.js';

export function addImportCommands(program: Command): void {
  const command = program.command('import').description('导入文件（CSV、XLSX） Import files');
  for (const [kind, title] of [
    ['spot-checks', '抽检结果 spot-check results'],
    ['enterprises', '企业名录 enterprises'],
  ] as const) {
    command
      .command(`${kind} <files...>`)
      .description(`导入${title.split(' ')[0]} Import ${title.split(' ').slice(1).join(' ')}`)
      .option('-j, --jurisdiction <code>', '辖区代码 jurisdiction (GB/T 2260)', '442000')
      .option('-d, --received-on <date>', '收到结果的日期，默认今天 day on which the results were received, default today')
      .option('--rows', '逐行列出未采纳的行 list every row that was not accepted')
      .option(...JSON_OPTION)
      .addHelpText('after', `\n示例 Example:\n  npm run zhiheng -- import ${kind} data.xlsx --rows`)
      .action(async (files: readonly string[], options: ImportOptions) => {
        const { importFiles } = await import('../actions/import-files.js');
        await importFiles(kind, files, options);
      });
  }
}
