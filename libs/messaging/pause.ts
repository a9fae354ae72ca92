/** Waits that end early when their owner stops. */
export class Pause {
  private readonly waiting = new Set<() => void>();
  private ended = false;

  /** Waits `ms`, or until `end`. */
  async wait(ms: number): Promise<void> {
    if (this.ended) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.waiting.add(wake);
    });
  }

  /** Ends all waits, and those to come at once. */
  end(): void {
    this.ended = true;
    for (const wake of this.waiting) wake();
  }
}
