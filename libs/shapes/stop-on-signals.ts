const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Stops once, at the first of the signals that ask for it, and leaves with 0; with 1 when stopping failed. */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stopping: Promise<void> | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      stopping ??= stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
