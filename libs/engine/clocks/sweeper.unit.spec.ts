import { jest } from '@jest/globals';
import type { Envelope, Outcome } from '@zhiheng/contracts';
import { ZhihengError, instant, instanceId } from '@zhiheng/kernel';
import type { Instant, InstanceId, LegalDate } from '@zhiheng/kernel';
import type { ClockStore, DueClock } from '../ports.js';
import { createSweeper } from './sweeper.js';
import type { SweeperTuning } from './sweeper.js';

const NOON = Date.parse('2026-03-02T04:00:00.000Z');
const SLEEP = 60_000;

type Answer = Outcome | Error | Promise<Outcome>;

/** Clocks in memory, and an engine that answers as told; a clock whose lapse is on the log is due no more. */
class Memory implements ClockStore {
  reads = 0;
  readonly fired: string[] = [];
  readonly answers = new Map<string, (envelope: Envelope) => Answer>();
  private armed: DueClock[] = [];
  private readonly names = new Map<InstanceId, string>();

  arm(name: string, dueMs = NOON - 1): Instant {
    const id = instanceId('drill', name);
    this.names.set(id, name);
    this.armed.push({
      instanceId: id,
      workflow: 'drill',
      name: 'answerDue',
      generation: 1,
      dueAt: instant(dueMs),
      dueOn: '2026-03-01' as LegalDate,
    });
    return instant(dueMs);
  }
  async due({ now, limit, except }: Parameters<ClockStore['due']>[0]): Promise<readonly DueClock[]> {
    this.reads++;
    return this.armed.filter(({ dueAt, instanceId: id }) => dueAt <= now && !except.includes(id)).slice(0, limit);
  }
  async nextDueAt(after: Instant): Promise<Instant | undefined> {
    return this.armed
      .map(({ dueAt }) => dueAt)
      .filter((dueAt) => dueAt > after)
      .sort()[0];
  }
  async advance(envelope: Envelope): Promise<Outcome> {
    const name = this.names.get(envelope.instanceId)!;
    const answer = await (this.answers.get(name)?.(envelope) ?? accepted(envelope));
    if (answer instanceof Error) throw answer;
    if (answer.kind === 'accepted' || answer.kind === 'rejected')
      this.armed = this.armed.filter(({ instanceId: id }) => id !== envelope.instanceId);
    this.fired.push(name);
    return answer;
  }
}

const accepted = ({ instanceId: id }: Envelope): Outcome => ({
  kind: 'accepted',
  instanceId: id,
  seq: 2,
  state: 'waiting',
  done: false,
  at: instant(NOON),
});
const stale = ({ instanceId: id }: Envelope): Outcome => ({ kind: 'stale', instanceId: id });

function sweeperOver(memory: Memory, tuning: SweeperTuning = {}) {
  const logged: string[] = [];
  const sweeper = createSweeper(
    {
      clocks: memory,
      engine: { advance: (envelope) => memory.advance(envelope), drain: async () => undefined, onCommit: () => undefined },
      clock: { now: () => instant(Date.now()) },
      log: (event, { reason }) => void logged.push(`${event} ${String(reason ?? '')}`.trim()),
    },
    { maxSleepMs: SLEEP, ...tuning },
  );
  return { sweeper, logged };
}

