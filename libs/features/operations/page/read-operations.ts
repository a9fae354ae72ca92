import type { ClockPort, Instant } from '@zhiheng/kernel';
import { readFigures } from '@zhiheng/metrics';
import type { ProcessMetrics, ReadFigure } from '@zhiheng/metrics';

export type QueueView = { readonly context: string; readonly jobs: Readonly<Record<string, number>> };
/** What operators see of the system: its figures, and those of the process that answers. */
export type OperationsView = {
  readonly now: Instant;
  readonly process: string;
  readonly figures: readonly ReadFigure[];
  readonly queues: readonly QueueView[];
};

type Ports = { readonly metrics: Pick<ProcessMetrics, 'registry'>; readonly clock: ClockPort; readonly replica: string };

export async function readOperations({ metrics, clock, replica }: Ports): Promise<OperationsView> {
  const figures = await readFigures(metrics.registry);
  const jobs = await metrics.registry.getSingleMetric('zhiheng_queue_jobs')?.get();
  const queues = new Map<string, Record<string, number>>();
  for (const { labels, value } of jobs?.values ?? []) {
    const { context = '', state = '' } = labels as { readonly context?: string; readonly state?: string };
    queues.set(context, { ...queues.get(context), [state]: value });
  }
  return {
    now: clock.now(),
    process: replica,
    figures,
    queues: [...queues].map(([context, counts]) => ({ context, jobs: counts })),
  };
}
