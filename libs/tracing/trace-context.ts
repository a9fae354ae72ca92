import { ROOT_CONTEXT, context, propagation, trace } from '@opentelemetry/api';
import type { Context, Span } from '@opentelemetry/api';

type Carrier = { traceparent?: string };

/** The W3C `traceparent` of what is under way; undefined where nothing is traced. */
export function activeTraceparent(): string | undefined {
  return traceparentIn(context.active());
}

export function traceparentOf(span: Span): string | undefined {
  return traceparentIn(trace.setSpan(ROOT_CONTEXT, span));
}

/** The context that a stored `traceparent` stands for: that of a new trace where there is none, or none that can be read. */
export function contextFrom(traceparent: string | undefined): Context {
  return traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent } satisfies Carrier);
}

/**
 * Runs outside of any trace: what is woken by one event and then works for all must not carry on the trace of who woke it, on its lines of
 * the log above all.
 */
export function outsideTraces<T>(run: () => T): T {
  return context.with(ROOT_CONTEXT, run);
}

/** Ids that bind a line of the log to the span in which it was written. */
export function activeTraceIds(): { readonly trace_id: string; readonly span_id: string } | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined ? undefined : { trace_id: span.traceId, span_id: span.spanId };
}

function traceparentIn(from: Context): string | undefined {
  const carrier: Carrier = {};
  propagation.inject(from, carrier);
  return carrier.traceparent;
}
