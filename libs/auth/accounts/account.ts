import type { Instant } from '@zhiheng/kernel';
import type { PersonRole } from '@zhiheng/policy';

/** Who somebody is to the system: what they may do follows from the roles, where from the area. */
export type Account = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly PersonRole[];
  /** Administrative division whose bureau the person serves. A party needs none. */
  readonly area?: string;
  /** For a party: the subject that it speaks for. */
  readonly subjectId?: string;
  readonly active: boolean;
  readonly mustChangePassword: boolean;
  /** The person at the OpenID Connect provider. */
  readonly externalSubject?: string;
  readonly demo: boolean;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly changedAt: Instant;
};

export const ACCOUNT_ID = /^[a-z0-9-]{2,50}$/;
