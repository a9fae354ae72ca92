import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import fc from 'fast-check';
import { call, signIn, upload } from '../e2e/api.js';
import type { Headers } from '../e2e/api.js';
import { buildPrograms, runCommand } from '../e2e/program.js';
import { makeHome } from '../e2e/standalone.js';
import type { Home, Standalone } from '../e2e/standalone.js';
import { waitFor } from '../e2e/wait-for.js';
import { requestsFor } from './inputs.js';
import type { FuzzRequest, Harvest } from './inputs.js';
import { operationsOf } from './operations.js';
import type { OpenApi, Operation } from './operations.js';
import { closeConnections, sendRaw } from './raw-request.js';
import type { RawAnswer } from './raw-request.js';

const MINUTES = 60_000;
// Requests for each operation of the OpenAPI document. `npm run fuzz` sends many more.
const CASES = Number(process.env['ZHIHENG_FUZZ_CASES'] ?? 25);
const SEED = Number(process.env['ZHIHENG_FUZZ_SEED'] ?? 2026);
const CALLERS = [
  'nobody',
  'admin',
  'head-1',
  'handler-1',
  'inspector-1',
  'province-1',
  'lab-1',
  'party-1',
  'auditor-1',
] as const;
const IN_HAND = 8;

describe('bad input of any kind never yields a fault of the server', () => {
  let home: Home;
  let system: Standalone;
  let operations: readonly Operation[] = [];
  const tokens = new Map<string, Headers>();
  const sent = { requests: 0, byStatus: new Map<number, number>() };

  beforeAll(async () => {
    buildPrograms();
    home = makeHome({
      ZHIHENG_SEED: 'demo',
      ZHIHENG_LIMIT_LOGINS_PER_ACCOUNT: '1000000',
      ZHIHENG_LIMIT_LOGINS_PER_ADDRESS: '1000000',
      ZHIHENG_LIMIT_PUBLIC_PER_MINUTE: '1000000000',
    });
    system = await home.start();
    await signEveryoneIn();
    const { body } = await call(`${system.url}/api/docs-json`);
    operations = operationsOf(body as unknown as OpenApi);
    const city = generateCity({ seed: 'fuzz', enterprises: 12, samples: 40, failing: 0.5, jurisdiction: ZHONGSHAN });
    const file = { fileName: '抽检.csv', bytes: Buffer.from(renderSpotChecksCsv(city.spotCheckRows)) };
    expect((await upload(system.url, { ...file, headers: tokens.get('inspector-1')! })).status).toBe(201);
  }, 5 * MINUTES);
  afterAll(async () => {
    closeConnections();
    await system?.stop();
    await home?.dispose();
  }, 3 * MINUTES);

  it('knows the whole interface', () => {
    expect(operations.length).toBeGreaterThan(40);
  });

  it(
    'answers every request of every operation with a result or a problem in Chinese and English',
    async () => {
      const harvest = await harvestFrom();
      const faults: string[] = [];
      for (const [index, operation] of operations.entries()) {
        const requests = fc.sample(fc.tuple(requestsFor(operation, harvest), fc.constantFrom(...CALLERS)), {
          seed: SEED + index,
          numRuns: CASES,
        });
        for (let at = 0; at < requests.length; at += IN_HAND) {
          const batch = requests.slice(at, at + IN_HAND);
          const answers = await Promise.all(batch.map(([request, caller]) => answerOf(request, caller)));
          answers.forEach((answer, place) => faults.push(...faultsOf(operation, batch[place]!, answer)));
        }
      }
      process.stdout.write(
        `\nfuzz: seed ${SEED}, ${operations.length} operations, ${sent.requests} requests, ${[...sent.byStatus]
          .sort(([a], [b]) => a - b)
          .map(([status, n]) => `${status}×${n}`)
          .join(' ')}\n`,
      );
      expect(faults.slice(0, 20)).toEqual([]);
    },
    60 * MINUTES,
  );

  it(
    'is none the worse for it: healthy, and every log sound',
    async () => {
      await waitFor(async () => (await call(`${system.url}/api/health`)).status === 200, { what: 'the system is healthy' });
      expect(JSON.parse(await runCommand(['verify-chain', '--json'], home.env))).toMatchObject({ faults: [] });
      expect(JSON.parse(await runCommand(['replay', '--json'], home.env))).toMatchObject({ faults: [] });
      expect(system.program.stderr()).not.toMatch(/http\.fault/);
    },
    10 * MINUTES,
  );

  async function answerOf(request: FuzzRequest, caller: string): Promise<RawAnswer | Error> {
    const token = tokens.get(caller);
    const headers = { ...request.headers, ...token };
    try {
      const answer = await sendRaw(system.url, { ...request, headers });
      sent.requests++;
      sent.byStatus.set(answer.status, (sent.byStatus.get(answer.status) ?? 0) + 1);
      if (answer.status === 401 && token !== undefined && tokens.get(caller) === token) await signBackIn(caller);
      return answer;
    } catch (fault) {
      return fault as Error;
    }
  }

  async function signEveryoneIn(): Promise<void> {
    for (const caller of CALLERS) if (caller !== 'nobody') tokens.set(caller, await signIn(system.url, caller));
  }

  /** A fuzzed request may sign its caller out or switch the account off: then nobody is signed in under it any more. */
  async function signBackIn(caller: string): Promise<void> {
    tokens.set(caller, await signIn(system.url, caller).catch(() => ({})));
  }

  /** Ids and words that exist, so that requests get past "not found". */
  async function harvestFrom(): Promise<Harvest> {
    const headers = tokens.get('head-1')!;
    const list = await waitFor(
      async () => {
        const { body } = await call(`${system.url}/api/procedures?limit=50`, { headers });
        const items = body['items'] as readonly {
          readonly id: string;
          readonly subject?: { readonly id: string; readonly name: string };
        }[];
        return items.length > 5 && { items, next: body['next'] };
      },
      { what: 'procedures to fuzz with' },
    );
    const ids = list.items.map(({ id }) => id);
    const words = list.items.flatMap(({ subject }) => (subject === undefined ? [] : [subject.id, subject.name]));
    return {
      ids,
      words: [
        ...words,
        String(list.next ?? ''),
        'inspection',
        'RECTIFICATION_ORDERED',
        '442000',
        '2026-01-05',
        '1',
        'fuzz-account',
      ],
    };
  }
});

function faultsOf(
  operation: Operation,
  [request, caller]: readonly [FuzzRequest, string],
  answer: RawAnswer | Error,
): readonly string[] {
  const what = `${operation.method} ${operation.path} as ${caller}: ${request.path.slice(0, 300)} ${JSON.stringify(request.headers).slice(0, 300)} ${request.body?.toString('base64').slice(0, 600) ?? ''}`;
  if (answer instanceof Error) return [`${answer.message} ← ${what}`];
  const { status, type, text } = answer;
  if (status >= 500) return [`${status} ${text.slice(0, 300)} ← ${what}`];
  if (status < 400) return [];
  if (type !== 'application/problem+json')
    return [`${status} is ${type || 'of no type'}, not a problem: ${text.slice(0, 120)} ← ${what}`];
  const problem = JSON.parse(text) as { readonly code?: unknown; readonly title?: unknown };
  const isReadable =
    typeof problem.code === 'string' && typeof problem.title === 'string' && /\p{Script=Han}/u.test(problem.title);
  const leaks = /node_modules|\n\s+at |\/libs\/|select .* from/i.test(text);
  return isReadable && !leaks
    ? []
    : [`a problem that does not say what is wrong, or too much: ${text.slice(0, 300)} ← ${what}`];
}
