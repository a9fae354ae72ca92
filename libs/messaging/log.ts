/** Where messaging reports what an operator should know: an event and its fields, no prose and no personal data. */
export type Log = (event: string, fields: Record<string, unknown>) => void;

/** For callers that keep no log. */
export const silent: Log = () => undefined;

/** A fault as fields: its code and what it says, never its stack. */
export function faultFields(fault: unknown): { readonly code: string; readonly reason: string } {
  // By shape and not by class: a fault of a socket or of another realm is an Error of another kind.
  const { code, name, message } = (typeof fault === 'object' && fault !== null ? fault : {}) as Partial<
    Record<'code' | 'name' | 'message', unknown>
  >;
  const reason = typeof message === 'string' ? message : String(fault);
  return {
    code: [code, name].find((text): text is string => typeof text === 'string' && text !== '') ?? 'FAULT',
    // PostgreSQL text holds no NUL; a reason of any length would make the store of dead letters the next victim.
    reason: reason.replaceAll('\u0000', '\uFFFD').slice(0, 2_000),
  };
}
