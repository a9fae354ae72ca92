import { DEMO_PASSWORD, createAccount, seedDemoAccounts } from '@zhiheng/auth';
import type { Role } from '@zhiheng/contracts';
import { openDatabase } from '@zhiheng/persistence';
import { systemClock } from '@zhiheng/platform';
import { signIn } from './api.js';

/** The demo account that stands for a role. */
const ACCOUNTS: Readonly<Record<Exclude<Role, 'system'>, string>> = {
  inspector: 'inspector-1',
  laboratory: 'lab-1',
  'case-handler': 'handler-1',
  reviewer: 'reviewer-1',
  head: 'head-1',
  publisher: 'publisher-1',
  'upper-bureau': 'province-1',
  party: 'party-1',
  auditor: 'auditor-1',
  administrator: 'admin',
};

/** Somebody who handles cases and reviews those of others. */
export const HANDLER_AND_REVIEWER = 'handler-reviewer-1';

/** Brings the demo accounts into a running system; the party speaks for the subject. */
export async function seedPeople(databaseUrl: string, subjectId?: string): Promise<void> {
  const database = await openDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    const { pool } = database;
    await seedDemoAccounts(pool, systemClock, subjectId === undefined ? {} : { subjectId });
    const ports = { pool, clock: systemClock };
    const created = createAccount(ports, {
      id: HANDLER_AND_REVIEWER,
      name: '兼任审核',
      roles: ['case-handler', 'reviewer'],
      area: '442000',
      password: DEMO_PASSWORD,
      demo: true,
      by: 'test',
    });
    await created.catch((fault: unknown) => {
      if ((fault as { readonly code?: string }).code !== 'ACCOUNT_EXISTS') throw fault;
    });
  } finally {
    await database.close();
  }
}

/** Signs in once for each account; answers the headers of whoever acts. */
export type Headers = Readonly<Record<string, string>>;
export type People = (who: string) => Promise<Headers>;

export function signedIn(url: string): People {
  const headers = new Map<string, Promise<Headers>>();
  return (who) => {
    const account = accountOf(who);
    const known = headers.get(account) ?? signIn(url, account);
    headers.set(account, known);
    return known;
  };
}

/** An account by itself, or the demo account of a role. */
function accountOf(who: string): string {
  return who in ACCOUNTS ? ACCOUNTS[who as keyof typeof ACCOUNTS] : who;
}
