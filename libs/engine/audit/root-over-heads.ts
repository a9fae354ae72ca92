import type { InstanceId } from '@zhiheng/kernel';
import { createHash } from 'node:crypto';

export type Head = { readonly instanceId: InstanceId; readonly headHash: string };

/**
 * SHA-256 over (procedure, hash of its last entry), in order of ids: one hash that stands for every entry of every log. Two systems
 * that show the same one have decided the same events in the same order at the same instants.
 */
export function rootOverHeads(): { add(head: Head): void; hash(): string } {
  const digest = createHash('sha256');
  return {
    add: ({ instanceId, headHash }) => void digest.update(`${instanceId} ${headHash}\n`),
    hash: () => digest.digest('hex'),
  };
}
