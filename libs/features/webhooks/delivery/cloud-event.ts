import { disclosedFacts, disclosedSubject } from '@zhiheng/contracts';
import type { Announcement } from '@zhiheng/contracts';
import type { Json, JsonObject } from '@zhiheng/kernel';

/** The envelope of everything that is sent: CloudEvents 1.0, structured JSON. */
export type CloudEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: JsonObject;
  /** CloudEvents' extension for distributed tracing; there where the event was traced. */
  readonly traceparent?: string;
};

export const EVENT_PREFIX = 'cn.zhiheng.';
export const PUBLIC_CHANGE_TOPIC = 'public.changed';

/** An announcement as others may see it: natural persons without full name and number. Its id is the message's: the same however often it is sent. */
export function eventOf({ messageId, topic, facts, source, traceparent }: Announcement): CloudEvent {
  const subject = disclosedSubject(source.subject);
  return cloudEvent({
    id: messageId,
    source: `/procedures/${source.workflow}`,
    topic,
    subject: source.instanceId,
    time: source.at,
    data: {
      jurisdiction: source.jurisdiction,
      on: source.on,
      seq: source.seq,
      subject: subject as unknown as Json,
      facts: disclosedFacts(facts, source.subject),
    },
    ...(traceparent !== undefined && { traceparent }),
  });
}

export function cloudEvent({
  topic,
  ...rest
}: Pick<CloudEvent, 'id' | 'source' | 'subject' | 'time' | 'data' | 'traceparent'> & { readonly topic: string }): CloudEvent {
  return { specversion: '1.0', ...rest, type: EVENT_PREFIX + topic, datacontenttype: 'application/json' };
}
