import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { call, signIn } from './api.js';
import type { Headers } from './api.js';
import { buildPrograms } from './program.js';
import { startSplit } from './split.js';
import { databaseUrlOf, makeHome } from './standalone.js';
import { waitFor } from './wait-for.js';

const MINUTES = 60_000;
const CALLERS = 12;

/** What one request came to: an answer, or the code with which its line broke. */
type Came =
  | { readonly status: number; readonly code?: unknown; readonly retryAfter?: string | null; readonly id?: string }
  | { readonly broke: string };

beforeAll(buildPrograms, 5 * MINUTES);

describe('told to stop under load', () => {
  it(
    'standalone answers every request that it took, refuses later ones in words, has what it acknowledged on its logs, and ends with 0',
    async () => {
      const home = makeHome({ ZHIHENG_SEED: 'accounts' });
      try {
        const system = await home.start();
        const load = await startLoad(system.url);
        const exit = system.stop();
        const came = await load.end();
        expect(await exit).toEqual({ code: 0, signal: null });
        expectNobodyWasCut(came, load.readiness);

        await home.start();
        await expectOnTheLog(databaseUrlOf(home.directory), came);
      } finally {
        await home.dispose();
      }
    },
    5 * MINUTES,
  );

  it(
    'a gateway of the split system does the same, while the others go on',
    async () => {
      const split = await startSplit({ env: { ZHIHENG_SEED: 'accounts' } });
      try {
        const load = await startLoad(split.url);
        const gone = split.terminate('gateway-1');
        const came = await load.end();
        await gone;
        expectNobodyWasCut(came, load.readiness);
        await expectOnTheLog(split.databaseUrl, came);
        expect(split.output()).toContain('gateway-1 已结束 has ended (exit 0)');
        expect(await split.stop()).toEqual({ code: 0, signal: null });
      } finally {
        await split.dispose();
      }
    },
    5 * MINUTES,
  );
});

describe('a database that takes nothing for a while', () => {
  it(
    'leaves a bounded number of requests waiting; the others are told to come again, and then all goes on',
    async () => {
      const home = makeHome({
        ZHIHENG_SEED: 'accounts',
        ZHIHENG_MAX_WAITING_EVENTS: '40',
        ZHIHENG_MAX_REQUESTS: '90',
        // Those that wait do so until the database is free again, however long the others take to be refused.
        ZHIHENG_DB_LOCK_SECONDS: '240',
        ZHIHENG_DB_STATEMENT_SECONDS: '241',
      });
      let database: pg.Client | undefined;
      try {
        const { url, program } = await home.start();
        const inspector = await signIn(url, 'inspector-1');
        expect(await openCase(url, inspector)).toMatchObject({ status: 201 });
        database = new pg.Client({ connectionString: databaseUrlOf(home.directory) });
        await database.connect();
        const before = residentMegabytes(program.pid);
        await database.query('begin; lock table zhiheng.log in share row exclusive mode');

        const keys = Array.from({ length: 600 }, () => randomUUID());
        const answered = new Map<string, Came>();
        const all = keys.map(async (key) => {
          const came = await openCase(url, inspector, { key });
          answered.set(key, came);
          return came;
        });
        await waitFor(() => answered.size >= keys.length - 90, { what: 'all but those that may wait are answered' });
        const refusals = [...answered.values()];
        for (const refusal of refusals)
          expect(refusal).toMatchObject({
            status: 503,
            code: expect.stringMatching(/^(ENGINE_OVERLOADED|TOO_MANY_REQUESTS_IN_HAND)$/) as string,
            retryAfter: '1',
          });
        expect((await call(`${url}/health/live`)).status).toBe(200);
        expect((await call(`${url}/health/ready`)).status).toBe(200);
        if (before !== undefined) expect(residentMegabytes(program.pid)! - before).toBeLessThan(300);

        await database.query('commit');
        const came = await Promise.all(all);
        const accepted = came.filter((one) => 'status' in one && one.status === 201);
        expect(accepted.length).toBeGreaterThan(0);
        expect(accepted.length).toBeLessThanOrEqual(90);
        const [again] = [...answered].filter(([, one]) => 'code' in one && one.code === 'ENGINE_OVERLOADED');
        expect(await openCase(url, inspector, { key: again![0] })).toMatchObject({ status: 201 });
        await expectOnTheLog(databaseUrlOf(home.directory), came);
      } finally {
        await database?.end();
        await home.dispose();
      }
    },
    5 * MINUTES,
  );
});

