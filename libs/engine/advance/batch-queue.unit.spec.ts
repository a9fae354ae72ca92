import type { Envelope } from '@zhiheng/contracts';
import type { InstanceId } from '@zhiheng/kernel';
import fc from 'fast-check';
import { BatchQueue } from './batch-queue.js';
import type { Lane } from './batch-queue.js';

const ignore = (): void => undefined;
const add = (queue: BatchQueue, instance: string, number: number): void =>
  queue.add({
    envelope: { instanceId: instance as InstanceId, event: { type: String(number), data: {} } } as Envelope,
    settle: ignore,
    fail: ignore,
  });
const shown = (lanes: readonly Lane[]): readonly string[] =>
  lanes.map(({ instanceId, events }) => `${instanceId}:${events.map(({ envelope }) => envelope.event.type).join('')}`);

describe('the batch queue', () => {
  it('takes events grouped by procedure, in order of arrival', () => {
    const queue = new BatchQueue();
    for (const [index, instance] of ['a', 'b', 'a', 'c', 'b'].entries()) add(queue, instance, index);

    expect(shown(queue.take(10))).toEqual(['a:02', 'b:14', 'c:3']);
    expect([queue.size, queue.hasReady]).toEqual([0, false]);
  });

  it('keeps to the limit also within a procedure, whose rest waits until it is released', () => {
    const queue = new BatchQueue();
    for (let index = 0; index < 5; index++) add(queue, 'a', index);
    add(queue, 'b', 5);
    const first = queue.take(3);

    expect(shown(first)).toEqual(['a:012']);
    expect(shown(queue.take(3))).toEqual(['b:5']);
    expect(queue.hasReady).toBe(false);
    queue.release(first);
    expect(shown(queue.take(3))).toEqual(['a:34']);
  });

  it('gives no procedure to two batches at a time', () => {
    const queue = new BatchQueue();
    add(queue, 'a', 0);
    const first = queue.take(1);
    add(queue, 'a', 1);
    expect(queue.hasReady).toBe(false);

    queue.release(first);
    expect(shown(queue.take(1))).toEqual(['a:1']);
  });

  it('lets other procedures go before the rest of one that sends without end', () => {
    const queue = new BatchQueue();
    for (let index = 0; index < 4; index++) add(queue, 'a', index);
    add(queue, 'b', 4);
    queue.release(queue.take(2));
    expect(shown(queue.take(2))).toEqual(['b:4', 'a:2']);
  });

  it('loses and doubles nothing and keeps the order of each procedure, whatever happens in which order', () => {
    type Step = { readonly add: string } | { readonly take: number } | { readonly release: number };
    const steps = fc.array(
      fc.oneof<fc.Arbitrary<Step>[]>(
        fc.record({ add: fc.constantFrom('a', 'b', 'c', 'd') }),
        fc.record({ take: fc.integer({ min: 1, max: 4 }) }),
        fc.record({ release: fc.nat(5) }),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (script) => {
        const queue = new BatchQueue();
        const flying: (readonly Lane[])[] = [];
        const added: Record<string, number[]> = {};
        const taken: Record<string, number[]> = {};
        const take = (limit: number): void => {
          const lanes = queue.take(limit);
          const busy = flying.flat().map(({ instanceId }) => instanceId);
          expect(lanes.filter(({ instanceId }) => busy.includes(instanceId))).toEqual([]);
          expect(lanes.reduce((sum, { events }) => sum + events.length, 0)).toBeLessThanOrEqual(limit);
          for (const { instanceId, events } of lanes)
            (taken[instanceId] ??= []).push(...events.map(({ envelope }) => Number(envelope.event.type)));
          if (lanes.length > 0) flying.push(lanes);
        };
        const release = (which: number): void => queue.release(flying.splice(which % Math.max(1, flying.length), 1)[0] ?? []);
        for (const [number, step] of script.entries()) {
          if ('add' in step) {
            (added[step.add] ??= []).push(number);
            add(queue, step.add, number);
          } else if ('take' in step) take(step.take);
          else release(step.release);
        }
        while (queue.size > 0) {
          while (flying.length > 0) release(0);
          expect(queue.hasReady).toBe(true);
          take(3);
        }
        expect(taken).toEqual(added);
      }),
    );
  });
});
