import { createAccount } from '@zhiheng/auth';
import type { Role } from '@zhiheng/contracts';
import { ROLES } from '@zhiheng/contracts';
import type { LogEntry } from '@zhiheng/engine';
import { instant, legalDateOf } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import { openDatabase } from '@zhiheng/persistence';
import { systemClock } from '@zhiheng/platform';
import type { PersonRole } from '@zhiheng/policy';
import pg from 'pg';
import { call, postJson, signIn } from '../e2e/api.js';
import type { Answer, Headers } from '../e2e/api.js';
import { buildPrograms, runCommand } from '../e2e/program.js';
import { databaseUrlOf, makeHome } from '../e2e/standalone.js';
import type { Home, Standalone } from '../e2e/standalone.js';
import { AREAS, EVENTS, HERE, expectedCode, sendersOf } from './cells.js';
import type { Sender } from './cells.js';
import { DELEGATIONS, DUTIES, OFFICERS, subjectOf } from './duties.js';
import type { Act } from './duties.js';

const MINUTES = 60_000;
const PASSWORD = 'matrix-角色-辖区-2026';
const PEOPLE = ROLES.filter((role) => role !== 'system');
const WRONG_FORM = { 'no such field': true };
const SUBJECT = subjectOf('matrix');

type Opened = { readonly workflow: string; readonly id: string };
type Refused = { readonly instanceId: string; readonly account: string; readonly type: string; readonly code: string };

