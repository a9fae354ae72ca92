import { ZhihengError, instant } from '@zhiheng/kernel';
import type { ClockPort, Instant } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import { ClockSignal, signalMoved } from './clock-signal.js';

/**
 * A clock that demonstrations and tests can set forward. The shift lives in the database, so that all processes of a system
 * share it; each reads it again when it hears of a move, and every `refreshMs`. It never goes back: entries on the log are in order of time.
 */
export class MovableClock implements ClockPort {
  private shiftMs = 0;
  private timer: NodeJS.Timeout | undefined;

  private readonly signal: ClockSignal;
  private moved: () => void = () => undefined;

  private constructor(private readonly pool: Pool) {
    this.signal = new ClockSignal(pool, () => void this.refresh().catch(() => undefined));
  }

  static async open(pool: Pool, refreshMs = 1_000): Promise<MovableClock> {
    const clock = new MovableClock(pool);
    await clock.refresh();
    clock.timer = setInterval(() => void clock.refresh().catch(() => undefined), refreshMs);
    clock.timer.unref();
    return clock;
  }

  /** Calls whenever this process takes over a later time. */
  onMoved(moved: () => void): void {
    this.moved = moved;
  }

  now(): Instant {
    return instant(Date.now() + this.shiftMs);
  }

  /** Sets the clock forward to an instant. Throws CLOCK_MOVES_FORWARD_ONLY for an earlier one. */
  async advanceTo(to: Instant): Promise<Instant> {
    const now = this.now();
    if (to < now) throw new ZhihengError('CLOCK_MOVES_FORWARD_ONLY', { expected: `不早于 not before ${now}`, found: to });
    const shift = Date.parse(to) - Date.now();
    await this.pool.query(
      `insert into clock_shift (singleton, shift_ms) values (true, $1)
       on conflict (singleton) do update set shift_ms = greatest(clock_shift.shift_ms, excluded.shift_ms)`,
      [shift],
    );
    await signalMoved(this.pool);
    await this.refresh();
    return this.now();
  }

  close(): void {
    clearInterval(this.timer);
    this.signal.close();
  }

  private async refresh(): Promise<void> {
    const { rows } = await this.pool.query<{ readonly shift_ms: string }>('select shift_ms from clock_shift');
    const before = this.shiftMs;
    this.shiftMs = Number(rows[0]?.shift_ms ?? 0);
    if (this.shiftMs > before) this.moved();
    await this.signal.listen();
  }
}
