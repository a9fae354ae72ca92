import type { TracingSettings } from './tracing-settings.js';

/** Tracing under way. */
export type Tracing = {
  /** Sends what waits, for three seconds at most, and ends. */
  stop(): Promise<void>;
};

export type TracingParts = {
  readonly settings: TracingSettings;
  /** Names this process among the replicas of its service. */
  readonly replica: string;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
};

/** Loads the OpenTelemetry SDK and starts to export. A collector that is away costs what it would have been sent, nothing else. */
export async function startTracing(parts: TracingParts): Promise<Tracing> {
  const { startSdk } = await import('./sdk.js');
  return startSdk(parts);
}
