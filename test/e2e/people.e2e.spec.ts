import { DEMO_PASSWORD } from '@zhiheng/auth';
import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import { call, postJson, upload } from './api.js';
import type { Answer } from './api.js';
import { seedPeople, signedIn } from './people.js';
import type { People } from './people.js';
import { buildPrograms, runToEnd } from './program.js';
import { databaseUrlOf, makeHome } from './standalone.js';
import type { Home, Standalone } from './standalone.js';
import { waitFor } from './wait-for.js';

const MINUTES = 60_000;
const INFORMANT = '举报人张某某，电话一三八';

describe('people of a standalone system', () => {
  let home: Home;
  let system: Standalone;
  let people: People;
  let procedure: string;

  beforeAll(async () => {
    buildPrograms();
    home = makeHome({ ZHIHENG_LIMIT_LOGINS_PER_ACCOUNT: '3', ZHIHENG_LIMIT_PUBLIC_PER_MINUTE: '40' });
    system = await home.start();
    await seedPeople(databaseUrlOf(home.directory));
    people = signedIn(system.url);
    const city = generateCity({ seed: 'people', enterprises: 3, samples: 4, failing: 1, jurisdiction: ZHONGSHAN });
    const bytes = Buffer.from(renderSpotChecksCsv(city.spotCheckRows));
    expect((await upload(system.url, { fileName: '抽检.csv', bytes, headers: await people('inspector') })).status).toBe(201);
    procedure = await waitFor(
      async () => {
        const { body } = await get('/api/procedures?workflow=inspection', 'auditor');
        return (body['items'] as readonly { readonly id: string }[])[0]?.id;
      },
      { what: 'an inspection is opened' },
    );
  }, 5 * MINUTES);
  afterAll(async () => {
    await system?.stop();
    await home?.dispose();
  }, 3 * MINUTES);

  it('are told in both languages why they may not', async () => {
    const cells = [
      ['/api/procedures', 'nobody', 401, 'TOKEN_MISSING'],
      ['/api/accounts', 'head', 403, 'PERMISSION_MISSING'],
      ['/api/audit/reads', 'case-handler', 403, 'PERMISSION_MISSING'],
      [`/api/procedures/${procedure}`, 'administrator', 403, 'PERMISSION_MISSING'],
      [`/api/procedures/${procedure}`, 'party', 404, 'NOT_FOUND'],
    ] as const;
    for (const [path, who, status, code] of cells) {
      const { body, ...answer } = await get(path, who);
      expect({ ...answer, body }).toMatchObject({
        status,
        body: { code, title: expect.stringMatching(/[\u4e00-\u9fff]/) as string },
      });
    }
  });

  it('see what is restricted only when they are named; each look is on record before it is answered', async () => {
    const at = `/api/procedures/${procedure}`;
    expect((await post(`${at}/restriction`, 'head', { named: ['handler-1'], reason: '涉及举报人' })).body).toMatchObject({
      named: ['head-1', 'handler-1'],
    });
    for (const who of ['inspector', 'auditor', 'handler-2'])
      for (const path of [at, `${at}/log`, `${at}/restriction`, `${at}/confidential`])
        expect(await get(path, who)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await post(`${at}/events`, 'inspector', { type: 'PRODUCTION_CEASED', data: {} })).toMatchObject({ status: 404 });
    expect(await get(at, 'case-handler')).toMatchObject({ status: 200 });
    expect((await get(`/api/audit/reads?procedure=${procedure}`, 'auditor')).body).toMatchObject({
      items: [{ account: 'handler-1', instanceId: procedure, what: 'procedure' }],
    });
    expect(await send('DELETE', `${at}/restriction`, 'head')).toMatchObject({ status: 204 });
    expect(await get(at, 'inspector')).toMatchObject({ status: 200 });
  });

  it('read of an informant only when the record names them in person, and nothing of it is in the log', async () => {
    const at = `/api/procedures/${procedure}/confidential`;
    const kept = await post(at, 'inspector', { kind: 'informant', data: { name: INFORMANT }, named: ['handler-1'] });
    expect(kept).toMatchObject({
      status: 201,
      body: { kind: 'informant', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    });
    expect(JSON.stringify((await get(at, 'reviewer')).body)).not.toContain(INFORMANT);
    const record = `${at}/${String(kept.body['id'])}`;
    expect(await get(record, 'reviewer')).toMatchObject({ status: 403, body: { code: 'CONFIDENTIAL' } });
    expect((await get(record, 'case-handler')).body).toMatchObject({ data: { name: INFORMANT } });
    expect(JSON.stringify((await get(`/api/procedures/${procedure}/log`, 'auditor')).body)).not.toContain(INFORMANT);
    expect((await get('/api/audit/reads?account=handler-1', 'auditor')).body['items']).toContainEqual(
      expect.objectContaining({ what: 'confidential-record', recordId: kept.body['id'] }),
    );
    expect(system.program.stdout() + system.program.stderr()).not.toContain(INFORMANT);
  });

  it('who are new set a password of their own first; a closed account is out at once', async () => {
    const account = { id: 'new-1', name: '新人', roles: ['reviewer'], area: '442000', password: '临时密码请立即修改哦' };
    expect(await post('/api/accounts', 'administrator', account)).toMatchObject({
      status: 201,
      body: { mustChangePassword: true },
    });
    const { body } = await postJson(`${system.url}/api/auth/login`, { account: 'new-1', password: account.password });
    const headers = { authorization: `Bearer ${String(body['token'])}` };
    const look = () => call(`${system.url}/api/procedures`, { headers });
    expect(await look()).toMatchObject({ status: 403, body: { code: 'PASSWORD_CHANGE_REQUIRED' } });
    expect(await send('PATCH', '/api/accounts/new-1', 'administrator', { active: false })).toMatchObject({ status: 200 });
    expect(await look()).toMatchObject({ status: 401, body: { code: 'SESSION_REVOKED' } });
    expect(await post('/api/accounts', 'administrator', { ...account, id: 'new-2', area: '440000' })).toMatchObject({
      status: 404,
    });
    expect(await send('PATCH', '/api/accounts/admin', 'administrator', { roles: ['head'] })).toMatchObject({
      status: 403,
      body: { code: 'ACCOUNT_OWN' },
    });
  });

  it('who guess are slowed down, and so is who asks the public routes too often', async () => {
    const login = (password: string) =>
      fetch(`${system.url}/api/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account: 'publisher-1', password }),
      });
    for (let guess = 0; guess < 3; guess++) expect((await login(`wrong-${guess}`)).status).toBe(401);
    const refused = await login(DEMO_PASSWORD);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const statuses = new Set<number>();
    // Twice as many as a minute allows: the minute in which others were counted may end meanwhile.
    for (let asked = 0; asked <= 80 && !statuses.has(429); asked++)
      statuses.add((await call(`${system.url}/api/public/blacklist`)).status);
    expect([...statuses]).toEqual([200, 429]);
    expect((await call(`${system.url}/api/health`)).status).toBe(200);
  });

  it('get the security headers, and are not told what the server is made of', async () => {
    const { headers } = await fetch(`${system.url}/api/docs`);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it(
    'of a demonstration keep a production system from starting',
    async () => {
      const env = { DATABASE_URL: databaseUrlOf(home.directory), NODE_ENV: 'production', PORT: '0', ZHIHENG_SEED: 'none' };
      const { code, stderr } = await runToEnd('standalone', { env });
      expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('ACCOUNTS_DEMO') as string });
      expect(stderr).toContain('inspector-1');
    },
    2 * MINUTES,
  );

  const get = async (path: string, who: string): Promise<Answer> => send('GET', path, who);
  const post = async (path: string, who: string, body: object): Promise<Answer> => send('POST', path, who, body);

  async function send(method: string, path: string, who: string, body?: object): Promise<Answer> {
    const headers = who === 'nobody' ? {} : await people(who);
    return call(system.url + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
});
