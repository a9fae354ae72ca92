import type { Role } from '@zhiheng/contracts';
import type { Upload } from './api.js';

/** A request that cannot be carried out, and how it is answered. Paths may name `{procedure}`: one that exists. */
export type BadRequest = { readonly title: string; readonly path: string; readonly status: number; readonly code: string } & (
  | {
      readonly method?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly as?: Role | 'nobody';
    }
  | { readonly upload: Upload }
);

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const EVENTS = '/api/procedures/{procedure}/events';
const SERVED = { type: 'CONCLUSION_SERVED', data: { method: 'direct', producerTold: true } };
const OPENING = {
  type: 'NONCONFORMITY_REPORTED',
  data: { sampleId: 'S-1', product: '电磁灶', items: [] },
  workflow: 'inspection',
  jurisdiction: '442000',
  subject: { kind: 'enterprise', id: 'x', name: '某厂' },
};

const get = (title: string, path: string, status = 400, code = 'REQUEST_INVALID'): BadRequest => ({
  title,
  path,
  status,
  code,
});
const raw = (
  title: string,
  body: string | undefined,
  status = 400,
  code = 'REQUEST_INVALID',
  type = 'application/json',
): BadRequest => ({
  title,
  path: EVENTS,
  status,
  code,
  method: 'POST',
  headers: { 'content-type': type },
  ...(body !== undefined && { body }),
});
const event = (title: string, changes: object, status = 400, code = 'REQUEST_INVALID'): BadRequest =>
  raw(title, JSON.stringify({ ...SERVED, ...changes }), status, code);
const opening = (title: string, changes: object, status = 400, code = 'REQUEST_INVALID'): BadRequest => ({
  ...raw(title, JSON.stringify({ ...OPENING, ...changes }), status, code),
  path: '/api/procedures',
});
const file = (
  title: string,
  bytes: Uint8Array | string,
  changes: Partial<Upload> & { readonly status?: number; readonly code?: string } = {},
): BadRequest => {
  const { status = 422, code = 'IMPORT_FILE_NOT_RECOGNISED', ...rest } = changes;
  return {
    title,
    path: '/api/imports',
    status,
    code,
    upload: { fileName: 'a.csv', bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes, ...rest },
  };
};

