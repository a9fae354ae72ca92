import type { Envelope, Outcome } from '@zhiheng/contracts';
import { FrameCache, applyEvent, persist, unopened } from '@zhiheng/engine';
import type { Live } from '@zhiheng/engine';
import { DRILL_JURISDICTION, drillFrames } from '@zhiheng/engine/testing';
import type { InstanceId } from '@zhiheng/kernel';
import fc from 'fast-check';
import { drillId, event, expectSound, opening, withDrill } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

const NAMES = ['a', 'b', 'c'] as const;

/** One delivery: which message, to which process, and whether the next one waits for its outcome. */
type Delivery = {
  readonly name: (typeof NAMES)[number];
  readonly message: number;
  readonly engine: number;
  readonly waits: boolean;
};

const TYPES = [
  'OPENED',
  'NOTED',
  'HELD_UP',
  'WENT_ON',
  'EXTENDED',
  'RESTARTED',
  'WAIVED',
  'REPEATED',
  'BROKE_A_RULE',
  'CLOSED',
] as const;

/** The message of a number is always the same, so that a number that comes again is a second delivery. */
function messageOf(run: number, name: string, message: number): Envelope {
  const type = TYPES[message % TYPES.length]!;
  const id = `${run}-${name}`;
  if (type === 'OPENED') return { ...opening(id), messageId: event(id, type, { message: `${id}-${message}` }).messageId };
  return event(id, type, {
    message: `${id}-${message}`,
    by: 'inspector',
    ...(type === 'NOTED' && { data: { text: String(message) } }),
    ...(type === 'EXTENDED' && { by: 'head' }),
  });
}

const deliveries = fc.array(
  fc.record<Delivery>({
    name: fc.constantFrom(...NAMES),
    // Openings are rare among ten kinds: without this most runs would be of strangers only.
    message: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat(29) }),
    engine: fc.nat(1),
    waits: fc.boolean(),
  }),
  { minLength: 10, maxLength: 80 },
);

type Delivered = { readonly envelope: Envelope; readonly outcome: Outcome };

async function deliver(world: DrillWorld, run: number, plan: readonly Delivery[]): Promise<readonly Delivered[]> {
  const engines = [
    world.anotherEngine({ tuning: { cacheSize: 1, maxBatch: 4, maxInFlight: 2 } }),
    world.anotherEngine({ tuning: { cacheSize: 2, maxBatch: 3, maxInFlight: 3 } }),
  ];
  const told: Promise<Delivered>[] = [];
  for (const { name, message, engine, waits } of plan) {
    const envelope = messageOf(run, name, message);
    const outcome = engines[engine]!.advance(envelope).then((value) => ({ envelope, outcome: value }));
    told.push(outcome);
    if (waits) await outcome;
  }
  return Promise.all(told);
}

/** Decides the messages on the log one after the other, without a database: what the stored procedure must be. */
function fold(world: DrillWorld, messages: readonly Envelope[]): Live | undefined {
  const frames = drillFrames();
  const cache = new FrameCache();
  let live: Live | undefined;
  for (const envelope of messages) {
    const workflow = world.registry.current('drill')!;
    const frame = frames.on({
      keys: workflow.policyKeys,
      jurisdiction: DRILL_JURISDICTION,
      on: envelope.on,
    });
    cache.add(frame);
    live = applyEvent(
      live ?? unopened(envelope, workflow, world.clock.now()),
      envelope,
      { frame, frames: cache },
      world.clock.now(),
    )!.live;
  }
  return live;
}

async function expectNothingLostOrDoubled(world: DrillWorld, id: InstanceId, delivered: readonly Delivered[]): Promise<void> {
  const entries = (await world.logs.entriesOf([id])).map(
    ({ text }) => JSON.parse(text) as { readonly seq: number; readonly message: string },
  );
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
  // Each message has one outcome of its own; every other delivery of it was told that one.
  const onLog: string[] = [];
  for (const message of new Set(delivered.map(({ envelope }) => envelope.messageId))) {
    const deliveriesOf = delivered.filter(({ envelope }) => envelope.messageId === message);
    const own = deliveriesOf.flatMap(({ outcome }) =>
      outcome.kind === 'accepted' || outcome.kind === 'rejected' ? [outcome] : [],
    );
    expect(own).toHaveLength(1);
    for (const { outcome } of deliveriesOf) if (outcome.kind === 'duplicate') expect(outcome.first).toEqual(own[0]);
    if (own[0]!.seq !== undefined) {
      expect(entries[own[0]!.seq - 1]?.message).toBe(message);
      onLog.push(message);
    }
  }
  expect(entries.map(({ message }) => message).sort()).toEqual(onLog.sort());
  const envelopes = new Map(delivered.map(({ envelope }) => [envelope.messageId as string, envelope]));
  const expected = fold(
    world,
    entries.map(({ message }) => envelopes.get(message)!),
  );
  const [stored] = await world.rows<{ readonly snapshot: string; readonly head_hash: string; readonly clocks: string }>(
    'select snapshot, head_hash, clocks from instance where id = $1',
    [id],
  );
  expect(stored).toEqual(
    expected && { snapshot: persist(expected.snapshot), head_hash: expected.headHash, clocks: JSON.stringify(expected.clocks) },
  );
}

describe('events of few procedures, delivered in any order and any number of times to two processes with small memories', () => {
  it(
    'each take effect once, in one order, and leave what deciding them one by one leaves',
    () =>
      withDrill({}, async (world) => {
        let run = 0;
        let accepted = 0;
        await fc.assert(
          fc.asyncProperty(deliveries, async (plan) => {
            run++;
            const delivered = await deliver(world, run, plan);
            accepted += delivered.filter(({ outcome }) => outcome.kind === 'accepted').length;
            for (const name of NAMES) {
              const id = drillId(`${run}-${name}`);
              await expectNothingLostOrDoubled(
                world,
                id,
                delivered.filter(({ envelope }) => envelope.instanceId === id),
              );
            }
          }),
          { numRuns: 40 },
        );
        // Runs in which nothing happens would show nothing.
        expect(accepted).toBeGreaterThan(200);
        await expectSound(world);
      }),
    60_000,
  );
});
