import type { SourcedChange } from './write-changes.js';

type Waiting = { readonly sourced: SourcedChange; readonly resolve: () => void; readonly reject: (fault: unknown) => void };

const MOST = 250;

/**
 * Collects changes that come in while an earlier batch is being written, so that an import costs a few statements and not one a
 * sample. At most one change of a record goes into a batch; each caller hears of its own batch.
 */
export class ChangeBatch {
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(private readonly write: (changes: readonly SourcedChange[]) => Promise<void>) {}

  add(sourced: SourcedChange): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ sourced, resolve, reject });
      if (!this.writing) {
        this.writing = true;
        queueMicrotask(() => void this.writeAll());
      }
    });
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.take();
      try {
        await this.write(batch.map(({ sourced }) => sourced));
        for (const { resolve } of batch) resolve();
      } catch (fault) {
        await this.writeEach(batch, fault);
      }
    }
    this.writing = false;
  }

  /** One that the database refuses must not bury the others: each is tried alone. */
  private async writeEach(batch: readonly Waiting[], fault: unknown): Promise<void> {
    if (batch.length === 1) return batch[0]!.reject(fault);
    for (const { sourced, resolve, reject } of batch) await this.write([sourced]).then(resolve, reject);
  }

  private take(): readonly Waiting[] {
    const batch = new Map<string, Waiting>();
    const left: Waiting[] = [];
    for (const each of this.waiting) {
      const key = `${each.sourced.change.kind} ${each.sourced.change.id}`;
      if (batch.size < MOST && !batch.has(key)) batch.set(key, each);
      else left.push(each);
    }
    this.waiting = left;
    return [...batch.values()];
  }
}
