import type { Actor } from '@zhiheng/contracts';
import type { Instant } from '@zhiheng/kernel';
import type { PersonRole } from '@zhiheng/policy';
import type { Account } from '../accounts/account.js';
import { checkMayDelegate } from './delegations.js';

const at = '2026-03-02T02:00:00.000Z' as Instant;
const account = (id: string, role: PersonRole, more: Partial<Account> = {}): Account => ({
  ...{ id, name: id, roles: [role], area: '442000', active: true, mustChangePassword: false, demo: false },
  ...{ createdAt: at, createdBy: 'test', changedAt: at },
  ...more,
});
const actor = (id: string, role: PersonRole, more: Partial<Actor> = {}): Actor => ({
  id,
  roles: [role],
  area: '442000',
  ...more,
});
const absent = account('handler-1', 'case-handler');
const deputy = account('handler-2', 'case-handler');

describe('a deputy', () => {
  it.each([
    ['the absent person', actor('handler-1', 'case-handler')],
    ['the head of the same bureau', actor('head-1', 'head')],
    ['an administrator of an area above', actor('admin', 'administrator', { area: '440000' })],
  ])('may be sent by %s', (_who, by) => {
    expect(() => checkMayDelegate(by, { absent, deputy })).not.toThrow();
  });

  it.each([
    ['the head of another bureau', actor('head-9', 'head', { area: '440100' })],
    ['a colleague', actor('reviewer-1', 'reviewer')],
    ['the deputy', actor('handler-2', 'head')],
    ['somebody who is a deputy too: what was lent is not lent on', actor('handler-9', 'head', { inPlaceOf: 'handler-1' })],
  ])('may not be sent by %s', (_who, by) => {
    expect(() => checkMayDelegate(by, { absent, deputy })).toThrow(
      expect.objectContaining({ code: 'DELEGATION_NOT_ALLOWED' }) as Error,
    );
  });

  it('for an administrator is not sent by a head', () => {
    const administrator = account('admin', 'administrator');
    expect(() => checkMayDelegate(actor('head-1', 'head'), { absent: administrator, deputy })).toThrow(
      expect.objectContaining({ code: 'DELEGATION_NOT_ALLOWED' }) as Error,
    );
  });

  it('is nobody whose account is closed, and no party', () => {
    for (const other of [account('x-1', 'head', { active: false }), account('p-1', 'party')])
      expect(() => checkMayDelegate(actor('handler-1', 'case-handler'), { absent, deputy: other })).toThrow(
        expect.objectContaining({ code: 'DELEGATION_INVALID' }) as Error,
      );
  });
});
