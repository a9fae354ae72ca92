import { termRuleSchema } from '@zhiheng/calendar';
import { bilingual, citation, legalDate, schemaFile } from './schema-parts.js';
import type { JsonSchema } from './schema-parts.js';

/** What a policy value may be. `amount` is in yuan 元; `ratio` lies in 0..1 (a percentage may be written as `95%`). */
export const POLICY_KINDS = ['term', 'number', 'amount', 'text', 'list', 'flag', 'ratio'] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

export const ratio: JsonSchema = {
  type: ['number', 'string'],
  minimum: 0,
  maximum: 1,
  pattern: '^(100(\\.0+)?|\\d{1,2}(\\.\\d+)?)%$',
  description: '0 到 1 的数，或 0% 到 100% 的百分比 a number from 0 to 1, or a percentage',
};

const VALUE_OF_KIND: Readonly<Record<PolicyKind, JsonSchema>> = {
  term: termRuleSchema,
  number: { type: 'number' },
  amount: { type: 'number', minimum: 0, description: '金额，单位元，不小于 0 an amount in yuan, 0 or more' },
  text: { type: 'string', minLength: 1 },
  list: { type: 'array', minItems: 1, uniqueItems: true, items: { type: ['string', 'number'] } },
  flag: { type: 'boolean', description: 'true 或 false' },
  ratio,
};

const policyValues: JsonSchema = {
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['key', 'kind', 'title', 'versions'],
    properties: {
      key: {
        type: 'string',
        pattern: '^[a-z][A-Za-z0-9-]*(\\.[a-z][A-Za-z0-9-]*)+$',
        description: '政策键，如 enforcement.verification.term a dotted policy key',
      },
      kind: { enum: POLICY_KINDS },
      title: bilingual,
      statutory: { type: 'boolean', description: '缺省 true；false 表示不是法定，可由本地调整 false: not set by law' },
      versions: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['from', 'value', 'citation'],
          properties: {
            from: { ...legalDate, description: '施行日期 YYYY-MM-DD, the first day in force' },
            until: { ...legalDate, description: '失效日期（不含）YYYY-MM-DD, the first day no longer in force' },
            value: {},
            citation,
          },
        },
      },
    },
    allOf: POLICY_KINDS.map((kind) => ({
      if: { required: ['kind'], properties: { kind: { const: kind } } },
      then: { properties: { versions: { items: { properties: { value: VALUE_OF_KIND[kind] } } } } },
    })),
  },
};

/** `config/law/<ruleset>.yaml` */
export const ruleSetSchema = schemaFile('rule-set', '国家规则集 national rule set', {
  type: 'object',
  additionalProperties: false,
  required: ['ruleSet', 'title', 'order', 'values'],
  properties: {
    ruleSet: {
      type: 'string',
      pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
      description: '与文件名相同 the file name without .yaml',
    },
    title: bilingual,
    order: { type: 'string', minLength: 1, description: '文号 number of the order' },
    values: policyValues,
  },
});

/** `config/jurisdictions/<code>/policy.yaml` */
export const policySchema = schemaFile('policy', '地方政策 policy of a jurisdiction', {
  type: 'object',
  additionalProperties: false,
  required: ['values'],
  properties: {
    ruleSet: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', description: '缺省为行政区划代码 defaults to the code' },
    title: bilingual,
    order: { type: 'string', minLength: 1 },
    values: policyValues,
  },
});
