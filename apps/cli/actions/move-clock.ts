import { ZhihengError, startOfLegalDay } from '@zhiheng/kernel';
import { MovableClock } from '@zhiheng/platform';
import { print, printJson } from '../print.js';
import { legalDay } from '../read-argument.js';
import { settled, withWorkingSystem } from '../with-system.js';

/** Sets a movable clock forward and waits until what fell due is carried out. */
export function moveClock(date: string, json: boolean): Promise<void> {
  const day = legalDay('date', date);
  return withWorkingSystem(async (system) => {
    const { clock } = system;
    if (!(clock instanceof MovableClock)) {
      throw new ZhihengError('CLOCK_NOT_MOVABLE', {
        expected: 'ZHIHENG_CLOCK=movable | standing',
        found: '系统时钟 the system clock',
      });
    }
    const now = await clock.advanceTo(startOfLegalDay(day));
    await settled(system);
    if (json) printJson({ now });
    else print(`时钟 clock: ${now}；到期事项已处理完毕 what fell due has been carried out`);
  });
}
