import type { Announcement } from '@zhiheng/contracts';
import { isUuid, ZhihengError } from '@zhiheng/kernel';

/**
 * Reads an announcement as stored. Throws ANNOUNCEMENT_UNREADABLE (never worth another try) unless it has what delivery needs:
 * message id, topic, facts and the procedure that it came from. What the facts must hold is for its consumer to say.
 */
export function readAnnouncement(text: string): Announcement {
  const found = parse(text);
  const { messageId, topic, facts, source } = (found ?? {}) as Partial<Record<keyof Announcement, unknown>>;
  const missing = [
    typeof messageId === 'string' && isUuid(messageId) ? '' : 'messageId (UUID)',
    typeof topic === 'string' && topic !== '' ? '' : 'topic',
    isObject(facts) ? '' : 'facts',
    isObject(source) && typeof source['instanceId'] === 'string' && isUuid(source['instanceId'])
      ? ''
      : 'source.instanceId (UUID)',
  ].filter(Boolean);
  if (missing.length > 0) {
    throw new ZhihengError('ANNOUNCEMENT_UNREADABLE', {
      expected: `通告应含 an announcement with ${missing.join(', ')}`,
      found: text.slice(0, 200),
    });
  }
  return found as Announcement;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ZhihengError('ANNOUNCEMENT_UNREADABLE', { expected: 'JSON', found: text.slice(0, 200), cause });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
