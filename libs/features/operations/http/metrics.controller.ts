import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ACCESS, Public, checkPermission, credentialsOf } from '@zhiheng/auth';
import type { Access, AuthenticatedRequest } from '@zhiheng/auth';
import { isCollector } from '@zhiheng/metrics';
import type { ProcessMetrics } from '@zhiheng/metrics';
import { METRICS, SETTINGS } from '@zhiheng/platform';
import type { Settings } from '@zhiheng/platform';

@ApiTags('operations 运维')
@Controller('api/metrics')
export class MetricsController {
  constructor(
    @Inject(METRICS) private readonly metrics: ProcessMetrics,
    @Inject(ACCESS) private readonly access: Access,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  // Public to the guard only: a collector has a token of its own and no account, so who asks is checked here.
  @Get()
  @Public()
  @Header('cache-control', 'no-store')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({
    summary: '运行指标（Prometheus） Metrics for Prometheus: operations.read, or the token of ZHIHENG_METRICS_TOKEN',
  })
  async read(@Req() request: AuthenticatedRequest): Promise<string> {
    if (!isCollector(request.headers.authorization, this.settings.metricsToken)) {
      const { principal } = await this.access.authenticate(credentialsOf(request));
      checkPermission(principal, 'operations.read');
    }
    return this.metrics.registry.metrics();
  }
}
