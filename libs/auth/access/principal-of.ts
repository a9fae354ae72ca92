import { prefixOf } from '@zhiheng/contracts';
import type { Actor } from '@zhiheng/contracts';
import type { PersonRole, RoleBook } from '@zhiheng/policy';
import type { Account } from '../accounts/account.js';
import type { Principal, ReadScope } from '../principal.js';

type Person = Pick<Account, 'id' | 'name' | 'roles' | 'area' | 'subjectId'>;

/** Who acts, what they may use and what they may read. In the place of an absent colleague: with that one's roles and area. */
export function principalOf(
  roleBook: RoleBook,
  { account, absent, sessionId }: { readonly account: Person; readonly absent?: Person; readonly sessionId?: string },
): Principal {
  const { roles, area, subjectId } = absent ?? account;
  const actor: Actor = {
    id: account.id,
    name: account.name,
    roles,
    ...(area !== undefined && { area }),
    ...(subjectId !== undefined && { subjectId }),
    ...(absent !== undefined && { inPlaceOf: absent.id }),
  };
  return {
    actor,
    permissions: new Set(roles.flatMap((role) => roleBook[role].permissions)),
    scope: scopeOf(roleBook, actor, roles),
    ...(sessionId !== undefined && { sessionId }),
  };
}

function scopeOf(roleBook: RoleBook, { id, inPlaceOf, area, subjectId }: Actor, roles: readonly PersonRole[]): ReadScope {
  const reads = roles.map((role) => roleBook[role].reads);
  const workflows = reads.includes('all') ? 'all' : [...new Set(reads.flat())];
  return {
    accountIds: [id, ...(inPlaceOf === undefined ? [] : [inPlaceOf])],
    jurisdictionPrefixes: area === undefined || workflows.length === 0 ? [] : [prefixOf(area)],
    workflows,
    ...(subjectId !== undefined && roles.includes('party') && { subjectId }),
  };
}
