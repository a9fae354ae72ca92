import { instant } from '@zhiheng/kernel';
import type { Instant } from '@zhiheng/kernel';
import { openDatabase } from '@zhiheng/persistence';
import { withPostgres } from '@zhiheng/persistence/testing';
import { MovableClock } from './movable-clock.js';

const START = instant(Date.UTC(2026, 0, 5, 1));
const LATER = instant(Date.UTC(2026, 2, 2, 1));

const standing = { kind: 'standing', startsAt: START, refreshMs: 60_000 } as const;

describe('a standing clock', () => {
  it('is exactly the instant that was set, whatever time passes, and stands there after a restart', () =>
    withPostgres(async ({ pool }) => {
      const clock = await MovableClock.open(pool, standing);
      expect(clock.now()).toBe(START);
      await clock.advanceTo(LATER);
      await clock.close();

      const again = await MovableClock.open(pool, standing);

      expect(again.now()).toBe(LATER);
      await again.close();
    }));

  it('never goes back', () =>
    withPostgres(async ({ pool }) => {
      const clock = await MovableClock.open(pool, { ...standing, startsAt: LATER });

      await expect(clock.advanceTo(START)).rejects.toMatchObject({ code: 'CLOCK_MOVES_FORWARD_ONLY' });

      expect(clock.now()).toBe(LATER);
      await clock.close();
    }));

  it('is taken over by the other processes by notice, not by looking again, and it is known when all have', () =>
    withPostgres(async ({ pool, url }) => {
      const elsewhere = await openDatabase({ url });
      const here = await MovableClock.open(pool, standing);
      const there = await MovableClock.open(elsewhere.pool, standing);
      const heard = new Promise<Instant>((resolve) => there.onMoved(() => resolve(there.now())));

      await here.advanceTo(LATER);

      await expect(heard).resolves.toBe(LATER);
      while ((await here.processesBehind()) > 0) await new Promise((resolve) => setImmediate(resolve));
      await here.close();
      await there.close();
      await elsewhere.close();
    }));

  it('counts the processes that have not heard yet', () =>
    withPostgres(async ({ pool }) => {
      const clock = await MovableClock.open(pool, standing);

      await pool.query(`update clock_shift set stands_at = $1`, [LATER]);
      expect(await clock.processesBehind()).toBe(1);
      await clock.reach(LATER);

      expect(clock.now()).toBe(LATER);
      expect(await clock.processesBehind()).toBe(0);
      await clock.close();
    }));
});

describe('a movable clock', () => {
  it('goes on from where it was set', () =>
    withPostgres(async ({ pool }) => {
      const clock = await MovableClock.open(pool);
      const far = instant(Date.now() + 86_400_000);

      await clock.advanceTo(far);

      expect(clock.now() >= far).toBe(true);
      // Its own notice may have come first: then that one is still saying how far it is.
      while ((await clock.processesBehind()) > 0) await new Promise((resolve) => setImmediate(resolve));
      await clock.close();
    }));
});
