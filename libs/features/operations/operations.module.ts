import { Inject, Module } from '@nestjs/common';
import type { MiddlewareConsumer, NestModule } from '@nestjs/common';
import { QueueBoard } from './board/queue-board.js';
import { BoardSessionController } from './http/board-session.controller.js';
import { ClockController } from './http/clock.controller.js';
import { DeadLettersController } from './http/dead-letters.controller.js';
import { HealthController } from './http/health.controller.js';
import { MetricsController } from './http/metrics.controller.js';
import { ProcessMetrics } from './process-metrics.js';

@Module({
  controllers: [HealthController, ClockController, DeadLettersController, MetricsController, BoardSessionController],
  providers: [ProcessMetrics, QueueBoard],
})
export class OperationsModule implements NestModule {
  constructor(@Inject(ProcessMetrics) private readonly metrics: ProcessMetrics) {}

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(this.metrics.http.observe).forRoutes('{*path}');
  }
}
