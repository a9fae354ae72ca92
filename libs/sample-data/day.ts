import { instant } from '@zhiheng/kernel';

export const DAY_MS = 86_400_000;

/** The UTC day of an instant, `YYYY-MM-DD`. */
export function dateOf(epochMs: number): string {
  return instant(epochMs).slice(0, 10);
}
