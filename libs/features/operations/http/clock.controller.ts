import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Requires } from '@zhiheng/auth';
import { ZhihengError, instant, parseLegalDate, startOfLegalDay } from '@zhiheng/kernel';
import type { ClockPort, Instant } from '@zhiheng/kernel';
import { CLOCK, MovableClock } from '@zhiheng/platform';
import { IsString, Matches } from 'class-validator';

export class MoveClockDto {
  @ApiProperty({
    description: '日期（当日零时，北京时间）或者时刻 a day (its first instant in China) or an instant',
    example: '2026-03-02',
  })
  @IsString()
  @Matches(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/)
  to: string;
}

export type ClockView = { readonly kind: 'system' | 'movable' | 'standing'; readonly now: Instant };

/** How often and how long the answer to a move waits for the other processes to take it over. */
const LOOK_EVERY_MS = 5;
const LONGEST_WAIT_MS = 10_000;

/** The clock of demonstrations and tests. In production there is only the system's, and it is not moved. */
@ApiTags('operations 运维')
@Controller('api/clock')
export class ClockController {
  constructor(@Inject(CLOCK) private readonly clock: ClockPort) {}

  @Get()
  @Requires('signed-in')
  @ApiOperation({ summary: '现在是什么时刻 What time it is' })
  read(): ClockView {
    return { kind: this.clock instanceof MovableClock ? this.clock.kind : 'system', now: this.clock.now() };
  }

  @Post()
  @HttpCode(200)
  @Requires('clock.move')
  @ApiOperation({ summary: '拨快时钟（仅供演示） Set the clock forward, for demonstrations' })
  async move(@Body() { to }: MoveClockDto): Promise<ClockView> {
    const { clock } = this;
    if (!(clock instanceof MovableClock))
      throw new ZhihengError('CLOCK_NOT_MOVABLE', {
        expected: 'ZHIHENG_CLOCK=movable | standing',
        found: '系统时钟 the system clock',
      });
    await clock.advanceTo(to.includes('T') ? instantOf(to) : startOfLegalDay(parseLegalDate(to)));
    await takenOverByAll(clock);
    return this.read();
  }
}

function instantOf(text: string): Instant {
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return instant(ms);
  throw new ZhihengError('REQUEST_INVALID', { expected: '存在的时刻 an instant that exists', found: text });
}

/** What is sent after the answer is decided at the new time, whichever process decides it. */
async function takenOverByAll(clock: MovableClock): Promise<void> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  while ((await clock.processesBehind()) > 0) {
    if (performance.now() > deadline)
      throw new ZhihengError('CLOCK_NOT_TAKEN_OVER', {
        expected: '各进程均已采用新的时刻 every process has taken the new time over',
        found: `${await clock.processesBehind()} 个进程落后 behind`,
        retry: 'later',
      });
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
