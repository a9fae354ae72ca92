import { DEFAULT_LIMITS } from '@zhiheng/persistence';
import type { DatabaseLimits } from '@zhiheng/persistence';

type Read = <T>(name: string, reader: (text: string) => T | undefined, expected: string) => T | undefined;

const MOST_SECONDS = 3_600;

/** Reads how long statements, waits for locks and pauses inside a transaction may last; faults go to the list of all. */
export function readDatabaseLimits(read: Read, faults: string[]): DatabaseLimits {
  const milliseconds = (name: string, normally: number): number => {
    const seconds = read(name, wholeSeconds, `1–${MOST_SECONDS} 秒 seconds`);
    return seconds === undefined ? normally : seconds * 1_000;
  };
  const limits: DatabaseLimits = {
    statementMs: milliseconds('ZHIHENG_DB_STATEMENT_SECONDS', DEFAULT_LIMITS.statementMs),
    lockMs: milliseconds('ZHIHENG_DB_LOCK_SECONDS', DEFAULT_LIMITS.lockMs),
    idleTransactionMs: milliseconds('ZHIHENG_DB_IDLE_TRANSACTION_SECONDS', DEFAULT_LIMITS.idleTransactionMs),
  };
  if (limits.lockMs >= limits.statementMs)
    faults.push(
      `ZHIHENG_DB_LOCK_SECONDS: 应小于 expected less than ZHIHENG_DB_STATEMENT_SECONDS (${limits.statementMs / 1_000}); 实际 found ${limits.lockMs / 1_000}`,
    );
  return limits;
}

function wholeSeconds(text: string): number | undefined {
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_SECONDS ? Number(text) : undefined;
}
