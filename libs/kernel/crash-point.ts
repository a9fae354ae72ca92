/**
 * The places between two durable steps where a process may die with one of them done: what a test ends a process at, to show that the
 * next one goes on from there.
 */
export const CRASH_POINTS = [
  // engine: decided and not recorded; recorded and not answered
  'before-commit',
  'after-commit',
  // relay: rows marked as sent and in no queue; in the queue, and the relay not yet back at its outbox
  'before-add',
  'after-add',
  // consumer: taken from the queue; handled and not settled; settled, and those behind not sent on; those sent on, not in the queue yet
  'after-take',
  'after-handle',
  'after-settle',
  'after-unpark',
  'after-park',
  'after-postpone',
  // sweeper: a clock is due and nobody has said so yet
  'before-lapse',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

let strike: ((point: CrashPoint) => void) | undefined;

/** Says that the process has come to a point. Nothing happens unless the points are armed. */
export function crashPoint(point: CrashPoint): void {
  strike?.(point);
}

/** Has every point told to a listener, which may end the process; undefined disarms them. For tests only: see ZHIHENG_CRASH_AT. */
export function armCrashPoints(listener: ((point: CrashPoint) => void) | undefined): void {
  strike = listener;
}
