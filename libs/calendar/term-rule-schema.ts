const amount = { type: 'integer', minimum: 0 } as const;
const unit = { enum: ['working-day', 'calendar-day', 'hour', 'month', 'year'] } as const;
const span = {
  type: 'object',
  additionalProperties: false,
  required: ['amount', 'unit'],
  properties: { amount, unit },
} as const;

/** JSON Schema of a `TermRule` as config files write it. */
export const termRuleSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['amount', 'unit', 'direction'],
  properties: {
    amount,
    unit,
    direction: { enum: ['due', 'not-before', 'window'] },
    opensAfter: span,
    rollForward: { enum: ['none', 'next-working-day', 'after-statutory-holiday'] },
    suspendedBy: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true },
    extensions: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['amount', 'unit', 'approver'],
        properties: { amount, unit, approver: { type: 'string', minLength: 1 } },
      },
    },
    statutory: { type: 'boolean' },
  },
} as const;
