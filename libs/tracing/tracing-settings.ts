/** Where traces go, and how many of them. Without these settings no part of the SDK is loaded. */
export type TracingSettings = {
  /** The address that takes OTLP/HTTP in JSON, `/v1/traces` included. */
  readonly url: string;
  /** `service.name` of this process. */
  readonly service: string;
  readonly sampler: Sampler;
  /** Sent with every export, e.g. the key of a collector. */
  readonly headers: Readonly<Record<string, string>>;
  /** Longest wait (ms) for the collector's answer. */
  readonly timeoutMs: number;
};

export type Sampler = {
  /** What is decided for an event that comes without a trace of its own; with one, its sender has decided. */
  readonly root: 'always_on' | 'always_off' | 'ratio';
  /** Part of the traces that are kept, 0 to 1. */
  readonly ratio: number;
  /** Whether the sender's decision holds. */
  readonly parentBased: boolean;
};
