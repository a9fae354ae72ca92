// How much the latest batch counts, how many stale ones are too many, and how often a distrusted memory is asked again.
const WEIGHT = 0.2;
const TOO_STALE = 0.15;
const ASK_AGAIN_EVERY = 16;

/**
 * Whether the procedures in memory are worth deciding on. Where other processes move the same procedures all the time, what is in memory
 * is mostly old: each decision on it is a commit in vain and a read afterwards. Then the rows are read at once, and memory is asked now and
 * then whether that has changed.
 */
export class CacheTrust {
  private stale = 0;
  private distrusted = 0;

  /** For the next batch. */
  holds(): boolean {
    if (this.stale <= TOO_STALE) return true;
    this.distrusted += 1;
    return this.distrusted % ASK_AGAIN_EVERY === 0;
  }

  /** Of so many decided from memory, so many turned out to be old. */
  learn({ decided, old }: { readonly decided: number; readonly old: number }): void {
    if (decided === 0) return;
    this.stale += WEIGHT * (old / decided - this.stale);
  }
}
