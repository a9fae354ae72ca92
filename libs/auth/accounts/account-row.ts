import type { Instant } from '@zhiheng/kernel';
import type { PersonRole } from '@zhiheng/policy';
import type { Account } from './account.js';

export type AccountRow = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly PersonRole[];
  readonly area: string | null;
  readonly subject_id: string | null;
  readonly active: boolean;
  readonly must_change_password: boolean;
  readonly external_subject: string | null;
  readonly demo: boolean;
  readonly created_at: Date;
  readonly created_by: string;
  readonly changed_at: Date;
};

/** The columns of an account that leave the store: all but the hash. */
export const ACCOUNT_COLUMNS =
  'id, name, roles, area, subject_id, active, must_change_password, external_subject, demo, created_at, created_by, changed_at';

export function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    name: row.name,
    roles: row.roles,
    ...(row.area !== null && { area: row.area }),
    ...(row.subject_id !== null && { subjectId: row.subject_id }),
    active: row.active,
    mustChangePassword: row.must_change_password,
    ...(row.external_subject !== null && { externalSubject: row.external_subject }),
    demo: row.demo,
    createdAt: row.created_at.toISOString() as Instant,
    createdBy: row.created_by,
    changedAt: row.changed_at.toISOString() as Instant,
  };
}
