import type { Permission, Role } from '@zhiheng/contracts';
import type { Bilingual } from '@zhiheng/kernel';

/** The roles that people can hold: `system` stands for lapsed clocks and rules, never for a person. */
export type PersonRole = Exclude<Role, 'system'>;

/** What a role may use of the interface, and which procedures within its area it may read. */
export type RoleRights = {
  readonly title: Bilingual;
  readonly permissions: readonly Permission[];
  readonly reads: 'all' | readonly string[];
};

/** `config/roles.yaml`: every role of a person has its rights. */
export type RoleBook = Readonly<Record<PersonRole, RoleRights>>;
