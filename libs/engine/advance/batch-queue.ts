import type { Envelope, Outcome } from '@zhiheng/contracts';
import type { InstanceId } from '@zhiheng/kernel';

export type Waiting = {
  readonly envelope: Envelope;
  readonly settle: (outcome: Outcome) => void;
  readonly fail: (fault: unknown) => void;
};

/** Events of one procedure, in order of arrival. */
export type Lane = { readonly instanceId: InstanceId; readonly events: readonly Waiting[] };

/**
 * What waits to be committed. A procedure is in at most one batch at a time, so its events keep their order and two batches of
 * this process never wait for each other's rows.
 */
export class BatchQueue {
  private readonly waiting = new Map<InstanceId, Waiting[]>();
  private readonly busy = new Set<InstanceId>();
  private ready: InstanceId[] = [];
  size = 0;

  add(event: Waiting): void {
    const { instanceId } = event.envelope;
    const lane = this.waiting.get(instanceId);
    this.size++;
    if (lane !== undefined) {
      lane.push(event);
      return;
    }
    this.waiting.set(instanceId, [event]);
    if (!this.busy.has(instanceId)) this.ready.push(instanceId);
  }

  /** Takes up to `limit` events; the procedures they belong to are busy until `release`. */
  take(limit: number): readonly Lane[] {
    const lanes: Lane[] = [];
    let taken = 0;
    let index = 0;
    while (index < this.ready.length && taken < limit) {
      const instanceId = this.ready[index++]!;
      const events = this.waiting.get(instanceId)!;
      const now = events.length <= limit - taken ? events : events.slice(0, limit - taken);
      if (now === events) this.waiting.delete(instanceId);
      else this.waiting.set(instanceId, events.slice(now.length));
      this.busy.add(instanceId);
      taken += now.length;
      lanes.push({ instanceId, events: now });
    }
    this.ready = this.ready.slice(index);
    this.size -= taken;
    return lanes;
  }

  release(lanes: readonly Lane[]): void {
    for (const { instanceId } of lanes) {
      this.busy.delete(instanceId);
      if (this.waiting.has(instanceId)) this.ready.push(instanceId);
    }
  }

  get hasReady(): boolean {
    return this.ready.length > 0;
  }
}
