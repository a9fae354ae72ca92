import { SpanKind } from '@opentelemetry/api';
import { contextFrom, traceparentOf } from './trace-context.js';
import { within } from './tracer.js';

/**
 * Posts to another system within a span, handing over the `traceparent` to be sent along. Where nothing is traced here, that is the one
 * that came with the event.
 */
export function tracePost<T extends { readonly status?: number }>(
  traceparent: string | undefined,
  post: (traceparent: string | undefined) => Promise<T>,
): Promise<T> {
  if (traceparent === undefined) return post(undefined);
  return within(
    {
      name: 'POST webhook',
      parent: contextFrom(traceparent),
      kind: SpanKind.CLIENT,
      attributes: { 'http.request.method': 'POST' },
    },
    async (span) => {
      const answer = await post(traceparentOf(span) ?? traceparent);
      if (answer.status !== undefined) span.setAttribute('http.response.status_code', answer.status);
      return answer;
    },
  );
}
