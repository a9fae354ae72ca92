import { ZhihengError, parseLegalDate, startOfLegalDay } from '@zhiheng/kernel';
import { MovableClock } from '@zhiheng/platform';
import type { Command } from 'commander';
import { print, settled, withWorkingSystem } from '../with-system.js';

export function addClockCommand(program: Command): void {
  program
    .command('clock')
    .description('演示用：把时钟拨到某日零时（须设 ZHIHENG_CLOCK=movable） For demonstrations: set the clock forward to a day')
    .argument('<date>', 'YYYY-MM-DD')
    .action((date: string) =>
      withWorkingSystem(async (system) => {
        const { clock } = system;
        if (!(clock instanceof MovableClock)) {
          throw new ZhihengError('CLOCK_NOT_MOVABLE', { expected: 'ZHIHENG_CLOCK=movable', found: '系统时钟 the system clock' });
        }
        const now = await clock.advanceTo(startOfLegalDay(parseLegalDate(date)));
        await settled(system);
        print(`时钟 clock: ${now}；到期事项已处理完毕 what fell due has been carried out`);
      }),
    );
}
