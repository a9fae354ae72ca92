import fc from 'fast-check';
import type { Operation, Parameter, Schema } from './operations.js';

/** A request as bytes go out: nothing between here and the server mends it. */
export type FuzzRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
};

/** Values of the real world that open doors behind the first check: ids that exist, cursors that were given out. */
export type Harvest = { readonly ids: readonly string[]; readonly words: readonly string[] };

const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '𠮷野家',
  '中山市',
  '%',
  '_',
  '\\',
  "'; drop table instance; --",
  '${7*7}',
  '=cmd|calc!A1',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'NaN',
  '-1',
  '0',
  '1e309',
  '9223372036854775808',
  '-9223372036854775809',
  '0x10',
  'true',
  'null',
  '[]',
  '{}',
  '2026-02-30',
  '2026-13-01',
  '9999-12-31',
  '0000-00-00',
  '275760-09-14',
  '00000000-0000-4000-8000-000000000000',
  '00000000-0000-0000-0000-00000000000g',
  'eyJ9',
  Buffer.from('{"x":1}').toString('base64url'),
  Buffer.from('[null,null]').toString('base64url'),
  Buffer.from('["2026-01-01T00:00:00.000Z","not-a-uuid"]').toString('base64url'),
  'x'.repeat(5_000),
  '汉'.repeat(2_000),
];
const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  [[]],
  {},
  { $gt: '' },
  { length: -1 },
  { toString: 1 },
  [null],
  { constructor: { prototype: { polluted: true } } },
  deep(60),
];

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = { a: value };
  return value;
}

const textOf = (harvest: Harvest): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
    { weight: 2, arbitrary: harvest.ids.length > 0 ? fc.constantFrom(...harvest.ids) : fc.uuid() },
    { weight: 2, arbitrary: harvest.words.length > 0 ? fc.constantFrom(...harvest.words) : fc.string() },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    { weight: 1, arbitrary: fc.uuid() },
  );

/** A value that fits the schema or nearly does. */
function valueOf(schema: Schema, harvest: Harvest, depth = 0): fc.Arbitrary<unknown> {
  const hostile = fc.oneof(fc.constantFrom(...HOSTILE_VALUES), textOf(harvest));
  return fc.oneof({ weight: 4, arbitrary: fitting(schema, harvest, depth) }, { weight: 1, arbitrary: hostile });
}

function fitting(schema: Schema, harvest: Harvest, depth: number): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.example !== undefined && depth > 0) return fc.oneof(fc.constant(schema.example), textOf(harvest));
  switch (schema.type) {
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: schema.minimum ?? -5, max: schema.maximum ?? 1_000 }), fc.double());
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, harvest, depth + 1), { maxLength: 4 });
    case 'object':
      return objectOf(schema, harvest, depth);
    default:
      if (schema.properties !== undefined) return objectOf(schema, harvest, depth);
      if (schema.format === 'uuid') return fc.oneof(fc.uuid(), textOf(harvest));
      return textOf(harvest);
  }
}

function objectOf({ properties = {}, required = [] }: Schema, harvest: Harvest, depth: number): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, valueOf(inner, harvest, depth + 1)]),
  );
  const known = fc.oneof(
    { weight: 3, arbitrary: fc.record(members, { requiredKeys: required.filter((name) => name in members) }) },
    { weight: 1, arbitrary: fc.record(members, { requiredKeys: [] }) },
  );
  const extra = fc.dictionary(
    fc.constantFrom('extra', '__proto__', 'constructor', '汉字', ''),
    fc.constantFrom(...HOSTILE_VALUES),
    {
      maxKeys: 1,
    },
  );
  return fc.oneof(
    { weight: 4, arbitrary: known },
    { weight: 1, arbitrary: fc.tuple(known, extra).map(([a, b]) => ({ ...a, ...b })) },
  );
}

/** Requests for an operation, from nearly right to hostile. */
export function requestsFor(operation: Operation, harvest: Harvest): fc.Arbitrary<FuzzRequest> {
  return fc
    .record({
      path: pathOf(operation, harvest),
      query: queryOf(operation, harvest),
      headers: headersOf(harvest),
      payload: payloadOf(operation, harvest),
    })
    .map(({ path, query, headers, payload }) => ({
      method: operation.method,
      path: query === '' ? path : `${path}?${query}`,
      headers: { ...headers, ...(payload && { 'content-type': payload.type }) },
      ...(payload && { body: payload.bytes }),
    }));
}

const encoded = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(encodeURIComponent(text.toWellFormed()), encodeURIComponent(text.toWellFormed()), '%ff', '%E0%A4%A', '%00');

function pathOf({ path, parameters }: Operation, harvest: Harvest): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!);
  const schemas = names.map(
    (name) => parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.schema ?? {},
  );
  return fc
    .tuple(
      ...schemas.map((schema) =>
        fc
          .oneof(
            { weight: 3, arbitrary: textOf({ ids: harvest.ids, words: harvest.ids }) },
            { weight: 1, arbitrary: valueOf(schema, harvest) },
          )
          .chain((value) => encoded(asText(value))),
      ),
    )
    .map((values) => names.reduce((whole, name, index) => whole.replace(`{${name}}`, () => values[index] || '%20'), path));
}

