import type { Command } from 'commander';
import type { GenerateOptions } from '../actions/generate.js';
import { JSON_OPTION } from './json-option.js';

export function addGenerateCommand(program: Command): void {
  program
    .command('generate')
    .description('生成示例数据（同一种子结果相同） Generate sample data; the same seed gives the same files')
    .argument('<folder>', '输出文件夹 output folder')
    .option('--seed <text>', '种子 seed', 'zhiheng')
    .option('--enterprises <n>', '企业数 enterprises', '1000')
    .option('--samples <n>', '抽检批次 samples', '500')
    .option('--year <yyyy>', '公告年度 year of the announcements', '2026')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- generate /tmp/city --enterprises 20000 --samples 5000')
    .action(async (folder: string, options: GenerateOptions) => {
      const { generate } = await import('../actions/generate.js');
      await generate(folder, options);
    });
}