beforeEach(() => jest.useFakeTimers({ now: NOON, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());

/** Lets timers of this span fire and what they start come to rest. */
const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

describe('a sweep', () => {
  it('delivers more than its limit, page by page', async () => {
    const memory = new Memory();
    for (let index = 0; index < 25; index++) memory.arm(`n${index}`);
    const { sweeper } = sweeperOver(memory, { limit: 10 });

    expect(await sweeper.sweep()).toBe(25);
    expect(memory.reads).toBe(3);
  });

  it('is not held up by a full page of procedures that fail', async () => {
    const memory = new Memory();
    for (let index = 0; index < 10; index++) {
      memory.arm(`bad${index}`);
      memory.answers.set(`bad${index}`, () => new ZhihengError('WORKFLOW_VERSION_UNKNOWN', { retry: 'later' }));
    }
    memory.arm('good');
    const { sweeper, logged } = sweeperOver(memory, { limit: 10 });

    expect(await sweeper.sweep()).toBe(1);
    expect(memory.fired).toEqual(['good']);
    expect(logged).toHaveLength(10);
  });

  it('does not go round and round over a full page that changes nothing', async () => {
    const memory = new Memory();
    for (let index = 0; index < 3; index++) {
      memory.arm(`n${index}`);
      memory.answers.set(`n${index}`, stale);
    }
    const { sweeper } = sweeperOver(memory, { limit: 3 });

    expect(await sweeper.sweep()).toBe(0);
    expect(memory.reads).toBe(2);
  });

  it('ends when the database is away, instead of trying every page', async () => {
    const memory = new Memory();
    for (let index = 0; index < 4; index++) {
      memory.arm(`n${index}`);
      memory.answers.set(`n${index}`, () => new ZhihengError('STORE_UNAVAILABLE', { retry: 'later' }));
    }
    const { sweeper } = sweeperOver(memory, { limit: 2 });

    expect(await sweeper.sweep()).toBe(0);
    expect(memory.reads).toBe(1);
  });
});

describe('a sweeper', () => {
  it('tries a lapse that failed again after its sleep, and does not spin meanwhile', async () => {
    const memory = new Memory();
    memory.arm('a');
    let broken = true;
    memory.answers.set('a', (envelope) => (broken ? new Error('away') : accepted(envelope)));
    const { sweeper } = sweeperOver(memory);
    sweeper.start();
    await pass(SLEEP - 1);
    expect(memory.reads).toBe(1);

    broken = false;
    await pass(1);
    expect(memory.fired).toEqual(['a']);
    await sweeper.stop();
  });

  it('sleeps until the next clock is due and fires it then, not before', async () => {
    const memory = new Memory();
    memory.arm('a', NOON + 5_000);
    const { sweeper } = sweeperOver(memory);
    sweeper.start();
    await pass(4_999);
    expect(memory.fired).toEqual([]);
    await pass(1);

    expect(memory.fired).toEqual(['a']);
    await sweeper.stop();
  });

  it('is woken by a clock that is armed while it sleeps', async () => {
    const memory = new Memory();
    const { sweeper } = sweeperOver(memory);
    sweeper.start();
    await pass(1_000);
    sweeper.armed(memory.arm('a', NOON + 3_000));
    await pass(1_999);
    expect(memory.fired).toEqual([]);
    await pass(1);

    expect(memory.fired).toEqual(['a']);
    await sweeper.stop();
  });

  it('finds a clock that is armed while it sweeps, without a second sweep beside the first', async () => {
    const memory = new Memory();
    let release: (outcome: Outcome) => void = () => undefined;
    memory.arm('slow');
    memory.answers.set('slow', () => new Promise<Outcome>((resolve) => (release = resolve)));
    const { sweeper } = sweeperOver(memory);
    sweeper.start();
    await pass(1);
    sweeper.armed(memory.arm('late'));
    await pass(SLEEP / 2);
    expect(memory.reads).toBe(1);

    release(stale({ instanceId: instanceId('drill', 'slow') } as Envelope));
    await pass(1);
    expect(memory.fired).toEqual(['slow', 'late']);
    await sweeper.stop();
  });

  it('goes on after a read that failed', async () => {
    const memory = new Memory();
    memory.arm('a');
    const due = memory.due.bind(memory);
    let broken = true;
    memory.due = async (request) => {
      if (broken) throw new Error('away');
      return due(request);
    };
    const { sweeper, logged } = sweeperOver(memory);
    sweeper.start();
    await pass(1);
    expect(logged).toEqual(['clock.sweep.fault away']);

    broken = false;
    await pass(SLEEP);
    expect(memory.fired).toEqual(['a']);
    await sweeper.stop();
  });

  it('that is told to stop waits for the sweep under way and begins no other page', async () => {
    const memory = new Memory();
    let release: (outcome: Outcome) => void = () => undefined;
    for (const name of ['a', 'b', 'c']) memory.arm(name);
    memory.answers.set('a', (envelope) => new Promise<Outcome>((resolve) => (release = () => resolve(accepted(envelope)))));
    const { sweeper } = sweeperOver(memory, { limit: 1 });
    sweeper.start();
    await pass(1);
    let stopped = false;
    const stopping = sweeper.stop().then(() => (stopped = true));
    await pass(SLEEP);
    expect(stopped).toBe(false);

    release(accepted({ instanceId: instanceId('drill', 'a') } as Envelope));
    await stopping;
    await pass(SLEEP);
    expect(memory.fired).toEqual(['a']);
  });
});
