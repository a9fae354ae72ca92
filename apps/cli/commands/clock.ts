import type { Command } from 'commander';
import { JSON_OPTION } from './json-option.js';
import type { Json } from './json-option.js';

export function addClockCommand(program: Command): void {
  program
    .command('clock')
    .description('演示用：把时钟拨到某日零时（须设 ZHIHENG_CLOCK=movable） For demonstrations: set the clock forward to a day')
    .argument('<date>', 'YYYY-MM-DD')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  ZHIHENG_CLOCK=movable npm run zhiheng -- clock 2026-12-01')
    .action(async (date: string, { json }: Json) => {
      const { moveClock } = await import('../actions/move-clock.js');
      await moveClock(date, json === true);
    });
}
