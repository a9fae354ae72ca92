import { SpanStatusCode, context, trace } from '@opentelemetry/api';
import type { Context, Span, SpanOptions, Tracer } from '@opentelemetry/api';

/** The tracer of this system; does nothing until `startTracing` was called. */
export function tracer(): Tracer {
  return trace.getTracer('zhiheng');
}

/** Runs within a new span and ends it. Of a fault only its code is kept: what it says may quote what people wrote. */
export async function within<T>(
  { name, parent, ...options }: SpanOptions & { readonly name: string; readonly parent: Context },
  run: (span: Span) => Promise<T>,
): Promise<T> {
  const span = tracer().startSpan(name, options, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => run(span));
  } catch (fault) {
    markFailed(span, fault);
    throw fault;
  } finally {
    span.end();
  }
}

export function markFailed(span: Span, fault: unknown): void {
  const { code } = (typeof fault === 'object' && fault !== null ? fault : {}) as { readonly code?: unknown };
  span.setAttribute('error.type', typeof code === 'string' && /^[\w.-]{1,80}$/.test(code) ? code : 'FAULT');
  span.setStatus({ code: SpanStatusCode.ERROR });
}
