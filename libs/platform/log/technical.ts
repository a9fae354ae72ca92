// Of the system calls of Node (ECONNREFUSED), and SQLSTATEs of connections, resources, shutdown, serialization, locks: they quote no row.
const SYSTEM_CALL = /^(E[A-Z]{3,15}|EAI_AGAIN)$/;
const SQLSTATE_WITHOUT_ROWS = /^(08\w{3}|53\w{3}|57\w{3}|40\w{3}|55P03|25006)$/;
const OURS = new Set([
  'STORE_UNAVAILABLE',
  'STORE_LOCKED',
  'QUEUE_UNAVAILABLE',
  'INSTANCE_CONTENDED',
  'ENGINE_OVERLOADED',
  'DATABASE_OLDER',
  'DATABASE_NEWER',
  'DATABASE_UNREACHABLE',
]);

/** Whether what a fault of this code says is about machines only. */
export function isTechnical(code: unknown): boolean {
  return typeof code === 'string' && (OURS.has(code) || SYSTEM_CALL.test(code) || SQLSTATE_WITHOUT_ROWS.test(code));
}
