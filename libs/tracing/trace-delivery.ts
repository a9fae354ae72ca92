import { SpanKind } from '@opentelemetry/api';
import type { Announcement } from '@zhiheng/contracts';
import type { DeliveryTimes } from '@zhiheng/messaging';
import { contextFrom } from './trace-context.js';
import { tracer, within } from './tracer.js';

/**
 * Handles an announcement within a span of the trace that came with it. What happened to the row before is told by spans of the times
 * that are kept with it: a relay carries numbers only and knows of no trace.
 */
export async function traceDelivery(
  {
    consumer,
    announcement,
    times,
  }: { readonly consumer: string; readonly announcement: Announcement; readonly times: DeliveryTimes | undefined },
  handle: () => Promise<void>,
): Promise<void> {
  const parent = contextFrom(announcement.traceparent);
  const attributes = {
    'zhiheng.consumer': consumer,
    'zhiheng.topic': announcement.topic,
    'zhiheng.message': announcement.messageId,
  };
  const now = Date.now();
  if (times?.sentAt !== undefined) {
    const { writtenAt, sentAt } = times;
    const wait = (name: string, from: number, to: number): void =>
      tracer().startSpan(name, { attributes, startTime: from, kind: SpanKind.PRODUCER }, parent).end(Math.max(from, to));
    wait('relay', writtenAt, sentAt);
    wait(`queue ${consumer}`, sentAt, now);
  }
  await within({ name: `handle ${announcement.topic}`, parent, attributes, kind: SpanKind.CONSUMER }, handle);
}
