import { NATION } from '@zhiheng/contracts';
import { ZhihengError } from '@zhiheng/kernel';
import { createAccount } from './accounts.js';
import type { AccountPorts } from './accounts.js';

/** Creates `admin` where no administrator is, with a password to be changed at the first sign-in. Answers whether it did. */
export async function createFirstAdministrator(ports: AccountPorts, password: string): Promise<boolean> {
  const { rows } = await ports.pool.query<{ readonly there: boolean }>(
    "select exists (select from account where active and 'administrator' = any(roles)) as there",
  );
  if (rows[0]?.there === true) return false;
  try {
    await createAccount(ports, {
      id: 'admin',
      name: '系统管理员',
      roles: ['administrator'],
      area: NATION,
      password,
      mustChangePassword: true,
      by: 'ZHIHENG_ADMIN_PASSWORD',
    });
    return true;
  } catch (fault) {
    // Another replica was first.
    if (fault instanceof ZhihengError && fault.code === 'ACCOUNT_EXISTS') return false;
    throw fault;
  }
}
