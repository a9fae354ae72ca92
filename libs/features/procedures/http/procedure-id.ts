import type { InstanceId } from '@zhiheng/kernel';

/** Ids are written in lower case; a UUID is the same in upper case. */
export function idOf(text: string): InstanceId {
  return text.toLowerCase() as InstanceId;
}
