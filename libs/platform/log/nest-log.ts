import type { LoggerService } from '@nestjs/common';
import { faultFields } from './fault-fields.js';
import type { Log } from './log.js';

/** Nest's own errors on our log. What they say is not ours to trust: of a message only that there was one, and where. */
export function nestLog(log: Log): LoggerService {
  const tell = (first: unknown, rest: readonly unknown[]): void => {
    const scope = rest.findLast((part) => typeof part === 'string' && /^[\w ]{1,60}$/.test(part));
    log('nest.fault', {
      ...(typeof first === 'string' ? { code: 'NEST' } : faultFields(first)),
      ...(scope !== undefined && { scope }),
    });
  };
  const silent = (): void => undefined;
  return {
    log: silent,
    warn: silent,
    debug: silent,
    verbose: silent,
    error: (first, ...rest) => tell(first, rest),
    fatal: (first, ...rest) => tell(first, rest),
  };
}
