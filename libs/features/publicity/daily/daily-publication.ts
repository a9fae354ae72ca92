import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { ClockPort } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE } from '@zhiheng/platform';
import { closeDays } from './daily-store.js';

const EVERY_MS = 60_000;
const DAYS_AT_ONCE = 31;

/** Closes the legal day after midnight. Any number of replicas: the database lets one at a time, and the others find it done. */
@Injectable()
export class DailyPublication implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: ClockPort,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.close(), EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Whoever asks for the index gets the days that have ended by now, whether or not the timer has come round. */
  async catchUp(): Promise<void> {
    await closeDays(this.database.pool, this.clock.now(), DAYS_AT_ONCE);
  }

  // A database that is away is away for everybody; the next turn closes the day.
  private async close(): Promise<void> {
    this.running = this.running.then(() => this.catchUp()).catch(() => undefined);
    await this.running;
  }
}
