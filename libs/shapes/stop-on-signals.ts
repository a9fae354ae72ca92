const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// Within the 30 s that compose grants: a worker whose Redis is away waits for it without end, and what it holds is taken over anyway.
const LONGEST_STOP_MS = 25_000;

/** Stops once, at the first of the signals that ask for it, and leaves with 0; with 1 when stopping failed or took too long. */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stopping: Promise<void> | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (stopping === undefined) setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
      stopping ??= stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
