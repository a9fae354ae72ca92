import type { Admission } from '@zhiheng/platform';
import type { Probe } from './health/probe.js';

// Of the 25 s that a process has to stop; what follows (packs in hand, the engine, the queues) needs the rest.
const LONGEST_DRAIN_MS = 12_000;

/**
 * The first half of stopping an HTTP edge: it says that it is not ready, takes requests for the time that whoever shares them out needs to
 * notice, then answers those in hand and refuses the others in words. Only then may the port be closed.
 */
export async function leaveWithGrace(
  { probe, admission }: { readonly probe: Probe; readonly admission: Admission },
  { drainSeconds }: { readonly drainSeconds: number },
): Promise<void> {
  probe.stopping();
  await new Promise((resolve) => setTimeout(resolve, drainSeconds * 1_000));
  await admission.drain(Math.max(1_000, LONGEST_DRAIN_MS - drainSeconds * 500));
}
