import type { IncomingMessage, ServerResponse } from 'node:http';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, context, propagation, trace } from '@opentelemetry/api';
import { tracer } from './tracer.js';

/**
 * Middleware: a span for each request, in the trace of its sender where a `traceparent` came with it. It holds the route as it is
 * declared, never the address: addresses name enterprises and hold what people search for.
 */
export function traceRequest(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const method = request.method ?? 'GET';
  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
  const attributes = { 'http.request.method': method };
  const span = tracer().startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
  response.once('close', () => {
    const { route } = request as { readonly route?: { readonly path?: unknown } };
    if (typeof route?.path === 'string') span.setAttribute('http.route', route.path).updateName(`${method} ${route.path}`);
    span.setAttribute('http.response.status_code', response.statusCode);
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(parent, span), next);
}
