const text = { type: 'string', minLength: 1 };
const bilingual = { type: 'object', required: ['zh', 'en'], additionalProperties: false, properties: { zh: text, en: text } };
const pattern = { type: 'string', minLength: 1, format: 'pattern' };
const patterns = { type: 'object', additionalProperties: pattern, minProperties: 1 };
const texts = { type: 'array', items: { type: 'string' } };

/** JSON Schema of `config/import/<source>.yaml`. */
export const PROFILE_SCHEMA = {
  type: 'object',
  required: ['source', 'kind', 'title', 'columns', 'required', 'unknown', 'dates'],
  additionalProperties: false,
  properties: {
    source: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
    kind: { enum: ['spot-checks', 'enterprises'] },
    title: bilingual,
    columns: { type: 'object', minProperties: 2, additionalProperties: { type: 'array', minItems: 1, items: text } },
    required: { type: 'array', minItems: 1, items: text },
    layouts: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'columns', 'shape'],
        additionalProperties: false,
        properties: {
          name: text,
          columns: { type: 'array', minItems: 2, items: { type: ['string', 'null'] } },
          shape: patterns,
        },
      },
    },
    rejects: {
      type: 'array',
      items: {
        type: 'object',
        required: ['when', 'code', 'field', 'expected', 'why'],
        additionalProperties: false,
        properties: {
          when: patterns,
          code: { type: 'string', pattern: '^[A-Z][A-Z_]+$' },
          field: text,
          expected: text,
          why: bilingual,
        },
      },
    },
    unknown: texts,
    verdicts: {
      type: 'object',
      required: ['conforming', 'nonConforming', 'undetermined'],
      additionalProperties: false,
      properties: { conforming: texts, nonConforming: texts, undetermined: texts },
    },
    verdictWhenAbsent: { enum: ['conforming', 'nonConforming', 'undetermined'] },
    dates: {
      type: 'object',
      minProperties: 1,
      additionalProperties: { type: 'array', minItems: 1, items: { type: 'string', pattern: 'YYYY' } },
    },
    producedOnUnreliableWhenEqualTo: text,
    publishers: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['pattern'],
        additionalProperties: false,
        properties: {
          pattern,
          name: bilingual,
          level: { enum: ['national', 'province', 'city', 'county', 'foreign'] },
          decimalComma: { type: 'boolean' },
          batchIsReference: { type: 'boolean' },
        },
      },
    },
    publisherFallback: {
      type: 'object',
      required: ['field', 'pattern'],
      additionalProperties: false,
      properties: { field: text, pattern },
    },
    regimes: {
      type: 'array',
      items: {
        type: 'object',
        required: ['when', 'regime'],
        additionalProperties: false,
        properties: { when: patterns, regime: { enum: ['food', 'product'] } },
      },
    },
  },
  if: { properties: { kind: { const: 'spot-checks' } } },
  then: { required: ['publishers', 'verdicts'] },
};

export const KEY_ITEMS_SCHEMA = {
  type: 'object',
  required: ['table', 'basis', 'groups', 'whenLimitIs', 'microbiological'],
  additionalProperties: false,
  properties: {
    table: { const: 'key-items' },
    basis: text,
    groups: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['id', 'key', 'reason', 'patterns'],
        additionalProperties: false,
        properties: {
          id: text,
          key: { type: 'boolean' },
          reason: bilingual,
          patterns: { type: 'array', minItems: 1, items: pattern },
        },
      },
    },
    microbiological: {
      type: 'object',
      required: ['patterns', 'except'],
      additionalProperties: false,
      properties: {
        patterns: { type: 'array', minItems: 1, items: pattern },
        except: { type: 'array', items: pattern },
      },
    },
    whenLimitIs: {
      type: 'object',
      required: ['kinds', 'reason'],
      additionalProperties: false,
      properties: {
        kinds: { type: 'array', items: { enum: ['max', 'min', 'range', 'prohibited', 'not-detectable', 'plan', 'text'] } },
        reason: bilingual,
      },
    },
  },
};

export const REGIMES_SCHEMA = {
  type: 'object',
  required: ['table', 'basis', 'groups'],
  additionalProperties: false,
  properties: {
    table: { const: 'regimes' },
    basis: text,
    groups: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['regime', 'reason', 'patterns'],
        additionalProperties: false,
        properties: {
          regime: { enum: ['food', 'product'] },
          reason: bilingual,
          patterns: { type: 'array', minItems: 1, items: pattern },
        },
      },
    },
  },
};

export const DIVISIONS_SCHEMA = {
  type: 'object',
  required: ['table', 'provinces'],
  additionalProperties: false,
  properties: {
    table: { const: 'divisions' },
    provinces: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['name', 'short', 'cities'],
        additionalProperties: false,
        properties: { name: text, short: text, organ: text, cities: { type: 'array', items: text } },
      },
    },
  },
};
