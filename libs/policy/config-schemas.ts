import { calendarSchema } from './calendar-schema.js';
import { jurisdictionSchema } from './jurisdiction-schema.js';
import { rolesSchema } from './roles-schema.js';
import { policySchema, ruleSetSchema } from './rule-set-schema.js';
import { rulebookSchema } from './rulebook-schema.js';
import type { JsonSchema } from './schema-parts.js';

/** The schemas by the name of their file in `config/schemas`, where editors find them. The parser uses these, not the files. */
export const configSchemas: ReadonlyMap<string, JsonSchema> = new Map([
  ['rule-set.schema.json', ruleSetSchema],
  ['policy.schema.json', policySchema],
  ['rulebook.schema.json', rulebookSchema],
  ['jurisdiction.schema.json', jurisdictionSchema],
  ['roles.schema.json', rolesSchema],
  ['calendar-year.schema.json', calendarSchema],
]);
