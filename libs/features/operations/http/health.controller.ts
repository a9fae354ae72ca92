import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@zhiheng/auth';
import type { ClockPort } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, RUNTIME } from '@zhiheng/platform';
import type { Runtime } from '@zhiheng/platform';
import type { Response } from 'express';

type Check = { readonly ok: boolean; readonly detail?: string };

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
    const [database, queue] = await Promise.all([this.checkDatabase(), attempt(() => this.runtime.queues.health())]);
    const ok = database.ok && queue.ok;
    response.status(ok ? 200 : 503);
    return { status: ok ? 'ok' : 'unavailable', now: this.clock.now(), checks: { database, queue } };
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
  } catch (fault) {
    return { ok: false, detail: (fault as { readonly code?: string }).code ?? 'FAULT' };
  }
}
