import { Inject, Module } from '@nestjs/common';
import type { MiddlewareConsumer, NestModule } from '@nestjs/common';
import type { ProcessMetrics } from '@zhiheng/metrics';
import { METRICS } from '@zhiheng/platform';
import { QueueBoard } from './board/queue-board.js';
import { BoardSessionController } from './http/board-session.controller.js';
import { ClockController } from './http/clock.controller.js';
import { DeadLettersController } from './http/dead-letters.controller.js';
import { HealthController } from './http/health.controller.js';
import { MetricsController } from './http/metrics.controller.js';
import { OperationsController } from './http/operations.controller.js';
import { OperationsPage } from './page/page-server.js';

@Module({
  controllers: [
    HealthController,
    ClockController,
    DeadLettersController,
    MetricsController,
    OperationsController,
    BoardSessionController,
  ],
  providers: [QueueBoard, OperationsPage],
})
export class OperationsModule implements NestModule {
  constructor(@Inject(METRICS) private readonly metrics: ProcessMetrics) {}

  configure(consumer: MiddlewareConsumer): void {
    const { http } = this.metrics;
    if (http !== undefined) consumer.apply(http.observe).forRoutes('{*path}');
  }
}
