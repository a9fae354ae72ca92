/** Where messaging reports what an operator should know: an event and its fields, no prose and no personal data. */
export type Log = (event: string, fields: Record<string, unknown>) => void;

/** For callers that keep no log. */
export const silent: Log = () => undefined;

/** A fault as fields: its code and what it says, never its stack. */
export function faultFields(fault: unknown): { readonly code: string; readonly reason: string } {
  const { code, name } = fault instanceof Object ? (fault as { readonly code?: unknown; readonly name?: unknown }) : {};
  const reason = fault instanceof Error ? fault.message : String(fault);
  return {
    code: typeof code === 'string' && code !== '' ? code : typeof name === 'string' && name !== '' ? name : 'FAULT',
    // PostgreSQL text holds no NUL; a reason of any length would make the store of dead letters the next victim.
    reason: reason.replaceAll('\u0000', '\uFFFD').slice(0, 2_000),
  };
}
