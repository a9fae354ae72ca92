import type { Pool } from 'pg';

/** How long a session may keep others waiting, in milliseconds; 0 is without limit. */
export type DatabaseLimits = {
  /** Longest statement. */
  readonly statementMs: number;
  /** Longest wait for one lock. */
  readonly lockMs: number;
  /** Longest pause inside a transaction: a program that hangs between two statements holds its locks no longer. */
  readonly idleTransactionMs: number;
};

export const DEFAULT_LIMITS: DatabaseLimits = { statementMs: 60_000, lockMs: 10_000, idleTransactionMs: 60_000 };

/** Connection options under which the server ends what takes too long. Each end is a passing fault: `later`. */
export function limitOptions({ statementMs, lockMs, idleTransactionMs }: DatabaseLimits): string {
  return `-c statement_timeout=${statementMs} -c lock_timeout=${lockMs} -c idle_in_transaction_session_timeout=${idleTransactionMs}`;
}

/**
 * Keeps a connection that the server ends while nobody waits for an answer from ending the process: whoever holds it learns of it
 * with the next statement.
 */
export function surviveLostConnections(pool: Pool): void {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
}
