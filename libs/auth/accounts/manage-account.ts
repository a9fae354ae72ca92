import { covers } from '@zhiheng/contracts';
import type { Actor } from '@zhiheng/contracts';
import { ZhihengError } from '@zhiheng/kernel';
import type { PersonRole } from '@zhiheng/policy';
import type { Account } from './account.js';
import { accountUnknown, changeAndRevoke, checkAccount, findAccount } from './accounts.js';
import type { AccountPorts, NewAccount } from './accounts.js';

export type AccountChange = {
  readonly name?: string;
  readonly roles?: readonly PersonRole[];
  readonly area?: string;
  readonly externalSubject?: string;
  readonly active?: boolean;
};

/** Changes an account and ends its sessions: nobody goes on with rights that were taken. Throws ACCOUNT_UNKNOWN, ACCOUNT_INVALID. */
export async function changeAccount(ports: AccountPorts, id: string, change: AccountChange): Promise<Account> {
  const account = await findAccount(ports, id);
  const changed = { ...account, ...change };
  checkAccount(changed);
  await changeAndRevoke(ports, id, {
    change: 'name = $3, roles = $4, area = $5, external_subject = $6, active = $7',
    values: [changed.name, changed.roles, changed.area ?? null, changed.externalSubject ?? null, changed.active],
    reason: 'ACCOUNT_CHANGED',
  });
  return findAccount(ports, id);
}

/** An administrator manages the accounts of the own area and below, and not the own one. Throws ACCOUNT_OWN, ACCOUNT_UNKNOWN. */
export function checkMayManage(by: Actor, { id, area }: Pick<NewAccount, 'id' | 'area'>): void {
  if (by.id === id)
    throw new ZhihengError('ACCOUNT_OWN', { expected: '由另一位管理员办理 another administrator does it', found: id });
  if (by.area !== undefined && area !== undefined && !covers(by.area, area)) throw accountUnknown(id);
}
