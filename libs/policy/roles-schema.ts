import { PERMISSIONS, ROLES } from '@zhiheng/contracts';
import type { PersonRole } from './role-book.js';
import { bilingual, schemaFile } from './schema-parts.js';
import type { JsonSchema } from './schema-parts.js';

export const PERSON_ROLES: readonly PersonRole[] = ROLES.filter((role) => role !== 'system');

const rights: JsonSchema = {
  type: 'object',
  description: '{ title, permissions, reads }',
  additionalProperties: false,
  required: ['title', 'permissions', 'reads'],
  properties: {
    title: bilingual,
    permissions: {
      type: 'array',
      uniqueItems: true,
      items: { enum: PERMISSIONS, description: PERMISSIONS.join(' | ') },
      description: '可以使用的功能 what the role may use of the interface',
    },
    reads: {
      type: ['string', 'array'],
      pattern: '^all$',
      uniqueItems: true,
      items: { type: 'string', minLength: 1 },
      description: 'all，或流程名称的列表 all, or a list of workflows',
    },
  },
};

/** `config/roles.yaml` */
export const rolesSchema = schemaFile('roles', '身份 roles', {
  type: 'object',
  additionalProperties: false,
  required: ['roles'],
  properties: {
    roles: {
      type: 'object',
      description: `每个身份一项 one entry for each of ${PERSON_ROLES.join(', ')}`,
      additionalProperties: false,
      required: PERSON_ROLES,
      properties: Object.fromEntries(PERSON_ROLES.map((role) => [role, rights])),
    },
  },
});
