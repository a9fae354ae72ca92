import { context, trace } from '@opentelemetry/api';
import { activeTraceparent, traceparentOf } from './trace-context.js';
import { tracer } from './tracer.js';

/**
 * Starts a trace for one of many facts that came in together, linked with that of the request that brought them, and answers its
 * `traceparent`: a file of ten thousand samples is ten thousand events, and nobody could read them as one trace. Undefined where nothing
 * is traced.
 */
export function traceRecord(topic: string, attributes: Readonly<Record<string, string>>): string | undefined {
  if (activeTraceparent() === undefined) return undefined;
  const request = trace.getSpanContext(context.active());
  const links = request === undefined ? [] : [{ context: request }];
  const span = tracer().startSpan(`record ${topic}`, {
    root: true,
    links,
    attributes: { 'zhiheng.topic': topic, ...attributes },
  });
  span.end();
  return traceparentOf(span);
}
