import { createProcessMetrics } from '@zhiheng/metrics';
import type { ProcessMetrics } from '@zhiheng/metrics';
import { CONTEXT_NAMES } from '@zhiheng/platform';
import type { Admission, System } from '@zhiheng/platform';

/** The metrics of a process over an opened system: every process has its own, whatever its part. */
export function meter({ runtime, database: { pool }, clock }: System, admission?: Admission): ProcessMetrics {
  const { engine, sweeper, queues, waitingEvents, onStoreTurn, onHandled } = runtime;
  const measured = { engine, sweeper, queues, pool, clock, contexts: CONTEXT_NAMES, waitingEvents, onStoreTurn, onHandled };
  return createProcessMetrics(measured, admission);
}
