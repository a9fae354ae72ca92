import { faultFields } from './fault-fields.js';
import type { Log } from './log.js';

/** A fault that nobody caught ends the process, as Node would have it; but on the log, and without what it quotes. */
export function logLastFaults(log: Log): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (fault: unknown) => {
      log('process.fault', { kind: event, ...faultFields(fault) });
      process.exit(1);
    });
}
