import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { ClockPort } from '@zhiheng/kernel';
import type { ProcessMetrics } from '@zhiheng/metrics';
import type { Database } from '@zhiheng/persistence';
import type { Law } from '../runtime/law.js';
import type { Runtime } from '../runtime/runtime.js';
import type { Settings } from '../settings.js';
import { CLOCK, DATABASE, LAW, METRICS, RUNTIME, SETTINGS } from './tokens.js';

export type PlatformValues = {
  readonly database: Database;
  readonly law: Law;
  readonly runtime: Runtime;
  readonly clock: ClockPort;
  readonly settings: Settings;
  readonly metrics?: ProcessMetrics;
};

/** Gives the runtime to every feature module of the process. */
@Global()
@Module({})
export class PlatformModule {
  static of({ database, law, runtime, clock, settings, metrics }: PlatformValues): DynamicModule {
    const providers = [
      { provide: DATABASE, useValue: database },
      { provide: LAW, useValue: law },
      { provide: RUNTIME, useValue: runtime },
      { provide: CLOCK, useValue: clock },
      { provide: SETTINGS, useValue: settings },
      { provide: METRICS, useValue: metrics },
    ];
    return { module: PlatformModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
