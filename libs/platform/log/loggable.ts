import { isTechnical } from './technical.js';

type Loggable = string | number | boolean | null | readonly Loggable[] | { readonly [name: string]: Loggable };

const LONGEST = 300;
const DEEPEST = 3;
// Digits enough for a telephone or a resident's number, and the one letter that such a number may end in.
const LONG_NUMBER = /(?<![0-9A-Za-z-])\+?\d{11,18}[\dXx]?(?![0-9A-Za-z-])/g;
const WITHHELD = '（不记入日志 not logged）';

/**
 * What of the fields may stand on a line of the log. Fields hold ids, codes, names of ours and numbers. The one text that comes from
 * outside is the `reason` of a fault: a database quotes the row that it refused, a rule quotes what it found. It is kept only where the
 * `code` beside it says that it tells of machines and not of people.
 */
export function loggable(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, Loggable>> {
  const own = { ...fields };
  if ('reason' in own && !isTechnical(own['code'])) own['reason'] = WITHHELD;
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, clean(value, DEEPEST)]));
}

function clean(value: unknown, depth: number): Loggable {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.replace(LONG_NUMBER, '***').slice(0, LONGEST);
  if (depth === 0) return WITHHELD;
  if (Array.isArray(value)) return value.slice(0, 50).map((each) => clean(each, depth - 1));
  // An error's own fields would be written out: `detail` of a database fault is the row.
  if (typeof value !== 'object' || value instanceof Error) return WITHHELD;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clean(inner, depth - 1)]));
}
