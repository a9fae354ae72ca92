import { Module } from '@nestjs/common';
import { ClockController } from './http/clock.controller.js';
import { HealthController } from './http/health.controller.js';

@Module({ controllers: [HealthController, ClockController] })
export class OperationsModule {}
