import { instant, startOfLegalDay } from '@zhiheng/kernel';
import type { ClockPort, Instant, LegalDate } from '@zhiheng/kernel';

/** A clock that stands still until it is moved. */
export class FakeClock implements ClockPort {
  private ms: number;

  constructor(on = '2026-03-02') {
    this.ms = Date.parse(startOfLegalDay(on as LegalDate)) + 10 * 3_600_000;
  }
  now(): Instant {
    return instant(this.ms);
  }
  moveTo(at: Instant): void {
    this.ms = Date.parse(at);
  }
  moveToDay(on: string): void {
    this.ms = Date.parse(startOfLegalDay(on as LegalDate)) + 10 * 3_600_000;
  }
}
