import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ZhihengError } from '@zhiheng/kernel';
import { ZHONGSHAN, generateCity, renderEnterprisesCsv, renderSpotChecksCsv } from '@zhiheng/sample-data';
import type { Command } from 'commander';
import { print } from '../print.js';

type Options = { readonly seed: string; readonly enterprises: string; readonly samples: string; readonly year: string };

export function addGenerateCommand(program: Command): void {
  program
    .command('generate')
    .description('生成示例数据（同一种子结果相同） Generate sample data; the same seed gives the same files')
    .argument('<folder>', '输出文件夹 output folder')
    .option('--seed <text>', '种子 seed', 'zhiheng')
    .option('--enterprises <n>', '企业数 enterprises', '1000')
    .option('--samples <n>', '抽检批次 samples', '500')
    .option('--year <yyyy>', '公告年度 year of the announcements', '2026')
    .action(async (folder: string, options: Options) => {
      const city = generateCity({
        seed: options.seed,
        enterprises: whole('--enterprises', options.enterprises),
        samples: whole('--samples', options.samples),
        year: whole('--year', options.year),
        jurisdiction: ZHONGSHAN,
      });
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'enterprises.csv'), renderEnterprisesCsv(city.enterprises));
      await writeFile(path.join(folder, 'spot-checks.csv'), renderSpotChecksCsv(city.spotCheckRows));
      print(`${folder}: enterprises.csv (${city.enterprises.length}), spot-checks.csv (${city.spotCheckRows.length})`);
    });
}

function whole(option: string, text: string): number {
  if (/^\d{1,8}$/.test(text)) return Number(text);
  throw new ZhihengError('OPTION_INVALID', { expected: `${option}: 整数 a whole number`, found: text });
}
