import type { ConfigFault, Place } from './config-file.js';
import { rolesSchema } from './roles-schema.js';
import type { RoleBook } from './role-book.js';
import { validate } from './validate.js';
import type { YamlSource } from './yaml-source.js';

/** A workflow that a role may read, and where the file names it. */
export type PlacedRead = { readonly role: string; readonly workflow: string; readonly place: Place };

export type RolesRead = {
  readonly roles?: RoleBook;
  readonly reads: readonly PlacedRead[];
  readonly faults: readonly ConfigFault[];
};

/** Reads `config/roles.yaml`. */
export function readRoles(source: YamlSource): RolesRead {
  const { faults } = validate(source, rolesSchema);
  if (faults.length > 0) return { reads: [], faults };
  const { roles } = source.content as unknown as { readonly roles: RoleBook };
  const reads = Object.entries(roles).flatMap(([role, { reads }]) =>
    reads === 'all'
      ? []
      : reads.map((workflow, index) => ({ role, workflow, place: source.place(['roles', role, 'reads', index]) })),
  );
  return { roles, reads, faults };
}

/** Without the file nobody could be told what they may do. */
export function rolesMissing(): ConfigFault {
  const file = 'config/roles.yaml';
  return {
    file,
    line: 1,
    column: 1,
    reason: { zh: '缺少身份文件，没有它谁也不能登录', en: 'the file of roles is missing: without it nobody may do anything' },
    expected: file,
    found: '没有文件 no file',
  };
}
