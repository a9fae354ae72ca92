import { ZhihengError, instant } from '@zhiheng/kernel';
import type { ClockPort, Instant } from '@zhiheng/kernel';
import type { Pool, PoolClient } from 'pg';

export type MovableClockOptions = {
  /** `movable` goes on from where it was set; `standing` is exactly the instant that was set, until it is set again. */
  readonly kind?: 'movable' | 'standing';
  /** Where a standing clock stands on a database that knows no instant yet. Default: now. */
  readonly startsAt?: Instant | undefined;
  readonly refreshMs?: number;
};

type Stored = { readonly shift_ms: string; readonly stands_at: Date | null };

const CHANNEL = 'zhiheng_clock';

/**
 * A clock that demonstrations and tests can set forward. What is set lives in the database, so that all processes of a system share
 * it: each listens for a change, and reads it again every `refreshMs` should it have missed one. It never goes back: entries on the
 * log are in order of time.
 */
export class MovableClock implements ClockPort {
  private shiftMs = 0;
  private standsAt: Instant | undefined;
  private timer: NodeJS.Timeout | undefined;
  private listening: PoolClient | undefined;
  private closed = false;
  private readonly listeners: (() => void)[] = [];

  private constructor(
    private readonly pool: Pool,
    readonly kind: 'movable' | 'standing',
  ) {}

  static async open(
    pool: Pool,
    { kind = 'movable', startsAt, refreshMs = 1_000 }: MovableClockOptions = {},
  ): Promise<MovableClock> {
    const clock = new MovableClock(pool, kind);
    if (kind === 'standing') {
      await pool.query(
        `insert into clock_shift (singleton, shift_ms, stands_at) values (true, 0, $1)
         on conflict (singleton) do update set stands_at = excluded.stands_at where clock_shift.stands_at is null`,
        [startsAt ?? instant(Date.now())],
      );
    }
    await clock.refresh();
    await clock.listen();
    clock.timer = setInterval(() => void clock.keepUp().catch(() => undefined), refreshMs);
    clock.timer.unref();
    return clock;
  }

  now(): Instant {
    return this.standsAt ?? instant(Date.now() + this.shiftMs);
  }

  /** Sets the clock forward to an instant. Throws CLOCK_MOVES_FORWARD_ONLY for an earlier one. */
  async advanceTo(to: Instant): Promise<Instant> {
    await this.refresh();
    const now = this.now();
    if (to < now) throw new ZhihengError('CLOCK_MOVES_FORWARD_ONLY', { expected: `不早于 not before ${now}`, found: to });
    const set =
      this.kind === 'standing'
        ? 'insert into clock_shift (singleton, shift_ms, stands_at) values (true, 0, $1) on conflict (singleton) do update set stands_at = greatest(clock_shift.stands_at, excluded.stands_at)'
        : 'insert into clock_shift (singleton, shift_ms) values (true, $1) on conflict (singleton) do update set shift_ms = greatest(clock_shift.shift_ms, excluded.shift_ms)';
    await this.pool.query(set, [this.kind === 'standing' ? to : Date.parse(to) - Date.now()]);
    await this.pool.query(`select pg_notify('${CHANNEL}', '')`);
    await this.refresh();
    return this.now();
  }

  /** Makes sure that this process has heard of an instant that another process has already acted on. */
  async reach(at: Instant): Promise<void> {
    if (at > this.now()) await this.refresh();
  }

  /** Called when this process has taken over that the clock was set. */
  onMoved(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** How many processes of the system have not yet taken over where the clock stands. */
  async processesBehind(): Promise<number> {
    const { rows } = await this.pool.query<{ readonly behind: string }>(
      `select count(*) as behind from pg_stat_activity a, clock_shift c
       where a.datname = current_database() and starts_with(a.application_name, $1) and a.application_name <> $1 ||
         case when $2 then (extract(epoch from c.stands_at) * 1000)::bigint else c.shift_ms end`,
      [this.nameStart, this.kind === 'standing'],
    );
    return Number(rows[0]?.behind ?? 0);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    this.listening?.release(true);
    this.listening = undefined;
  }

  private get nameStart(): string {
    return `${CHANNEL} ${this.kind} `;
  }

  private async keepUp(): Promise<void> {
    if (this.listening === undefined) await this.listen();
    await this.refresh();
  }

  /** One connection of the pool is kept for listening. Its application name says to the others how far this process has come. */
  private async listen(): Promise<void> {
    const client = await this.pool.connect();
    if (this.closed || this.listening !== undefined) return client.release();
    this.listening = client;
    client.on('notification', () => void this.refresh().catch(() => undefined));
    client.on('error', () => this.giveUp(client));
    try {
      await client.query(`listen ${CHANNEL}`);
    } catch (fault) {
      this.giveUp(client);
      throw fault;
    }
    await this.tellHowFar();
  }

  /** Another connection is taken at the next refresh. */
  private giveUp(client: PoolClient): void {
    if (this.listening !== client) return;
    this.listening = undefined;
    client.release(true);
  }

  private async refresh(): Promise<void> {
    const before = this.standsAt ?? this.shiftMs;
    const { rows } = await this.pool.query<Stored>('select shift_ms, stands_at from clock_shift');
    const [row] = rows;
    this.shiftMs = Math.max(this.shiftMs, Number(row?.shift_ms ?? 0));
    if (this.kind === 'standing' && row?.stands_at) this.standTo(instant(row.stands_at.getTime()));
    if ((this.standsAt ?? this.shiftMs) === before) return;
    await this.tellHowFar();
    for (const listener of this.listeners) listener();
  }

  // Two refreshes may cross: the older answer must not set the clock back.
  private standTo(at: Instant): void {
    if (this.standsAt === undefined || at > this.standsAt) this.standsAt = at;
  }

  private async tellHowFar(): Promise<void> {
    const reached = this.standsAt === undefined ? this.shiftMs : Date.parse(this.standsAt);
    const { listening } = this;
    try {
      await listening?.query(`set application_name = '${this.nameStart}${reached}'`);
    } catch (fault) {
      // It may hear no more than it answers: whoever asks how far this process is would wait for it for ever.
      if (listening !== undefined) this.giveUp(listening);
      throw fault;
    }
  }
}
