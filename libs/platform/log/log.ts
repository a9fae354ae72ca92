import { activeTraceIds } from '@zhiheng/tracing';
import { pino } from 'pino';
import type { Settings } from '../settings.js';
import { loggable } from './loggable.js';

/** Logs are events with fields: `log('clock.swept', { delivered: 3 })`. No prose, no personal data. */
export type Log = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

const FAULT = /\.(fault|failed|refused)$/;

/**
 * One JSON line an event on standard error; events that end in `.fault` or `.failed` are errors. `process` names its writer on each line;
 * what is written while an event is traced has the ids of its trace. Fields go through `loggable`, whoever logs.
 */
export function createLog(level: Settings['logLevel'], process?: { readonly service: string; readonly replica: string }): Log {
  const logger = pino(
    {
      level,
      base: process ?? null,
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'event',
      mixin: () => activeTraceIds() ?? {},
    },
    pino.destination({ fd: 2, sync: true }),
  );
  return (event, fields = {}) =>
    FAULT.test(event) ? logger.error(loggable(fields), event) : logger.info(loggable(fields), event);
}
