import { tracePost } from '@zhiheng/tracing';
import type { Pool } from 'pg';
import type { DestinationRule } from './destination.js';
import { claimDeliveries, followPublicChanges, settleDelivery } from './delivery-store.js';
import type { ClaimedDelivery } from './delivery-store.js';
import { postEvent } from './post-event.js';
import { signatureHeaders } from './signature.js';

const AT_ONCE = 16;
const IDLE_MS = 1_000;

/** Sends what is due, any number of replicas beside each other; all that it knows is in the database. */
export class Sender {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = true;

  constructor(
    private readonly pool: Pool,
    private readonly rule: DestinationRule,
  ) {}

  start(): void {
    this.stopped = false;
    this.again(0);
  }

  /** Takes nothing more and waits for what is in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }

  /** One turn: how many deliveries were attempted and changes taken. */
  async runOnce(): Promise<number> {
    const taken = await followPublicChanges(this.pool, 200);
    const claimed = await claimDeliveries(this.pool, AT_ONCE);
    await Promise.all(claimed.map((delivery) => this.send(delivery)));
    return taken + claimed.length;
  }

  private async send(delivery: ClaimedDelivery): Promise<void> {
    const { event, url, secrets } = delivery;
    const { id, traceparent } = JSON.parse(event) as { readonly id: string; readonly traceparent?: string };
    const headers = signatureHeaders({ id, timestamp: Math.floor(Date.now() / 1_000), body: event }, secrets);
    const attempt = await tracePost(traceparent, (parent) =>
      postEvent(this.rule, { url, headers: { ...headers, ...(parent !== undefined && { traceparent: parent }) }, body: event }),
    );
    await settleDelivery(this.pool, delivery, attempt);
  }

  private again(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      // A database that is away is away for everybody; leases give back what was in hand.
      this.turn = this.runOnce().then(
        (done) => this.again(done > 0 ? 0 : IDLE_MS),
        () => this.again(IDLE_MS),
      );
    }, ms);
  }
}
