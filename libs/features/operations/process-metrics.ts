import { Inject, Injectable } from '@nestjs/common';
import type { ClockPort } from '@zhiheng/kernel';
import { HttpMetrics, registerRuntimeMetrics } from '@zhiheng/metrics';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, CONTEXT_NAMES, DATABASE, RUNTIME } from '@zhiheng/platform';
import type { Runtime } from '@zhiheng/platform';
import { Registry } from 'prom-client';

/** The metrics of this process, in a registry of its own: two systems in one process do not mix. */
@Injectable()
export class ProcessMetrics {
  readonly registry = new Registry();
  readonly http = new HttpMetrics(this.registry);

  constructor(@Inject(RUNTIME) runtime: Runtime, @Inject(DATABASE) { pool }: Database, @Inject(CLOCK) clock: ClockPort) {
    const { engine, sweeper, queues } = runtime;
    registerRuntimeMetrics(this.registry, { engine, sweeper, queues, pool, clock, contexts: CONTEXT_NAMES });
  }
}
