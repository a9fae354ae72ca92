import { hash } from 'node:crypto';
import type { Brand } from './brand.js';

/** One running procedure (a case, a recall, an interview). A UUID. */
export type InstanceId = Brand<string, 'InstanceId'>;

/** One message: the key by which inboxes recognise a second delivery. A UUID. */
export type MessageId = Brand<string, 'MessageId'>;

/**
 * A UUID (version 8, RFC 9562) derived from its parts: the same parts give the same id on every machine. This is what makes
 * a repeated delivery, a repeated import and a repeated rule firing harmless.
 */
export function deriveId(...parts: readonly [string, ...string[]]): string {
  // The length before each part keeps ('ab','c') and ('a','bc') apart.
  let text = '';
  for (const part of parts) text += `${part.length}:${part};`;
  const hex = hash('sha256', text);
  const variant = '89ab'[parseInt(hex[16]!, 16) & 3]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function instanceId(...parts: readonly [string, ...string[]]): InstanceId {
  return deriveId('instance', ...parts) as InstanceId;
}

export function messageId(...parts: readonly [string, ...string[]]): MessageId {
  return deriveId('message', ...parts) as MessageId;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