describe('role × event × area: who may send what, to which bureau', () => {
  let home: Home;
  let system: Standalone;
  let admin: Headers;
  const tokens = new Map<string, Headers>();
  const senders = sendersOf(PEOPLE);
  const opened: Opened[] = [];
  const forbidden: Refused[] = [];
  let allowed = 0;

  beforeAll(async () => {
    buildPrograms();
    home = makeHome({ ZHIHENG_SEED: 'demo', ZHIHENG_LIMIT_LOGINS_PER_ADDRESS: '1000000' });
    system = await home.start();
    admin = await signIn(system.url, 'admin');
    await addAccounts();
    for (const { from, to } of DELEGATIONS) await delegate(from, to);
    for (const workflow of new Set(EVENTS.map(({ workflow: name }) => name))) opened.push(await openOne(workflow));
  }, 10 * MINUTES);
  afterAll(async () => {
    await system?.stop();
    await home?.dispose();
  }, 3 * MINUTES);

  it('gives nobody the role of the system', async () => {
    const { status } = await post(
      '/api/accounts',
      { id: 'm-system', name: 'x', roles: ['system'], area: HERE, password: PASSWORD },
      admin,
    );
    expect(status).toBe(400);
  });

  it.each(PEOPLE)(
    'answers %s in every area for every event of every workflow',
    async (role) => {
      for (const sender of senders.filter((one) => one.role === role)) {
        const cells = opened.flatMap(({ workflow, id }) =>
          EVENTS.filter((event) => event.workflow === workflow).map((event) => ({ ...event, procedureId: id })),
        );
        const items = cells.map(({ procedureId, type }) => ({ procedureId, type, data: WRONG_FORM }));
        const { status, body } = await post('/api/procedures/events', { items }, tokens.get(sender.account)!);
        expect(status).toBe(200);
        const results = body['results'] as readonly { readonly problem?: { readonly code: string } }[];
        const found = cells.map(({ type }, index) => `${type}: ${results[index]?.problem?.code}`);
        expect(found).toEqual(cells.map(({ type, sentBy }) => `${type}: ${expectedCode(sentBy, sender)}`));
        for (const { procedureId, type, sentBy } of cells) {
          const code = expectedCode(sentBy, sender);
          if (code === 'EVENT_DATA_INVALID') allowed++;
          else forbidden.push({ instanceId: procedureId, account: sender.account, type, code });
        }
      }
    },
    10 * MINUTES,
  );

  it('keeps every forbidden attempt on the log of its procedure, and none has moved it', async () => {
    const kept = new Set<string>();
    for (const { id } of opened) {
      for (const entry of await logOf(id)) {
        if (entry.kind === 'refused') kept.add(`${id} ${entry.actor.id} ${entry.event.type} ${entry.refusal?.code}`);
        else expect(entry.seq).toBe(1);
      }
    }
    const missing = forbidden.filter(
      ({ instanceId, account, type, code }) => !kept.has(`${instanceId} ${account} ${type} ${code}`),
    );
    expect(missing).toEqual([]);
    expect({ forbidden: forbidden.length > 5_000, allowed: allowed > 500 }).toEqual({ forbidden: true, allowed: true });
    process.stdout.write(`\naccess matrix: ${forbidden.length} forbidden cells refused and logged, ${allowed} allowed\n`);
  });

  it(
    'refuses to open a procedure for another bureau or in a role that may not, and keeps that too',
    async () => {
      const expected: string[] = [];
      for (const { workflow, type, sentBy } of EVENTS.filter(({ opens }) => opens)) {
        for (const sender of senders) {
          const code = expectedCode(sentBy, sender);
          const answer = await post(
            '/api/procedures',
            { workflow, type, data: WRONG_FORM, ...SUBJECT },
            tokens.get(sender.account)!,
          );
          expect(`${type} by ${sender.account}: ${String(answer.body['code'])}`).toBe(`${type} by ${sender.account}: ${code}`);
          expected.push(`${workflow} ${type} ${sender.account} ${code}`);
        }
      }
      const rows = await query("select envelope::jsonb as e, refusal::jsonb ->> 'code' as code from stray_refusal");
      const kept = new Set(
        rows.map(({ e, code }) => {
          const envelope = e as {
            readonly workflow: string;
            readonly event: { readonly type: string };
            readonly actor: { readonly id: string };
          };
          return `${envelope.workflow} ${envelope.event.type} ${envelope.actor.id} ${String(code)}`;
        }),
      );
      expect(expected.filter((line) => !kept.has(line))).toEqual([]);
    },
    10 * MINUTES,
  );

  it('shows a procedure only to whom role and area allow', async () => {
    const { id } = opened.find(({ workflow }) => workflow === 'enforcement')!;
    for (const sender of senders) {
      const { status } = await get(`/api/procedures/${id}`, tokens.get(sender.account)!);
      expect(`${sender.account}: ${status}`).toBe(`${sender.account}: ${readsEnforcement(sender)}`);
    }
  });

  describe('duties that one person may not unite', () => {
    it.each(DUTIES)('$title', async ({ workflow, acts }) => {
      const [first, ...rest] = acts;
      const opening = await post(
        '/api/procedures',
        { workflow, ...eventOf(first!), ...subjectOf(`duty-${workflow}`) },
        tokens.get(first!.by)!,
      );
      expect(opening).toMatchObject({ status: 201 });
      const id = String(opening.body['instanceId']);
      for (const act of rest) {
        const { status, body } = await post(`/api/procedures/${id}/events`, eventOf(act), tokens.get(act.by)!, act.inPlaceOf);
        expect({ act, status, code: body['code'] }).toEqual({
          act,
          status: act.refusedBy === undefined ? 200 : 409,
          code: act.refusedBy,
        });
        const last = (await logOf(id)).at(-1);
        expect(last).toMatchObject({
          kind: act.refusedBy === undefined ? 'accepted' : 'refused',
          actor: { id: act.by, ...(act.inPlaceOf && { inPlaceOf: act.inPlaceOf }) },
          event: { type: act.event },
        });
      }
    });
  });

  it(
    'leaves sound histories',
    async () => {
      for (const command of ['verify-chain', 'replay']) {
        expect(JSON.parse(await runCommand([command, '--json'], home.env))).toMatchObject({ faults: [] });
      }
    },
    3 * MINUTES,
  );

  async function addAccounts(): Promise<void> {
    const officers = Object.entries(OFFICERS).map(([id, roles]) => ({ id, roles, area: HERE }));
    const database = await openDatabase({ url: databaseUrlOf(home.directory), poolSize: 1 });
    try {
      for (const account of [...senders.map(accountOf), ...officers])
        await createAccount(
          { pool: database.pool, clock: systemClock },
          { ...account, name: account.id, password: PASSWORD, by: 'test' },
        );
    } finally {
      await database.close();
    }
    for (const id of [...senders.map(({ account }) => account), ...Object.keys(OFFICERS)])
      tokens.set(id, await signIn(system.url, id, PASSWORD));
  }
  async function delegate(from: string, to: string): Promise<void> {
    const now = systemClock.now();
    // The day may end before the deputy acts.
    const [fromOn, untilOn] = [legalDateOf(now), legalDateOf(instant(Date.parse(now) + 86_400_000))];
    const { status, body } = await post('/api/delegations', { from, to, fromOn, untilOn, reason: '休假' }, tokens.get(from)!);
    expect({ status, body }).toMatchObject({ status: 201 });
  }
  async function openOne(workflow: string): Promise<Opened> {
    const { event, by, data } = OPENINGS[workflow]!;
    const { status, body } = await post(
      '/api/procedures',
      { workflow, type: event, data, ...SUBJECT },
      tokens.get(`m-${by}-${HERE}`)!,
    );
    expect({ status, body }).toMatchObject({ status: 201 });
    return { workflow, id: String(body['instanceId']) };
  }
  function post(path: string, body: object, by: Headers, inPlaceOf?: string): Promise<Answer> {
    return postJson(`${system.url}${path}`, body, { ...by, ...(inPlaceOf && { 'x-in-place-of': inPlaceOf }) });
  }
  function get(path: string, by: Headers): Promise<Answer> {
    return call(`${system.url}${path}`, { headers: by });
  }
  async function logOf(id: string): Promise<readonly LogEntry[]> {
    const rows = await query('select entry from log where instance_id = $1 order by seq', [id]);
    return rows.map(({ entry }) => JSON.parse(String(entry)) as LogEntry);
  }
  async function query(text: string, values: unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: databaseUrlOf(home.directory), options: '-c search_path=zhiheng' });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      await client.end();
    }
  }
});

