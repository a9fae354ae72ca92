import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@zhiheng/auth';
import { ZhihengError } from '@zhiheng/kernel';
import type { ClockPort } from '@zhiheng/kernel';
import type { QueueHealth } from '@zhiheng/messaging';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, RUNTIME } from '@zhiheng/platform';
import type { Runtime } from '@zhiheng/platform';
import type { Response } from 'express';

// No reason is shown: the route is public, and a fault's code or text tells of the inside.
type Check = { readonly ok: boolean };

@ApiTags('operations 运维')
@Public()
@Controller('api/health')
export class HealthController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(RUNTIME) private readonly runtime: Runtime,
    @Inject(CLOCK) private readonly clock: ClockPort,
  ) {}

  @Get()
  @ApiOperation({ summary: '是否正常，积压多少 Whether all is well, and what waits' })
  async health(@Res({ passthrough: true }) response: Response) {
    const [database, queue] = await Promise.all([
      this.checkDatabase(),
      attempt(async () => requireOk(await this.runtime.queues.health())),
    ]);
    const ok = database.ok && queue.ok;
    response.status(ok ? 200 : 503);
    return { status: ok ? 'ok' : 'unavailable', now: this.clock.now(), checks: { database, queue } };
  }

  @Get('live')
  @ApiOperation({ summary: '进程在运行 The process is alive' })
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: '可以受理请求 Ready for requests: database and queues answer' })
  async ready(@Res({ passthrough: true }) response: Response) {
    const checks = await Promise.all([
      attempt(() => this.database.pool.query('select 1')),
      attempt(async () => requireOk(await this.runtime.queues.health())),
    ]);
    const ok = checks.every((check) => check.ok);
    response.status(ok ? 200 : 503);
    return { status: ok ? 'ok' : 'unavailable' };
  }

  private async checkDatabase(): Promise<
    Check & { readonly waiting?: number; readonly deadLetters?: number; readonly clocksDue?: number }
  > {
    let waiting: number | undefined;
    let deadLetters: number | undefined;
    let clocksDue: number | undefined;
    const check = await attempt(async () => {
      const { rows } = await this.database.pool.query<{
        readonly waiting: string;
        readonly dead: string;
        readonly due: string;
      }>(
        `select (select count(*) from outbox) as waiting, (select count(*) from dead_letter where state = 'open') as dead,
           (select count(*) from clock where state = 'running' and due_at <= $1) as due`,
        [this.clock.now()],
      );
      waiting = Number(rows[0]?.waiting);
      deadLetters = Number(rows[0]?.dead);
      clocksDue = Number(rows[0]?.due);
    });
    return {
      ...check,
      ...(waiting !== undefined && { waiting }),
      ...(deadLetters !== undefined && { deadLetters }),
      ...(clocksDue !== undefined && { clocksDue }),
    };
  }
}

async function attempt(run: () => Promise<unknown>): Promise<Check> {
  try {
    await run();
    return { ok: true };
  } catch {
    return { ok: false };
  }
}

function requireOk({ ok }: QueueHealth): void {
  if (!ok) throw new ZhihengError('QUEUE_UNAVAILABLE', { retry: 'later' });
}