/** Every way we know of to ask for what cannot be. `sound` is a file that could be imported. */
export function badRequests(sound: Uint8Array): readonly BadRequest[] {
  return [
    // addresses
    get('an unknown route', '/api/nothing', 404, 'NOT_FOUND'),
    get('the root', '/', 404, 'NOT_FOUND'),
    { ...get('a method that the route does not have', '/api/procedures/{procedure}', 404, 'NOT_FOUND'), method: 'DELETE' },
    { ...get('a health check by PUT', '/api/health', 404, 'NOT_FOUND'), method: 'PUT' },
    { ...get('headers that are too long', '/api/procedures', 431, 'HTTP_431'), headers: { 'x-long': 'x'.repeat(20_000) } },
    get('an id that is no UUID', '/api/procedures/12345'),
    get('an id of broken percent-encoding', '/api/procedures/%E0%A4%A'),
    get('an unknown procedure', `/api/procedures/${NOWHERE}`, 404, 'NOT_FOUND'),
    get('the log of an unknown procedure', `/api/procedures/${NOWHERE}/log`, 404, 'NOT_FOUND'),
    { ...event('an event to an unknown procedure', {}, 404, 'INSTANCE_UNKNOWN'), path: `/api/procedures/${NOWHERE}/events` },
    get('an unknown import', `/api/imports/${NOWHERE}`, 404, 'NOT_FOUND'),
    get('the rows of an unknown import', `/api/imports/${NOWHERE}/rows`, 404, 'NOT_FOUND'),

    // queries
    get('a limit that is no number', '/api/procedures?limit=many'),
    get('a limit of nothing', '/api/procedures?limit=0'),
    get('a negative limit', '/api/procedures?limit=-1'),
    get('a limit beyond the greatest', '/api/procedures?limit=201'),
    get('a limit beyond all numbers', '/api/public/blacklist?limit=99999999999999999999'),
    get('an unknown filter', '/api/procedures?colour=red'),
    get('a filter given twice', '/api/procedures?workflow=recall&workflow=inspection'),
    get('a page after what is no cursor', '/api/procedures?cursor=last'),
    get('a page of rows after a line beyond all lines', `/api/imports/${NOWHERE}/rows?after=99999999999`),
    get('an unknown outcome of rows', `/api/imports/${NOWHERE}/rows?outcome=lost`),
    get('a null character in a filter', '/api/procedures?subject=%00'),
    get('a null character in the search of the public list', '/api/public/blacklist?q=%00'),
    get('a search that is too long', `/api/public/blacklist?q=${'x'.repeat(101)}`),

    // bodies
    raw('malformed JSON', '{"type":'),
    raw('no body', undefined),
    raw('an empty body', ''),
    raw('null', 'null'),
    raw('a list instead of an event', '[]'),
    raw('text instead of JSON', 'CONCLUSION_SERVED', 400, 'REQUEST_INVALID', 'text/plain'),
    raw('an unknown character set', '{}', 415, 'HTTP_415', 'application/json; charset=klingon'),
    raw('a body of half a megabyte', JSON.stringify({ type: 'A'.repeat(500_000) }), 413, 'HTTP_413'),
    event('an unknown field', { urgent: true }),
    event('an event type that is no name', { type: 'drop table' }),
    event('data that is a list', { data: [1] }),
    event('an actor in the body: who acts stands in the token', { actor: { id: 'head-1', roles: ['head'] } }),
    event('no data', { data: undefined }),
    event('a null character in the data', { data: { ...SERVED.data, receivedBy: '张\u0000某' } }),
    event('half a surrogate pair in the data', { data: { ...SERVED.data, receivedBy: '\ud800' } }),
    event('a null character in the name of a field', { data: { 'a\u0000': 1 } }),
    raw(
      'data forty thousand levels deep',
      `{"type":"CONCLUSION_SERVED","data":{"x":${'['.repeat(40_000)}${']'.repeat(40_000)}}}`,
    ),
    event('a date that is no date', { on: 'yesterday' }),
    event('a day that does not exist', { on: '2026-02-30' }, 422, 'LEGAL_DATE_INVALID'),
    event('a day in the future', { on: '9999-12-31' }, 422, 'LEGAL_DATE_REFUSED'),
    event('a day before the law', { on: '1900-01-01' }, 422, 'POLICY_KEY_MISSING'),
    event('an unknown event', { type: 'SAMPLE_EATEN' }, 422, 'EVENT_UNKNOWN'),
    opening('a procedure without subject', { subject: undefined }),
    opening('a subject that is a list', { subject: [] }),
    opening('a subject without name', { subject: { kind: 'enterprise', id: 'x' } }),
    opening('a null character in the subject', { subject: { kind: 'enterprise', id: 'x\u0000', name: '某厂' } }),
    opening('a jurisdiction that is no code', { jurisdiction: '中山' }),
    opening('an unknown jurisdiction', { jurisdiction: '999999' }, 422, 'JURISDICTION_UNKNOWN'),
    opening('an unknown workflow', { workflow: 'coronation' }, 404, 'WORKFLOW_UNKNOWN'),
    opening('an event that opens nothing', SERVED, 409, 'EVENT_NOT_EXPECTED'),

    // uploads
    { ...raw('an import without form', undefined), path: '/api/imports' },
    { ...raw('an import as JSON, without file', '{"kind":"spot-checks","jurisdiction":"442000"}'), path: '/api/imports' },
    { ...raw('a form without boundary', 'x', 400, 'REQUEST_INVALID', 'multipart/form-data'), path: '/api/imports' },
    {
      ...raw(
        'a form that breaks off',
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nabc',
        400,
        'REQUEST_INVALID',
        'multipart/form-data; boundary=x',
      ),
      path: '/api/imports',
    },
    {
      ...raw(
        'a form without file',
        '--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nspot-checks\r\n--x\r\nContent-Disposition: form-data; name="jurisdiction"\r\n\r\n442000\r\n--x--\r\n',
        400,
        'REQUEST_INVALID',
        'multipart/form-data; boundary=x',
      ),
      path: '/api/imports',
    },
    file('an unknown kind of import', sound, { kind: 'horoscopes', status: 400, code: 'REQUEST_INVALID' }),
    file('an import for the area of another bureau', sound, { jurisdiction: '999999', status: 403, code: 'AREA_NOT_ALLOWED' }),
    file('an import received on a day that does not exist', sound, { receivedOn: '2026-02-30', code: 'LEGAL_DATE_INVALID' }),
    file('an import received in the future', sound, { receivedOn: '9999-12-31', code: 'IMPORT_DATE_REFUSED' }),
    file('an empty file', ''),
    file('a file of nothing but a byte order mark', '\uFEFF'),
    file('a file with unknown columns', 'a,b\r\n1,2\r\n'),
    file('spot checks imported as enterprises', sound, { kind: 'enterprises' }),
    file('a file of null characters', Buffer.alloc(4_000)),
    file('an old XLS file', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), {
      fileName: '旧表.xls',
      code: 'IMPORT_FILE_UNREADABLE',
    }),
    file('a broken XLSX file', Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 1, 2, 3), {
      fileName: '坏表.xlsx',
      code: 'IMPORT_FILE_UNREADABLE',
    }),
  ];
}
