/** How much a process takes in at a time, and how it leaves. */
export type LoadSettings = {
  /** Requests in hand at a time; those beyond are told to come again. */
  readonly maxRequests: number;
  /** Events sent from outside that may wait for their outcome in this process. */
  readonly maxWaitingEvents: number;
  /** How long requests are still taken after the process was told to stop, so that whoever shares them out has seen that it is not ready. */
  readonly drainSeconds: number;
};

type Read = <T>(name: string, reader: (text: string) => T | undefined, expected: string) => T | undefined;

export function readLoadSettings(read: Read): LoadSettings {
  const number = (name: string, { least, most, normally }: Readonly<Record<'least' | 'most' | 'normally', number>>): number =>
    read(
      name,
      (text) => (/^\d{1,7}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined),
      `${least}–${most}`,
    ) ?? normally;
  return {
    maxRequests: number('ZHIHENG_MAX_REQUESTS', { least: 1, most: 100_000, normally: 1_000 }),
    maxWaitingEvents: number('ZHIHENG_MAX_WAITING_EVENTS', { least: 1, most: 1_000_000, normally: 5_000 }),
    drainSeconds: number('ZHIHENG_DRAIN_SECONDS', { least: 0, most: 15, normally: 0 }),
  };
}
