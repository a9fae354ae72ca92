import type { Command } from 'commander';

export function addClockCommand(program: Command): void {
  program
    .command('clock')
    .description('演示用：把时钟拨到某日零时（须设 ZHIHENG_CLOCK=movable） For demonstrations: set the clock forward to a day')
    .argument('<date>', 'YYYY-MM-DD')
    .action(async (date: string) => {
      const { moveClock } = await import('../actions/move-clock.js');
      await moveClock(date);
    });
}
