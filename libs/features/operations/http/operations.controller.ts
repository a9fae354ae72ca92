import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@zhiheng/auth';
import type { ClockPort } from '@zhiheng/kernel';
import type { ProcessMetrics } from '@zhiheng/metrics';
import { CLOCK, METRICS, SETTINGS } from '@zhiheng/platform';
import type { Settings } from '@zhiheng/platform';
import { readOperations } from '../page/read-operations.js';

@ApiTags('operations 运维')
@Controller('api/operations')
export class OperationsController {
  constructor(
    @Inject(METRICS) private readonly metrics: ProcessMetrics,
    @Inject(CLOCK) private readonly clock: ClockPort,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Requires('operations.read')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: '运行状况：每个指标的现值、含义和处理办法 The figures of the system, what each means and what to do',
  })
  read() {
    return readOperations({ metrics: this.metrics, clock: this.clock, replica: this.settings.replica });
  }
}
