import type { Role } from '@zhiheng/contracts';

/** The demo account of each role that takes part in procedures. */
const ACCOUNTS: Partial<Readonly<Record<Role, string>>> = {
  inspector: 'inspector-1',
  laboratory: 'lab-1',
  'case-handler': 'handler-1',
  reviewer: 'reviewer-1',
  head: 'head-1',
  publisher: 'publisher-1',
  'upper-bureau': 'province-1',
};

/** Whoever moves the clock and may send nothing. */
export const ADMINISTRATOR = 'admin';
export const SENDERS: readonly string[] = Object.values(ACCOUNTS);

/** An account that may send an event, if one of the demo accounts may. */
export function accountFor(sentBy: readonly Role[]): string | undefined {
  return sentBy.map((role) => ACCOUNTS[role]).find((account) => account !== undefined);
}

/** An account that may not. */
export function strangerTo(sentBy: readonly Role[]): string | undefined {
  const may = new Set(sentBy.map((role) => ACCOUNTS[role]));
  return SENDERS.find((account) => !may.has(account));
}
