import type { InstanceId } from '@zhiheng/kernel';
import type { Live } from './apply-event.js';

/**
 * Procedures as this process last committed them. A cached one saves the read; if another process moved it meanwhile, the
 * version fence finds out and it is loaded again. Oldest use goes first.
 */
export class LiveCache {
  private readonly entries = new Map<InstanceId, Live>();

  constructor(private readonly capacity: number) {}

  get(id: InstanceId): Live | undefined {
    const live = this.entries.get(id);
    if (live === undefined) return undefined;
    this.entries.delete(id);
    this.entries.set(id, live);
    return live;
  }

  set(live: Live): void {
    this.entries.delete(live.instanceId);
    if (live.snapshot.status === 'done') return;
    this.entries.set(live.instanceId, live);
    if (this.entries.size > this.capacity) this.entries.delete(this.entries.keys().next().value!);
  }

  evict(id: InstanceId): void {
    this.entries.delete(id);
  }
}
