import { setTimeout as pause } from 'node:timers/promises';
import type { ClockStore, DueClock } from '@zhiheng/engine';
import { instant } from '@zhiheng/kernel';
import type { Instant } from '@zhiheng/kernel';
import { drillId, opening, withDrill } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

// Ten working days from Monday 2026-03-02: the last day is the 16th, the lapse fires as the 17th begins in China.
const DUE = '2026-03-16T16:00:00.000Z' as Instant;

const log = (world: DrillWorld, name: string) =>
  world.rows<{ readonly seq: number; readonly kind: string; readonly entry: string }>(
    'select seq, kind, entry from log where instance_id = $1 order by seq',
    [drillId(name)],
  );

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(5);
}

/** A sweeper that reads, then waits for `between` before it fires. */
function readingBefore(world: DrillWorld, between: () => Promise<unknown>): ClockStore {
  return {
    due: async (request) => {
      const due = await world.clocks.due(request);
      if (due.length > 0) await between();
      return due;
    },
    nextDueAt: (after) => world.clocks.nextDueAt(after),
  };
}

describe('the lapse of a term', () => {
  it('fires once, at the first instant after the last day and not before', () =>
    withDrill({}, async (world) => {
      const sweeper = world.sweeper();
      await world.open('a');
      world.clock.moveTo(instant(Date.parse(DUE) - 1));
      expect(await sweeper.sweep()).toBe(0);

      world.clock.moveTo(DUE);
      expect(await sweeper.sweep()).toBe(1);
      expect(await sweeper.sweep()).toBe(0);
      const [, lapse, ...more] = await log(world, 'a');
      expect(JSON.parse(lapse!.entry)).toMatchObject({
        event: { type: 'ANSWER_DUE_LAPSED' },
        on: '2026-03-17',
        at: DUE,
        actor: { id: 'system' },
        clocks: [{ state: 'lapsed' }],
      });
      expect(more).toEqual([]);
    }));

  it('fires once although two sweepers in two processes meet it at the same time', () =>
    withDrill({}, async (world) => {
      const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
      await Promise.all(names.map((name) => world.open(name)));
      world.clock.moveTo(DUE);
      const counts = await Promise.all([
        world.sweeper({ limit: 7 }).sweep(),
        world.sweeper({ engine: world.anotherEngine(), limit: 7 }).sweep(),
      ]);

      expect(counts[0]! + counts[1]!).toBe(40);
      expect(await world.rows('select 1 from log where seq = 2')).toHaveLength(40);
      expect(await world.rows('select 1 from log where seq > 2')).toEqual([]);
    }));

  it.each([
    ['waived', 'WAIVED', 'inspector'],
    ['extended', 'EXTENDED', 'head'],
    ['suspended', 'HELD_UP', 'inspector'],
    ['started again', 'RESTARTED', 'inspector'],
  ] as const)('that was %s between reading and firing leaves nothing on the log', (_what, type, by) =>
    withDrill({}, async (world) => {
      await world.open('a');
      world.clock.moveTo(DUE);
      // The fact happened within the term and is recorded late.
      const clocks = readingBefore(world, () => world.send('a', type, { by, on: '2026-03-13' }));
      expect(await world.sweeper({ clocks }).sweep()).toBe(0);

      const entries = await log(world, 'a');
      expect(entries.map(({ entry }) => (JSON.parse(entry) as { event: { type: string } }).event.type)).toEqual([
        'OPENED',
        type,
      ]);
    }),
  );

  it('that the machine makes nothing of is on the log as refused, ends the clock and does not come again', () =>
    withDrill({}, async (world) => {
      await world.open('a', { size: 1, answerable: false });
      world.clock.moveTo(DUE);
      const sweeper = world.sweeper({ limit: 1 });

      expect(await sweeper.sweep()).toBe(1);
      expect(await sweeper.sweep()).toBe(0);
      expect((await log(world, 'a')).map(({ kind }) => kind)).toEqual(['accepted', 'refused']);
      expect(await world.rows('select 1 from clock')).toEqual([]);
    }));

  it('of a procedure that was closed before does not come: its terms stopped with it', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await world.send('a', 'CLOSED');
      world.clock.moveTo(DUE);

      expect(await world.sweeper().sweep()).toBe(0);
      const [, closing] = await log(world, 'a');
      expect(JSON.parse(closing!.entry)).toMatchObject({ kind: 'accepted', clocks: [{ state: 'stopped' }] });
      expect(await world.rows('select 1 from clock')).toEqual([]);
    }));

  it('reaches a procedure that this process remembers as it was before another process moved it', () =>
    withDrill({}, async (world) => {
      // The sweeping process fires the first run and keeps the procedure in memory, its clock lapsed …
      await world.open('a');
      world.clock.moveTo(DUE);
      const sweeper = world.sweeper();
      expect(await sweeper.sweep()).toBe(1);
      // … another process starts the term again …
      expect(await world.send('a', 'RESTARTED', { engine: world.anotherEngine() })).toMatchObject({ kind: 'accepted' });
      world.clock.moveToDay('2026-04-02');

      // … and the second run lapses too.
      expect(await sweeper.sweep()).toBe(1);
      expect(await log(world, 'a')).toHaveLength(4);
    }));

  it('of other procedures fires although one of them cannot be decided', () =>
    withDrill({ tampers: true }, async (world) => {
      for (const name of ['a', 'b', 'c']) await world.open(name);
      await world.rows('update instance set version = 9 where id = $1', [drillId('b')]);
      world.clock.moveTo(DUE);
      const sweeper = world.sweeper({ engine: world.anotherEngine(), limit: 1 });

      expect(await sweeper.sweep()).toBe(2);
      expect(world.logged).toEqual([
        {
          event: 'clock.sweep.fault',
          fields: expect.objectContaining({
            instanceId: drillId('b'),
            clock: 'answerDue',
            reason: expect.stringContaining('WORKFLOW_VERSION_UNKNOWN') as string,
          }) as object,
        },
      ]);
      expect(await world.rows('select instance_id from clock')).toEqual([{ instance_id: drillId('b') }]);
    }));

  it('fires by itself in a running sweeper that was told of the clock while it slept', () =>
    withDrill({}, async (world) => {
      world.clock.moveToDay('2026-06-01');
      let swept = false;
      const clocks: ClockStore = {
        due: (request) => world.clocks.due(request),
        nextDueAt: (after) => world.clocks.nextDueAt(after).finally(() => (swept = true)),
      };
      const sweeper = world.sweeper({ clocks, maxSleepMs: 600_000 });
      world.engine.onCommit(({ earliestDueAt }) => earliestDueAt !== undefined && sweeper.armed(earliestDueAt));
      sweeper.start();
      await until(async () => swept);
      // A term that ran out before it was recorded.
      await world.engine.advance(opening('a'));

      await until(async () => (await log(world, 'a')).length === 2);
      await sweeper.stop();
    }));
});

describe('the clock store', () => {
  const names = (due: readonly DueClock[]): readonly string[] => due.map(({ instanceId }) => instanceId);

  it('answers due clocks in due order, up to the limit and without those excepted, and when the next is due', () =>
    withDrill({}, async (world) => {
      await world.open('first');
      world.clock.moveToDay('2026-03-03');
      await world.open('second');
      await world.open('third');
      await world.send('third', 'HELD_UP');
      const now = instant(Date.parse(DUE) + 86_400_000);

      expect(names(await world.clocks.due({ now, limit: 10, except: [] }))).toEqual([drillId('first'), drillId('second')]);
      expect(names(await world.clocks.due({ now, limit: 1, except: [] }))).toEqual([drillId('first')]);
      expect(names(await world.clocks.due({ now, limit: 1, except: [drillId('first')] }))).toEqual([drillId('second')]);
      expect(await world.clocks.nextDueAt('2026-03-03T00:00:00.000Z' as Instant)).toBe(DUE);
      expect(await world.clocks.nextDueAt(DUE)).toBe(now);
      expect(await world.clocks.nextDueAt(now)).toBeUndefined();
    }));
});