/**
 * Callers that each send one request after the other until they are refused or find nobody, and one whose request is in hand until all
 * of them were: so long a process that is told to stop has somebody to answer, however busy the machine is.
 */
async function startLoad(url: string) {
  const inspector = await signIn(url, 'inspector-1');
  const came: Came[] = [];
  const readiness: number[] = [];
  let ended = false;
  let sendRest = (): void => undefined;
  const slow = openCase(url, inspector, { rest: new Promise((resolve) => (sendRest = resolve)) });
  const callers = Array.from({ length: CALLERS }, async () => {
    for (;;) {
      const one = await openCase(url, inspector);
      came.push(one);
      if ('broke' in one || one.status !== 201) return;
    }
  });
  const watch = (async () => {
    while (!ended) {
      const status = await fetch(`${url}/health/ready`).then(
        (answer) => answer.status,
        () => 0,
      );
      readiness.push(status);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  await waitFor(() => came.length > 100, { what: 'the system is at work' });
  return {
    readiness,
    end: async (): Promise<readonly Came[]> => {
      await Promise.all(callers);
      await waitFor(() => readiness.includes(503), { what: 'it says that it is not ready' });
      sendRest();
      expect(await slow).toMatchObject({ status: 201 });
      ended = true;
      await watch;
      return [...came, await slow];
    },
  };
}

type Sending = {
  readonly key?: string;
  /** The first byte is sent at once, all others after this. */
  readonly rest?: Promise<void>;
};

async function openCase(url: string, headers: Headers, { key = randomUUID(), rest }: Sending = {}): Promise<Came> {
  const text = JSON.stringify({
    workflow: 'enforcement',
    jurisdiction: '442000',
    subject: { kind: 'enterprise', id: key, name: `企业${key}` },
    type: 'CLUE_REGISTERED',
    data: { source: 'complaint', grounds: ['线索'] },
  });
  try {
    const response = await fetch(`${url}/api/procedures`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
      ...(rest === undefined ? { body: text } : { body: ReadableStream.from(inParts(text, rest)), duplex: 'half' }),
    });
    const answer = (await response.json()) as { readonly code?: unknown; readonly instanceId?: string };
    return {
      status: response.status,
      code: answer.code,
      retryAfter: response.headers.get('retry-after'),
      ...(answer.instanceId && { id: answer.instanceId }),
    };
  } catch (fault) {
    return { broke: (fault as { readonly cause?: { readonly code?: string } }).cause?.code ?? String(fault) };
  }
}

async function* inParts(text: string, rest: Promise<void>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text.slice(0, 1));
  await rest;
  yield Buffer.from(text.slice(1));
}

function expectNobodyWasCut(came: readonly Came[], readiness: readonly number[]): void {
  const broke = came.flatMap((one) => ('broke' in one ? [one.broke] : []));
  // Nobody there any more is an answer; a line that breaks is none.
  expect(broke.filter((code) => code !== 'ECONNREFUSED')).toEqual([]);
  const refused = came.filter((one) => 'status' in one && one.status !== 201);
  expect(refused.length + broke.length).toBe(CALLERS);
  expect(refused.length).toBeGreaterThan(0);
  for (const one of refused) expect(one).toMatchObject({ status: 503, code: 'STOPPING', retryAfter: '2' });
  expect(readiness).toContain(200);
  expect(readiness).toContain(503);
}

async function expectOnTheLog(databaseUrl: string, came: readonly Came[]): Promise<void> {
  const acknowledged = came.flatMap((one) => ('status' in one && one.status === 201 ? [one.id!] : []));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ readonly instance_id: string }>(
      'select distinct instance_id from zhiheng.log where instance_id = any($1::uuid[])',
      [acknowledged],
    );
    expect(rows).toHaveLength(new Set(acknowledged).size);
  } finally {
    await client.end();
  }
}

function residentMegabytes(pid: number): number | undefined {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
  } catch {
    return undefined;
  }
}
