/** A JSON Schema (draft-07). */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** `title`, `citation` and the like, as they stand in every file of `config/`. Descriptions are what a fault shows as expected. */
export const bilingual: JsonSchema = {
  type: 'object',
  description: '{ zh: 中文, en: English }',
  additionalProperties: false,
  required: ['zh', 'en'],
  properties: { zh: { type: 'string', minLength: 1 }, en: { type: 'string', minLength: 1 } },
};

export const legalDate: JsonSchema = { type: 'string', format: 'date', description: '存在的日期 YYYY-MM-DD, an existing day' };

export const citation: JsonSchema = {
  type: 'object',
  description: '依据：条或原文至少一项 a source with its article or its sentence',
  additionalProperties: false,
  required: ['zh'],
  anyOf: [{ required: ['article'] }, { required: ['sentence'] }],
  properties: {
    zh: { type: 'string', minLength: 1, description: '文件名称 title of the law, order or policy' },
    en: { type: 'string', minLength: 1 },
    article: { type: 'string', minLength: 1, description: '条、款、项，如 第十八条第二款' },
    sentence: { type: 'string', minLength: 1, description: '原文 the words of the text' },
  },
};

export const jurisdictionCode: JsonSchema = {
  type: ['string', 'integer'],
  pattern: '^[1-9]\\d{5}$',
  minimum: 100000,
  maximum: 999999,
  description: '六位行政区划代码 GB/T 2260, e.g. 442000',
};

/** Stamps a schema for editors. */
export function schemaFile(name: string, title: string, body: JsonSchema): JsonSchema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', $id: `zhiheng:${name}`, title, ...body };
}
