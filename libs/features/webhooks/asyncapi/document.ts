import type { Json, JsonObject } from '@zhiheng/kernel';
import type { Workflow } from '@zhiheng/workflow-kit';
import { EVENT_PREFIX, PUBLIC_CHANGE_TOPIC } from '../delivery/cloud-event.js';

type Message = { readonly topic: string; readonly title: string; readonly data: Json };

const ref = (path: string): JsonObject => ({ $ref: `#/${path}` });

/**
 * The AsyncAPI 3.0 document of what webhooks receive. Guaranteed are the envelope and the frame of the data; the facts of an announcement
 * are an open object: names that are there stay, more may come.
 */
export function asyncApiDocument(workflows: readonly Workflow[]): JsonObject {
  const messages = [...announced(workflows), ...others()];
  const byId = Object.fromEntries(messages.map((message) => [idOf(message.topic), message]));
  const channels = Object.fromEntries(
    Object.entries(groups(messages)).map(([group, topics]) => [
      group,
      {
        address: null,
        title: group,
        description: `webhook 订阅 "${group}.*" A webhook that subscribes to "${group}.*"`,
        messages: Object.fromEntries(topics.map((topic) => [idOf(topic), ref(`components/messages/${idOf(topic)}`)])),
      },
    ]),
  );
  return {
    asyncapi: '3.0.0',
    info: {
      title: '质衡 Zhiheng',
      version: '0.1',
      description:
        '推送（CloudEvents 1.0，Standard Webhooks 签名，至少一次，按程序有序）。保证的是信封和 data 的框架；facts 是开放对象，可能增加字段。\n' +
        'Webhooks: CloudEvents 1.0, signed by the Standard Webhooks scheme, at least once, in order per procedure. The envelope and the frame of data are guaranteed; facts are an open object and may grow.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels,
    operations: Object.fromEntries(
      Object.keys(channels).map((group) => [
        `send-${group}`,
        { action: 'send', channel: ref(`channels/${group}`), title: `推送 ${group} Deliver ${group}` },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        Object.entries(byId).map(([id, { topic, title, data }]) => [
          id,
          {
            name: EVENT_PREFIX + topic,
            title,
            contentType: 'application/cloudevents+json',
            headers: ref('components/schemas/signature'),
            payload: {
              allOf: [
                ref('components/schemas/cloudEvent'),
                { type: 'object', properties: { type: { const: EVENT_PREFIX + topic }, data } },
              ],
            },
          },
        ]),
      ),
      schemas: SCHEMAS,
    },
  };
}

function announced(workflows: readonly Workflow[]): readonly Message[] {
  return workflows.flatMap(({ name, announcements }) =>
    Object.entries(announcements).map(([key, { title }]) => ({
      topic: `${name}.${key}`,
      title: `${title.zh} ${title.en}`,
      data: ref('components/schemas/announcement'),
    })),
  );
}

function others(): readonly Message[] {
  return [
    {
      topic: 'spot-check.recorded',
      title: '抽检结果已录入 Spot-check result recorded',
      data: ref('components/schemas/announcement'),
    },
    { topic: PUBLIC_CHANGE_TOPIC, title: '公示变动 Public record changed', data: ref('components/schemas/publicChange') },
    { topic: 'webhook.test', title: '测试 Test', data: { type: 'object', required: ['webhook'] } },
  ];
}

function groups(messages: readonly Message[]): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const { topic } of messages) (found[topic.split('.')[0]!] ??= []).push(topic);
  return found;
}

const idOf = (topic: string): string => topic.replace(/[^A-Za-z0-9_-]/g, '-');

const text = { type: 'string' };
const uuid = { type: 'string', format: 'uuid' };
const open = (required: readonly string[], properties: JsonObject): JsonObject => ({ type: 'object', required, properties });

const SCHEMAS: JsonObject = {
  signature: open(['webhook-id', 'webhook-timestamp', 'webhook-signature'], {
    'webhook-id': { ...text, description: 'the id of the event: the same at every attempt' },
    'webhook-timestamp': { ...text, description: 'seconds since 1970' },
    'webhook-signature': { ...text, description: 'v1,<base64 HMAC-SHA256 of id.timestamp.body>; two during a rotation' },
  }),
  cloudEvent: open(['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'data'], {
    specversion: { const: '1.0' },
    id: text,
    source: text,
    type: text,
    subject: text,
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    data: { type: 'object' },
    traceparent: { ...text, description: 'W3C trace context, where the event was traced (a header of the request too)' },
  }),
  announcement: open(['jurisdiction', 'on', 'seq', 'subject', 'facts'], {
    jurisdiction: text,
    on: { type: 'string', format: 'date' },
    seq: { type: 'integer' },
    subject: open(['kind', 'id', 'name'], { kind: text, id: text, name: text }),
    facts: { type: 'object', additionalProperties: true },
  }),
  publicChange: open(['op', 'kind', 'id', 'record'], {
    op: { enum: ['upsert', 'withdraw'] },
    kind: { enum: ['blacklist', 'penalty', 'spot-check', 'recall'] },
    id: uuid,
    record: { type: 'object', additionalProperties: true },
  }),
};
