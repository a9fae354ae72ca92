import { PERSON_ROLES } from '@zhiheng/policy';
import type { PersonRole, RoleBook } from '@zhiheng/policy';
import { principalOf } from './principal-of.js';

const title = { zh: '身份', en: 'Role' };
const roleBook = {
  ...(Object.fromEntries(PERSON_ROLES.map((role) => [role, { title, permissions: [], reads: 'all' }])) as unknown as RoleBook),
  laboratory: { title, permissions: ['procedures.read'], reads: ['inspection'] },
  publisher: { title, permissions: ['webhooks.manage'], reads: ['blacklist'] },
  party: { title, permissions: ['procedures.read'], reads: [] },
} satisfies RoleBook;
const person = (id: string, roles: readonly PersonRole[], more: object = { area: '442000' }) => ({
  id,
  name: id,
  roles,
  ...more,
});

describe('who makes a request', () => {
  it('may use and read what any of the roles gives', () => {
    const { permissions, scope } = principalOf(roleBook, { account: person('a-1', ['laboratory', 'publisher']) });
    expect([...permissions]).toEqual(['procedures.read', 'webhooks.manage']);
    expect(scope).toEqual({ accountIds: ['a-1'], jurisdictionPrefixes: ['4420'], workflows: ['inspection', 'blacklist'] });
  });

  it('as a party reads by the subject only', () => {
    const { scope } = principalOf(roleBook, { account: person('p-1', ['party'], { subjectId: 'uscc:1' }) });
    expect(scope).toEqual({ accountIds: ['p-1'], jurisdictionPrefixes: [], workflows: [], subjectId: 'uscc:1' });
  });

  it('in the place of a colleague has the roles and area of that one and keeps the own name', () => {
    const account = person('deputy-1', ['publisher']);
    const absent = person('absent-1', ['laboratory'], { area: '440000' });
    const { actor, permissions } = principalOf(roleBook, { account, absent });
    expect(actor).toEqual({ id: 'deputy-1', name: 'deputy-1', roles: ['laboratory'], area: '440000', inPlaceOf: 'absent-1' });
    expect([...permissions]).toEqual(['procedures.read']);
  });
});
