import { context, propagation, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { Accepted, Announcement, Envelope, Outcome } from '@zhiheng/contracts';
import type { Engine, EngineStore, InstanceWrite } from '@zhiheng/engine';
import type { InstanceId, MessageId } from '@zhiheng/kernel';
import { EngineTrace } from './trace-engine.js';
import { within } from './tracer.js';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
beforeAll(() => provider.register());
beforeEach(() => exporter.reset());
afterAll(async () => {
  await provider.shutdown();
  trace.disable();
  context.disable();
  propagation.disable();
});

const envelope = (name: string, procedure = 'p'): Envelope =>
  ({
    messageId: name as MessageId,
    instanceId: procedure as InstanceId,
    workflow: '',
    event: { type: 'PLAN_SUBMITTED', data: {} },
  }) as never;
const accepted = (name: string, seq: number): Accepted =>
  ({ kind: 'accepted', instanceId: name as InstanceId, seq, state: 'executing', done: false }) as never;

/** A write of one procedure for several messages, of which each has announced something to two consumers. */
function writeOf(instanceId: string, messages: readonly string[]): InstanceWrite {
  const announcements = messages.map((_, index) => ({ source: { seq: index + 1 } }) as Announcement);
  return {
    instanceId: instanceId as InstanceId,
    workflow: 'recall',
    outbox: announcements.flatMap((announcement) => ['interview', 'publicity'].map((consumer) => ({ consumer, announcement }))),
    inbox: messages.map((messageId, index) => ({ seq: index + 1, done: false, messageId: messageId as MessageId })),
  } as never;
}

/** An engine that commits all that waits in one batch, and the store that it commits to. */
function batching(writes: readonly InstanceWrite[], { fails = false } = {}) {
  const committed: InstanceWrite[] = [];
  const store = {
    commit: async (given: readonly InstanceWrite[]) => {
      if (fails) throw Object.assign(new Error('quotes 欧阳举报'), { code: 'STORE_REFUSED' });
      committed.push(...given);
      return { fenced: new Set(), handedOver: [] };
    },
  } as unknown as EngineStore;
  const traces = new EngineTrace();
  const traced = traces.store(store);
  let batch: Promise<unknown> | undefined;
  const advance = async ({ messageId }: Envelope): Promise<Outcome> => {
    // One tick, as in the real engine: what arrives in it is one batch.
    await (batch ??= Promise.resolve().then(() => traced.commit(writes)));
    return accepted(messageId, 1);
  };
  return { engine: traces.engine({ advance } as Engine), committed };
}

const named = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name);

describe('the trace of the engine', () => {
  it('has a commit in the trace of one event of its batch, linked with those of the others', async () => {
    const { engine } = batching([writeOf('p', ['a', 'b']), writeOf('q', ['c'])]);
    await Promise.all([envelope('a'), envelope('b'), envelope('c', 'q')].map((one) => engine.advance(one)));

    const [commit, ...more] = named('commit');
    expect(more).toEqual([]);
    const advances = named('advance PLAN_SUBMITTED');
    expect(new Set(advances.map((span) => span.spanContext().traceId)).size).toBe(3);
    const first = advances.find((span) => span.spanContext().spanId === commit!.parentSpanContext?.spanId)!;
    const others = advances.filter((span) => span !== first);
    expect(commit!.links.map((link) => link.context.spanId).sort()).toEqual(
      others.map((span) => span.spanContext().spanId).sort(),
    );
    for (const other of others) expect(other.links.map((link) => link.context.spanId)).toEqual([commit!.spanContext().spanId]);
    for (const span of advances)
      expect(span.attributes).toMatchObject({ 'zhiheng.batch.events': 3, 'zhiheng.workflow': 'recall' });
  });

  it('goes with each announcement of its own event, and one announcement stays one object', async () => {
    const { engine, committed } = batching([writeOf('p', ['a', 'b'])]);
    await Promise.all(['a', 'b'].map((name) => engine.advance(envelope(name))));

    const rows = committed[0]!.outbox.map(({ announcement }) => announcement);
    expect(rows[0]).toBe(rows[1]);
    expect(rows[2]).toBe(rows[3]);
    const traceIds = named('advance PLAN_SUBMITTED').map((span) => span.spanContext().traceId);
    expect([rows[0], rows[2]].map((row) => row!.traceparent!.slice(3, 35)).sort()).toEqual([...traceIds].sort());
  });

  it('is that of its own procedure where one message goes to two', async () => {
    const { engine, committed } = batching([writeOf('p', ['a']), writeOf('q', ['a'])]);
    await Promise.all(['p', 'q'].map((procedure) => engine.advance(envelope('a', procedure))));
    const traceOf = (procedure: string) =>
      named('advance PLAN_SUBMITTED')
        .find(({ attributes }) => attributes['zhiheng.procedure'] === procedure)!
        .spanContext().traceId;
    for (const { instanceId, outbox } of committed)
      expect(outbox[0]!.announcement.traceparent!.slice(3, 35)).toBe(traceOf(instanceId));
    expect(traceOf('p')).not.toBe(traceOf('q'));
  });

  it('continues that of who sent the event', async () => {
    const { engine } = batching([writeOf('p', ['a'])]);
    await within({ name: 'request', parent: context.active() }, () => engine.advance(envelope('a')));
    const [request, advance, commit] = ['request', 'advance PLAN_SUBMITTED', 'commit'].map((name) => named(name)[0]!);
    expect(advance!.parentSpanContext?.spanId).toBe(request!.spanContext().spanId);
    expect(commit!.spanContext().traceId).toBe(request!.spanContext().traceId);
  });

  it('says of a fault its code and nothing that it quotes', async () => {
    const { engine } = batching([writeOf('p', ['a'])], { fails: true });
    await expect(engine.advance(envelope('a'))).rejects.toMatchObject({ code: 'STORE_REFUSED' });
    for (const name of ['commit', 'advance']) {
      const [span] = named(name);
      expect(span!.attributes['error.type']).toBe('STORE_REFUSED');
      expect(JSON.stringify([span!.status, span!.events, span!.attributes])).not.toContain('欧阳');
    }
  });
});
