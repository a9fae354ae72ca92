import { ratio } from './rule-set-schema.js';
import { bilingual, citation, legalDate, schemaFile } from './schema-parts.js';
import type { JsonSchema } from './schema-parts.js';

const expression: JsonSchema = { type: 'string', minLength: 1, description: 'CEL 表达式 a CEL expression' };
const workflow: JsonSchema = { type: 'string', pattern: '^[a-z][a-z0-9-]*$', description: '流程名 name of a workflow' };

const fields: JsonSchema = {
  propertyNames: { pattern: '^[a-z][A-Za-z0-9]*$', description: '字段名 a field name in camelCase' },
  additionalProperties: { $ref: '#/definitions/field' },
};

const consequence: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['event', 'instance'],
  oneOf: [{ required: ['start'] }, { required: ['signal'] }],
  description: 'start 与 signal 恰有其一 exactly one of start and signal',
  properties: {
    start: workflow,
    signal: workflow,
    event: { type: 'string', pattern: '^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$', description: '事件名，如 CLUE_REGISTERED an event' },
    instance: { type: 'array', minItems: 1, items: expression, description: '识别流程实例的各部分 the parts of the identity' },
    subject: {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'id', 'name'],
      properties: { kind: expression, id: expression, name: expression },
    },
    data: { $ref: '#/definitions/data' },
  },
};

/** `config/law/rulebook.yaml` and `config/jurisdictions/<code>/rulebook.yaml` */
export const rulebookSchema = schemaFile('rulebook', '规则手册 rulebook', {
  type: 'object',
  additionalProperties: false,
  required: ['rules'],
  definitions: {
    data: { type: 'object', ...fields },
    field: {
      type: ['string', 'number', 'boolean', 'object'],
      minLength: 1,
      ...fields,
      description: 'CEL 表达式、数、true/false 或下一层字段 an expression, a number, true or false, or nested fields',
    },
  },
  properties: {
    rules: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'on', 'then', 'from', 'citation'],
        properties: {
          id: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', description: '小写字母、数字和连字符 kebab-case' },
          title: bilingual,
          on: {
            type: 'string',
            pattern: '^[a-z][a-z0-9-]*\\.[a-z][A-Za-z0-9-]*$',
            description: '主题 <workflow>.<announcement>',
          },
          if: expression,
          then: consequence,
          from: { ...legalDate, description: '生效日期 YYYY-MM-DD, the first day in force' },
          until: { ...legalDate, description: '最后一天（含）YYYY-MM-DD, the last day in force' },
          statutory: { type: 'boolean', description: '缺省 true；false 表示政策要求 false: ordered by policy, not by law' },
          citation,
          target: { ...ratio, description: 'KPI 目标，如 100% a ratio' },
        },
      },
    },
  },
});