function queryOf({ parameters }: Operation, harvest: Harvest): fc.Arbitrary<string> {
  const queries = parameters.filter((parameter) => parameter.in === 'query');
  const one = (parameter: Parameter): fc.Arbitrary<string> =>
    // A long poll is bounded by what it is asked for: the fuzzer has no time to wait.
    parameter.name === 'wait'
      ? fc.constantFrom('wait=0', 'wait=1', 'wait=-1', 'wait=x', 'wait=99999999')
      : valueOf(parameter.schema, harvest).chain((value) => {
          const key = parameter.name;
          const text = encodeURIComponent(asText(value).toWellFormed());
          return fc.constantFrom(
            `${key}=${text}`,
            `${key}=${text}`,
            `${key}=${text}`,
            `${key}=${text}&${key}=2`,
            `${key}[a]=${text}`,
            `${key}=%zz`,
          );
        });
  const chosen = fc
    .subarray(queries.map((_, index) => index))
    .chain((indexes) => fc.tuple(...indexes.map((index) => one(queries[index]!))));
  return fc
    .tuple(chosen, fc.constantFrom('', '', '', 'extra=1', '&&', '__proto__=1'))
    .map(([parts, extra]) => [...parts, extra].filter(Boolean).join('&'));
}

// Mostly absent: a strange header is refused first, and what stands behind would never be reached.
function headersOf(harvest: Harvest): fc.Arbitrary<Record<string, string>> {
  const value = fc.oneof(textOf(harvest), fc.constantFrom('"1"', 'W/"x"', '*', '"9999999999999999999"')).map(headerText);
  const perhaps = fc.tuple(fc.integer({ min: 0, max: 9 }), value).map(([dice, header]) => (dice === 0 ? header : undefined));
  return fc
    .record(Object.fromEntries(HEADERS.map((name) => [name, perhaps])))
    .map((headers) =>
      Object.fromEntries(Object.entries(headers).flatMap(([name, header]) => (header === undefined ? [] : [[name, header]]))),
    );
}

const HEADERS = ['idempotency-key', 'if-match', 'if-none-match', 'x-in-place-of', 'accept', 'last-event-id', 'accept-encoding'];

type Payload = { readonly type: string; readonly bytes: Buffer };

function payloadOf({ body }: Operation, harvest: Harvest): fc.Arbitrary<Payload | undefined> {
  if (body === undefined) return fc.constant(undefined);
  const json = valueOf(body.schema, harvest).map((value): Payload => ({ type: 'application/json', bytes: jsonBytes(value) }));
  const broken = fc.constantFrom<Payload>(
    { type: 'application/json', bytes: Buffer.from('{"type":') },
    { type: 'application/json', bytes: Buffer.from([0xff, 0xfe, 0x7b, 0x7d]) },
    { type: 'application/json; charset=utf-16', bytes: Buffer.from('{}', 'utf16le') },
    { type: 'application/json; charset=nonsense', bytes: Buffer.from('{}') },
    { type: 'application/json', bytes: Buffer.from('"text"') },
    { type: 'application/json', bytes: Buffer.from('[]') },
    { type: 'application/json', bytes: Buffer.from('{"a":1,"a":2,"__proto__":{"admin":true}}') },
    { type: 'text/plain', bytes: Buffer.from('hello') },
    { type: 'application/x-www-form-urlencoded', bytes: Buffer.from('a[b][c]=1&a=2') },
    { type: 'multipart/form-data', bytes: Buffer.from('no boundary') },
    {
      type: 'multipart/form-data; boundary=b',
      bytes: Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nx'),
    },
    { type: 'application/json', bytes: Buffer.alloc(0) },
    { type: 'application/json', bytes: Buffer.from(`{"a":${'['.repeat(3_000)}${']'.repeat(3_000)}}`) },
  );
  if (!body.type.startsWith('multipart/')) return fc.oneof({ weight: 5, arbitrary: json }, { weight: 1, arbitrary: broken });
  return fc.oneof({ weight: 3, arbitrary: multipart(body.schema, harvest) }, { weight: 1, arbitrary: broken });
}

function multipart({ properties = {} }: Schema, harvest: Harvest): fc.Arbitrary<Payload> {
  const file = fc.oneof(
    fc.constantFrom(
      '',
      '\uFEFF',
      '样品编号,产品名称\r\n1,电磁灶\r\n',
      'a,b\n"unclosed',
      '\u0000\u0000',
      'PK\u0003\u0004broken',
      '名称,统一社会信用代码\n某厂,1',
    ),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  const parts = Object.entries(properties).map(([name, schema]) =>
    fc.option(
      schema.format === 'binary'
        ? file.map((text) => `--zz\r\nContent-Disposition: form-data; name="${name}"; filename="抽检.csv"\r\n\r\n${text}\r\n`)
        : valueOf(schema, harvest, 1).map(
            (value) => `--zz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${asText(value)}\r\n`,
          ),
      { nil: '', freq: 5 },
    ),
  );
  return fc
    .tuple(...parts)
    .map((all) => ({ type: 'multipart/form-data; boundary=zz', bytes: Buffer.from(`${all.join('')}--zz--\r\n`) }));
}

// JSON.stringify would escape half a surrogate pair: written as it is by some clients, so both ways are sent.
function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value) ?? 'null');
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

/** Node refuses to send control characters and what Latin-1 does not have. */
function headerText(text: string): string {
  return Buffer.from(text.slice(0, 300), 'utf8')
    .toString('latin1')
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '?');
}
