import { bilingual, legalDate, schemaFile } from './schema-parts.js';
import type { JsonSchema } from './schema-parts.js';

const days: JsonSchema = { type: 'array', uniqueItems: true, items: legalDate };

/** `config/calendar/<id>/<year>.yaml` */
export const calendarSchema = schemaFile('calendar-year', '一年的放假调休安排 days off and make-up working days of a year', {
  type: 'object',
  additionalProperties: false,
  required: ['year', 'off', 'work'],
  properties: {
    year: { type: 'integer', minimum: 1949, maximum: 2199 },
    title: bilingual,
    source: { type: 'string', minLength: 1, description: '国务院办公厅通知的文号 number of the notice' },
    off: { ...days, description: '放假的日期 days off' },
    work: { ...days, description: '调休上班的日期 days of the weekend on which people work' },
  },
});
