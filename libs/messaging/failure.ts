import { ZhihengError } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
import type { PackedEnvelope } from './pack.js';

/** What to do with an announcement whose handling failed. */
export type Remedy =
  | { readonly kind: 'again'; readonly envelope: PackedEnvelope; readonly delayMs: number }
  | { readonly kind: 'bury'; readonly attempts: number };

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;

/**
 * An outage (retry `later`, or a database that does not answer) never counts: it waits as long as it lasts. A fault that says
 * `never` is buried at once. Anything else, a fault of unknown nature above all, is tried `maxAttempts` times; `elsewhere` too,
 * because the next try may land on another replica.
 */
export function remedyFor(
  fault: unknown,
  {
    envelope,
    maxAttempts,
    jitter,
  }: { readonly envelope: PackedEnvelope; readonly maxAttempts: number; readonly jitter: number },
): Remedy {
  const { outboxId, attempts = 0, waits = 0 } = envelope;
  const tried = attempts + 1;
  if (isPassing(fault))
    return { kind: 'again', envelope: { outboxId, attempts, waits: waits + 1 }, delayMs: backoffMs(waits + 1, jitter) };
  if (tried >= maxAttempts || (fault instanceof ZhihengError && fault.retry === 'never'))
    return { kind: 'bury', attempts: tried };
  return { kind: 'again', envelope: { outboxId, attempts: tried, waits }, delayMs: backoffMs(tried, jitter) };
}

/** Doubles from a quarter of a second to half a minute; `jitter` in [0, 1) spreads the upper half, so that replicas do not return in step. */
export function backoffMs(turn: number, jitter: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(turn - 1, 20));
  return Math.round(full * (0.5 + jitter / 2));
}

/** Whether the same again may succeed later: the fault says so, or the database was away. */
export function isPassing(fault: unknown): boolean {
  if (fault instanceof ZhihengError) return fault.retry === 'later';
  return typeof fault === 'object' && fault !== null && mapStoreFault(fault).retry === 'later';
}
