import { signIn } from '../../e2e/api.js';
import type { Headers } from '../../e2e/api.js';
import { ADMINISTRATOR, SENDERS } from './accounts.js';

/** Signed-in headers of everybody who takes part. Tokens outlive every round: nobody signs in while something is broken. */
export type People = ReadonlyMap<string, Headers>;

export async function signInAll(url: string): Promise<People> {
  const people = new Map<string, Headers>();
  for (const account of [...SENDERS, ADMINISTRATOR]) people.set(account, await signIn(url, account));
  return people;
}