/** One procedure of each workflow, in a state that is not closed. */
const OPENINGS: Readonly<Record<string, { readonly event: string; readonly by: Role; readonly data: JsonObject }>> = {
  inspection: { event: 'NONCONFORMITY_REPORTED', by: 'inspector', data: { sampleId: 'S-1', product: '电磁灶', items: [] } },
  enforcement: { event: 'CLUE_REGISTERED', by: 'case-handler', data: { source: 'other', grounds: ['线索'] } },
  interview: { event: 'TRIGGERED', by: 'head', data: { trigger: 'prominent-problem', detail: '事由', level: 'city' } },
  recall: {
    event: 'DEFECT_INFORMATION_RECEIVED',
    by: 'case-handler',
    data: { product: '电热毯', source: '投诉', detail: '过热' },
  },
  blacklist: {
    event: 'LISTING_PROPOSED',
    by: 'case-handler',
    data: { ground: '7-2', basis: 'penalty', detail: '较重处罚', decisionNo: '1号' },
  },
};

type Account = {
  readonly id: string;
  readonly roles: readonly PersonRole[];
  readonly area: string;
  readonly subjectId?: string;
};

function accountOf({ account, role, area, speaks }: Sender): Account {
  const subjectId =
    speaks === undefined ? undefined : speaks === 'for itself' ? String(SUBJECT.subject['id']) : 'uscc:somebody-else';
  return { id: account, roles: [role as PersonRole], area: AREAS[area], ...(subjectId && { subjectId }) };
}

const eventOf = ({ event, data }: Act): object => ({ type: event, data });

/** By config/roles.yaml: officers read what lies in their area, a laboratory inspections only, an administrator nothing, a party its own. */
function readsEnforcement({ role, area, speaks }: Sender): 200 | 403 | 404 {
  if (role === 'administrator') return 403;
  if (role === 'party') return speaks === 'for itself' ? 200 : 404;
  if (role === 'laboratory') return 404;
  return ['here', 'above', 'the nation'].includes(area) ? 200 : 404;
}
