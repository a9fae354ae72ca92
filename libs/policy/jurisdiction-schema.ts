import { bilingual, jurisdictionCode, schemaFile } from './schema-parts.js';

export const LEVELS = ['county', 'city', 'province'] as const;

/** `config/jurisdictions/<code>/jurisdiction.yaml` */
export const jurisdictionSchema = schemaFile('jurisdiction', '辖区 jurisdiction', {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'name', 'level', 'province', 'calendar', 'lawRuleSets'],
  properties: {
    code: jurisdictionCode,
    name: bilingual,
    level: { enum: LEVELS, description: 'county | city | province' },
    province: { ...jurisdictionCode, description: '所在省的代码 code of the province' },
    parent: {
      ...jurisdictionCode,
      description: '上一级辖区；其政策和规则在此适用 the level above, if it is configured: its policy and rules apply here too',
    },
    calendar: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]*$',
      description: 'config/calendar/ 下的目录名 a folder of config/calendar',
    },
    lawRuleSets: {
      type: ['string', 'array'],
      pattern: '^all$',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', minLength: 1 },
      description: 'all，或规则集名称的列表 all, or a list of rule sets',
    },
  },
});
