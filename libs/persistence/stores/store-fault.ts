import { ZhihengError } from '@zhiheng/kernel';

// Classes of SQLSTATE after which the same statement may succeed: connection trouble, resources, shutdown and idle sessions, a server
// that is read-only while another takes over, serialization, deadlock, cancelled statements, transactions that stood idle.
const PASSING = [/^08/, /^53/, /^57P0[1235]$/, /^25006$/, /^25P0[34]$/, /^40/, /^57014$/];
const LOCK_NOT_FREE = '55P03';
const PASSING_NODE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
]);

/** A database fault as a fault of the engine: `later` when the database was away or busy or a lock not free, `never` when the statement is at fault. */
export function mapStoreFault(cause: unknown): ZhihengError {
  if (cause instanceof ZhihengError) return cause;
  const { code, message } = cause as { readonly code?: string; readonly message?: string };
  const found = [code, message || String(cause)].filter(Boolean).join(' ');
  if (code === LOCK_NOT_FREE)
    return new ZhihengError('STORE_LOCKED', {
      expected: 'a row that nobody holds 未被占用的记录',
      found,
      retry: 'later',
      cause,
    });
  const passing =
    code === undefined ? isConnectionLoss(message) : PASSING_NODE.has(code) || PASSING.some((pattern) => pattern.test(code));
  return passing
    ? new ZhihengError('STORE_UNAVAILABLE', { expected: 'a database that answers 数据库可用', found, retry: 'later', cause })
    : new ZhihengError('STORE_REFUSED', { expected: 'a statement that the database accepts', found, cause });
}

// node-postgres reports a connection that ended under a query, or before it, without a code; its wording is the only sign.
function isConnectionLoss(message: string | undefined): boolean {
  return (
    message !== undefined &&
    /^(Connection terminated|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|timeout exceeded when trying to connect|Query read timeout)/.test(
      message,
    )
  );
}
