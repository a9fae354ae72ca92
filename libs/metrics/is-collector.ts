import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a request comes from the collector of metrics: it has a token of its own and no account. */
export function isCollector(authorization: string | undefined, metricsToken: string | undefined): boolean {
  if (metricsToken === undefined || authorization === undefined) return false;
  return timingSafeEqual(digest(authorization), digest(`Bearer ${metricsToken}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
