import type { Bilingual, Json, JsonObject } from '@zhiheng/kernel';
import type { ErrorObject } from 'ajv';
import { mismatch } from './config-file.js';
import type { ConfigFault } from './config-file.js';
import type { ConfigPath, YamlSource } from './yaml-source.js';

/** Ajv's errors as faults with a place in the file. */
export function schemaFaults(source: YamlSource, errors: readonly ErrorObject[]): readonly ConfigFault[] {
  // A choice that failed reports each of its branches too, and `if` reports that its `then` failed: noise.
  const told = errors.filter(
    ({ keyword, schemaPath, propertyName }) =>
      keyword !== 'if' && propertyName === undefined && !/\/(oneOf|anyOf)\/\d+\//.test(schemaPath),
  );
  const faults = told.map((error) => schemaFault(source, error));
  const seen = new Set<string>();
  return faults.filter((fault) => {
    const name = `${fault.line}:${fault.column}:${fault.reason.en}`;
    return !seen.has(name) && seen.add(name);
  });
}

/** JSON pointer -> path. */
export function pathOf(pointer: string): ConfigPath {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
}

const TYPES: Readonly<Record<string, string>> = {
  string: '文本 text',
  number: '数字 number',
  integer: '整数 integer',
  boolean: 'true/false',
  array: '列表 list',
  object: '映射 map',
  null: '空 null',
};

const WHAT = {
  type: { zh: '类型不对', en: 'wrong type' },
  missing: { zh: '缺少必填项', en: 'a required key is missing' },
  unknown: { zh: '不认识的键', en: 'unknown key' },
  choice: { zh: '不在可选值之内', en: 'not one of the choices' },
  form: { zh: '写法不对', en: 'wrong form' },
  range: { zh: '超出范围', en: 'out of range' },
  date: { zh: '日期不存在或写法不对', en: 'no such date, or not written as a date' },
  few: { zh: '不能为空', en: 'must not be empty' },
  same: { zh: '列表中有重复项', en: 'the list repeats an item' },
  many: { zh: '项目过多', en: 'too many items' },
  combination: { zh: '组合不对', en: 'wrong combination' },
  name: { zh: '键名写法不对', en: 'wrong form of a key' },
  other: { zh: '不符合要求', en: 'does not satisfy the schema' },
} as const satisfies Readonly<Record<string, Bilingual>>;

function schemaFault(source: YamlSource, error: ErrorObject): ConfigFault {
  const path = pathOf(error.instancePath);
  const described = (error.parentSchema as { description?: string } | undefined)?.description;
  const shown = showValue(error.data as Json);
  const at = source.place(path);
  const params = error.params as JsonObject;
  const because = (what: Bilingual, expected: string) => mismatch(at, { what, expected, found: shown });

  switch (error.keyword) {
    case 'type':
      return because(
        WHAT.type,
        described ??
          [params.type]
            .flat()
            .map((type) => TYPES[String(type)] ?? String(type))
            .join(' | '),
      );
    case 'required':
      return mismatch(at, { what: WHAT.missing, expected: String(params.missingProperty), found: keysOf(error.data as Json) });
    case 'additionalProperties': {
      const unknown = String(params.additionalProperty);
      const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
      const found = `${unknown}${slipOf(unknown, (error.data as JsonObject)[unknown] ?? null)}`;
      return mismatch(source.keyPlace([...path, unknown]), { what: WHAT.unknown, expected: known.join(' | '), found });
    }
    case 'propertyNames':
      return mismatch(source.keyPlace([...path, String(params.propertyName)]), {
        what: WHAT.name,
        expected: String((error.schema as { description?: string }).description ?? 'camelCase'),
        found: String(params.propertyName),
      });
    case 'enum':
      return because(WHAT.choice, (params.allowedValues as readonly Json[]).map(String).join(' | '));
    case 'const':
      return because(WHAT.choice, showValue(params.allowedValue ?? null));
    case 'pattern':
      return because(WHAT.form, described ?? String(params.pattern));
    case 'format':
      return because(params.format === 'date' ? WHAT.date : WHAT.form, described ?? String(params.format));
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return because(WHAT.range, described ?? `${String(params.comparison)} ${String(params.limit)}`);
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return because(WHAT.few, described ?? `≥ ${String(params.limit)}`);
    case 'maxItems':
      return because(WHAT.many, `≤ ${String(params.limit)}`);
    case 'uniqueItems':
      return because(WHAT.same, '互不相同的项 distinct items');
    case 'oneOf':
    case 'anyOf':
      return because(WHAT.combination, described ?? String(error.message));
    default:
      return because(WHAT.other, `${described ?? ''} ${String(error.message)}`.trim());
  }
}

/** The two slips of the pen that YAML takes for a key without a value. */
function slipOf(unknown: string, value: Json): string {
  if (value !== null) return '';
  if (unknown.includes(':')) return '（冒号后缺空格 a blank is missing after the colon）';
  return /\s/.test(unknown) || /[^\x20-\x7e]/.test(unknown)
    ? '（含逗号的文本应加引号 put text that contains a comma in quotes）'
    : '';
}

/** A value as a fault shows it: its kind and its text, cut to a line. */
export function showValue(value: Json): string {
  if (value === null) return '空 null';
  const kind = TYPES[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
  // JSON knows no NaN and no infinity, but YAML does.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return `${kind} ${text.length > 80 ? `${text.slice(0, 77)}…` : text}`;
}

function keysOf(value: Json): string {
  return Object.keys(value as JsonObject).join(', ') || '{}';
}
