import { armCrashPoints } from '@zhiheng/kernel';
import type { CrashPoint } from '@zhiheng/kernel';
import type { Log } from './log/log.js';

/** A crash point, and which time of passing it. */
export type CrashAt = { readonly point: CrashPoint; readonly nth: number };

/** Ends this process as kill -9 would when it comes to a point for the nth time. Nothing is closed, nothing is said to anybody but the log. */
export function crashAtPoint({ point, nth }: CrashAt, log: Log): void {
  let passed = 0;
  armCrashPoints((reached) => {
    if (reached !== point || ++passed < nth) return;
    log('app.crash-ordered', { point, nth });
    process.kill(process.pid, 'SIGKILL');
  });
}
