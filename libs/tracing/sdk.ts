import { DiagLogLevel, context, diag, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { Sampler as SdkSampler } from '@opentelemetry/sdk-trace-node';
import type { Tracing, TracingParts } from './start-tracing.js';
import type { Sampler } from './tracing-settings.js';

const LONGEST_FLUSH_MS = 3_000;
const TELL_EVERY_MS = 60_000;

/** The SDK over OTLP/HTTP. Spans wait in memory, a bounded number of them; what finds no room is dropped. */
export function startSdk({ settings, replica, log }: TracingParts): Tracing {
  const { url, headers, timeoutMs, service, sampler } = settings;
  tellFaults(log);
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: timeoutMs });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': service,
      'service.namespace': 'zhiheng',
      'service.instance.id': replica,
    }),
    sampler: samplerOf(sampler),
    spanProcessors: [
      new BatchSpanProcessor(exporter, {
        maxQueueSize: 4_096,
        maxExportBatchSize: 512,
        scheduledDelayMillis: 1_000,
        exportTimeoutMillis: timeoutMs,
      }),
    ],
  });
  provider.register();
  return {
    stop: async () => {
      await atMost(LONGEST_FLUSH_MS, provider.shutdown());
      trace.disable();
      context.disable();
      propagation.disable();
      diag.disable();
    },
  };
}

function samplerOf({ root, ratio, parentBased }: Sampler): SdkSampler {
  const own =
    root === 'always_on'
      ? new AlwaysOnSampler()
      : root === 'always_off'
        ? new AlwaysOffSampler()
        : new TraceIdRatioBasedSampler(ratio);
  return parentBased ? new ParentBasedSampler({ root: own }) : own;
}

/** A collector that is away is one thing to say a minute. What the SDK says of it may hold its address and its answer, so only that it is so. */
function tellFaults(log: TracingParts['log']): void {
  let lastAt = Number.NEGATIVE_INFINITY;
  let since = 0;
  const tell = (): void => {
    since++;
    if (performance.now() - lastAt < TELL_EVERY_MS) return;
    log('tracing.export.fault', { code: 'COLLECTOR_UNAVAILABLE', times: since });
    lastAt = performance.now();
    since = 0;
  };
  const silent = (): void => undefined;
  diag.setLogger({ error: tell, warn: tell, info: silent, debug: silent, verbose: silent }, DiagLogLevel.WARN);
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), limit]);
  clearTimeout(timer);
}
