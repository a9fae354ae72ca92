import { ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import type { Link, Span } from '@opentelemetry/api';
import type { Announcement, Envelope, Outcome } from '@zhiheng/contracts';
import type { Engine, EngineStore, InstanceWrite } from '@zhiheng/engine';
import type { InstanceId, MessageId } from '@zhiheng/kernel';
import { traceparentOf } from './trace-context.js';
import { markFailed, tracer, within } from './tracer.js';

/**
 * Spans around the engine: one for each event from its arrival to its outcome, one for each commit. It stands on the ports on both
 * sides of the engine, so that the engine itself knows of no trace, and so that a process without tracing has nothing in its way.
 */
export class EngineTrace {
  // The span of every event that waits for its outcome: where its commit looks for it.
  private readonly underWay = new Map<string, Span>();

  /** The engine, each event in a span. */
  engine(engine: Engine): Engine {
    return { ...engine, advance: (envelope) => this.advance(engine, envelope) };
  }

  /** The store, each commit in a span, and each announcement with the trace of the event that it came of. */
  store(store: EngineStore): EngineStore {
    const traced = Object.create(store) as { commit: EngineStore['commit'] } & EngineStore;
    traced.commit = (writes) => this.commit(store, writes);
    return traced;
  }

  private advance(engine: Engine, envelope: Envelope): Promise<Outcome> {
    const { messageId, instanceId, cause } = envelope;
    const attributes = {
      'zhiheng.message': messageId,
      'zhiheng.procedure': instanceId,
      ...(cause?.rule && { 'zhiheng.rule': cause.rule.id }),
    };
    return within({ name: 'advance', parent: context.active(), attributes }, async (span) => {
      // Of two deliveries of one message the first is committed; the other is answered as a duplicate.
      const key = keyOf(instanceId, messageId);
      if (!this.underWay.has(key)) this.underWay.set(key, span);
      try {
        const outcome = await engine.advance(envelope);
        describe(span, envelope, outcome);
        return outcome;
      } finally {
        if (this.underWay.get(key) === span) this.underWay.delete(key);
      }
    });
  }

  private async commit(store: EngineStore, writes: readonly InstanceWrite[]): ReturnType<EngineStore['commit']> {
    const events = writes.flatMap(({ instanceId, workflow, inbox }) =>
      inbox.map(({ messageId }) => ({ workflow, key: keyOf(instanceId, messageId) })),
    );
    const spans = events.flatMap(({ workflow, key }) => {
      const span = this.underWay.get(key)?.setAttribute('zhiheng.workflow', workflow);
      return span === undefined ? [] : [span];
    });
    const traced = writes.map((write) => this.withTraces(write));
    const [first, ...others] = spans.filter((span) => span.isRecording());
    if (first === undefined) return store.commit(traced);
    // In the trace of one of its events, linked to those of the others: a span has one parent, and sampling is that of the parent.
    const commit = tracer().startSpan(
      'commit',
      {
        links: others.map(linkTo),
        attributes: { 'zhiheng.batch.events': events.length, 'zhiheng.batch.procedures': writes.length },
      },
      trace.setSpan(ROOT_CONTEXT, first),
    );
    first.setAttribute('zhiheng.batch.events', events.length);
    for (const span of others) span.setAttribute('zhiheng.batch.events', events.length).addLink(linkTo(commit));
    try {
      const result = await store.commit(traced);
      commit.setAttribute('zhiheng.batch.fenced', result.fenced.size);
      return result;
    } catch (fault) {
      markFailed(commit, fault);
      throw fault;
    } finally {
      commit.end();
    }
  }

  /** The trace goes with the outbox row, so that it outlives the queue; no entry of a log holds it. */
  private withTraces(write: InstanceWrite): InstanceWrite {
    if (write.outbox.length === 0) return write;
    const bySeq = new Map<number, string>();
    for (const { messageId, seq } of write.inbox) {
      const span = this.underWay.get(keyOf(write.instanceId, messageId));
      const traceparent = span && traceparentOf(span);
      if (traceparent !== undefined) bySeq.set(seq, traceparent);
    }
    // One announcement to several consumers stays one object: the store writes it out once.
    const traced = new Map<Announcement, Announcement>();
    const withTrace = (announcement: Announcement): Announcement => {
      const known = traced.get(announcement);
      if (known !== undefined) return known;
      const traceparent = bySeq.get(announcement.source.seq);
      const made = traceparent === undefined ? announcement : { ...announcement, traceparent };
      traced.set(announcement, made);
      return made;
    };
    return { ...write, outbox: write.outbox.map((row) => ({ ...row, announcement: withTrace(row.announcement) })) };
  }
}

/** A message is known by its procedure and its id: one id may go to several. */
const keyOf = (instanceId: InstanceId, messageId: MessageId): string => `${instanceId} ${messageId}`;

function describe(span: Span, { event }: Envelope, outcome: Outcome): void {
  const settled = outcome.kind === 'duplicate' ? outcome.first : outcome;
  span.setAttribute('zhiheng.outcome', outcome.kind);
  if (settled.kind === 'accepted') span.setAttribute('zhiheng.state', settled.state);
  if (settled.kind === 'rejected') span.setAttribute('zhiheng.refusal', settled.refusal.code);
  // A type that no workflow knows is only what somebody wrote.
  const unknown =
    settled.kind === 'rejected' && ['EVENT_UNKNOWN', 'WORKFLOW_UNKNOWN', 'INSTANCE_UNKNOWN'].includes(settled.refusal.code);
  if (settled.kind !== 'stale' && !unknown) span.setAttribute('zhiheng.event', event.type).updateName(`advance ${event.type}`);
}

function linkTo(span: Span): Link {
  return { context: span.spanContext() };
}
