import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ZHONGSHAN, generateCity, renderSpotChecksCsv } from '@zhiheng/sample-data';
import { buildPrograms, runToEnd } from './program.js';
import type { Environment, Finished } from './program.js';
import { makeHome } from './standalone.js';
import type { Home } from './standalone.js';

const MINUTES = 60_000;
const city = generateCity({ seed: 'command-line', enterprises: 6, samples: 12, failing: 0.5, jurisdiction: ZHONGSHAN });
// A machine without our database: whoever tries to reach one fails.
const ANOTHER_MACHINE: Environment = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };

describe('the command line', () => {
  let home: Home;
  let folder: string;
  const zhiheng = (args: readonly string[], input?: string) =>
    runToEnd('cli', { args, env: home.env, ...(input !== undefined && { input }) });
  const elsewhere = (args: readonly string[]) => runToEnd('cli', { args, env: ANOTHER_MACHINE });

  beforeAll(() => {
    buildPrograms();
    home = makeHome();
    folder = mkdtempSync(path.join(tmpdir(), 'zhiheng-cli-'));
  }, 5 * MINUTES);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await home?.dispose();
  }, 3 * MINUTES);

  describe('exit codes', () => {
    it(
      'help is what was asked for: 0',
      async () => {
        const { code, stdout } = await elsewhere(['accounts', 'create', '--help']);
        expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('示例 Example') as string });
      },
      MINUTES,
    );

    it.each([
      ['an unknown command', ['no-such-command']],
      ['an unknown option', ['list', '--no-such-option']],
      ['a missing option', ['dead-letters', 'drop', '7']],
      ['an argument that cannot be read', ['log', 'not-a-uuid']],
      ['a command group alone', ['accounts']],
    ])(
      '%s is wrong usage: 2',
      async (_case, args) => {
        const { code, stdout, stderr } = await elsewhere(args);
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
        expect(stderr).not.toBe('');
      },
      MINUTES,
    );

    it(
      'a fault is 1, and with --json one line of JSON on standard error',
      async () => {
        const { code, stdout, stderr } = await elsewhere(['accounts', 'list', '--json']);
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
        expect(JSON.parse(stderr)).toMatchObject({ code: 'DATABASE_UNREACHABLE', retry: 'later' });
      },
      MINUTES,
    );
  });

  describe('config check', () => {
    it(
      'the configuration of the project is sound',
      async () => {
        expect(await elsewhere(['config', 'check'])).toMatchObject({ code: 0, stderr: '' });
      },
      MINUTES,
    );

    it(
      'names every fault of another folder with file, line and column, and ends with 1',
      async () => {
        const copy = path.join(folder, 'config');
        cpSync('config', copy, { recursive: true });
        const roles = readFileSync(path.join(copy, 'roles.yaml'), 'utf8');
        writeFileSync(
          path.join(copy, 'roles.yaml'),
          roles.replace('procedures.read,', 'procedures.peek,').replace('reads: [blacklist,', 'reads: [no-such-workflow,'),
        );
        const { code, stdout } = await elsewhere(['config', 'check', '--config', copy, '--json']);
        const { faults } = JSON.parse(stdout) as { readonly faults: readonly { file: string; line: number; column: number }[] };
        expect(code).toBe(1);
        expect(faults.length).toBeGreaterThan(0);
        for (const fault of faults)
          expect(fault).toMatchObject({
            file: path.join(copy, 'roles.yaml'),
            line: expect.any(Number) as number,
            column: expect.any(Number) as number,
          });
      },
      MINUTES,
    );
  });

  describe('on a home of its own', () => {
    it(
      'migrate says what is pending, runs it, and then nothing is pending',
      async () => {
        const before = json(await zhiheng(['migrate', 'status', '--json']));
        expect(before).toMatchObject({ applied: [] });
        const { ran } = json(await zhiheng(['migrate', 'up', '--json']));
        expect(ran).toEqual(before['pending']);
        expect(json(await zhiheng(['migrate', 'status', '--json']))).toEqual({ applied: ran, pending: [] });
      },
      5 * MINUTES,
    );

    it(
      'creates an account with the password from standard input, changes its roles, and deactivates it',
      async () => {
        const password = 'correct horse battery 马';
        const create = ['accounts', 'create', 'zhang-wei', '--name', '张伟', '--roles', 'case-handler', '--area', '442000'];
        const created = await zhiheng([...create, '--json'], `${password}\n`);
        expect(json(created)).toMatchObject({
          id: 'zhang-wei',
          name: '张伟',
          roles: ['case-handler'],
          mustChangePassword: true,
        });
        expect(created.stdout + created.stderr).not.toContain(password);
        expect((await zhiheng(create, '')).code).toBe(2);
        expect((await zhiheng([...create, '--json'], `${password}\n`)).stderr).toContain('ACCOUNT_EXISTS');
        expect(json(await zhiheng(['accounts', 'roles', 'zhang-wei', 'case-handler,reviewer', '--json']))).toMatchObject({
          roles: ['case-handler', 'reviewer'],
        });
        expect((await zhiheng(['accounts', 'roles', 'zhang-wei', 'emperor'])).code).toBe(2);
        expect((await zhiheng(['accounts', 'deactivate', 'zhang-wei'])).code).toBe(0);
        expect(json(await zhiheng(['accounts', 'list', '--json']))).toMatchObject([{ id: 'zhang-wei', active: false }]);
        expect(json(await zhiheng(['accounts', 'activate', 'zhang-wei', '--json']))).toMatchObject({ active: true });
        expect(json(await zhiheng(['accounts', 'revoke-tokens', 'zhang-wei', '--json']))).toEqual({
          id: 'zhang-wei',
          revoked: 0,
        });
      },
      5 * MINUTES,
    );

    describe('an export', () => {
      let root: string;

      beforeAll(async () => {
        const file = path.join(folder, 'samples.csv');
        writeFileSync(file, renderSpotChecksCsv(city.spotCheckRows));
        expect(json(await zhiheng(['import', 'spot-checks', file, '--json']))['proceduresOpened']).toBeGreaterThan(0);
        const exported = json(await zhiheng(['export', '--out', path.join(folder, 'all'), '--json']));
        root = String(exported['root']);
      }, 5 * MINUTES);

      it(
        'is verified and replayed on another machine, and stands for the same logs',
        async () => {
          const verified = json(await elsewhere(['verify-chain', '--from', path.join(folder, 'all'), '--json']));
          expect(verified).toMatchObject({ root, faults: [] });
          const { roots, ...overDatabase } = json(await zhiheng(['verify-chain', '--json']));
          expect(verified).toEqual(overDatabase);
          expect(roots).toMatchObject({ anchor: 'stored' });
          const replayed = json(await elsewhere(['replay', '--from', path.join(folder, 'all'), '--json']));
          expect(replayed).toMatchObject({ instances: verified['instances'], entries: verified['entries'], faults: [] });
        },
        5 * MINUTES,
      );

      it.each([
        [
          'an entry that was rewritten',
          (text: string) => text.replace('\\"kind\\":\\"accepted', '\\"kind\\":\\"refused'),
          'HASH_DIFFERS',
        ],
        ['a procedure that was left out', (text: string) => text.slice(text.indexOf('\n') + 1), 'ROOT_DIFFERS'],
      ])(
        '%s is found',
        async (_case, tamper, fault) => {
          const copy = mkdtempSync(path.join(folder, 'tampered-'));
          cpSync(path.join(folder, 'all'), copy, { recursive: true });
          const file = path.join(copy, 'histories.jsonl');
          const text = readFileSync(file, 'utf8');
          expect(tamper(text)).not.toBe(text);
          writeFileSync(file, tamper(text));
          const { code, stdout } = await elsewhere(['verify-chain', '--from', copy, '--json']);
          expect(code).toBe(1);
          expect(codesOf(stdout)).toEqual(expect.arrayContaining(['FILE_DIFFERS', fault]));
        },
        2 * MINUTES,
      );

      it(
        'legal frames that were changed make the replay differ',
        async () => {
          const copy = mkdtempSync(path.join(folder, 'tampered-'));
          cpSync(path.join(folder, 'all'), copy, { recursive: true });
          const file = path.join(copy, 'frames.jsonl');
          // Every five days become six: some term or threshold of each frame.
          const frames = readFileSync(file, 'utf8');
          const changed = frames.replace(/"(count|length|days|value|amount)":5\b/g, '"$1":6');
          expect(changed).not.toBe(frames);
          writeFileSync(file, changed);
          const { code } = await elsewhere(['replay', '--from', copy, '--json']);
          expect(code).toBe(1);
        },
        2 * MINUTES,
      );

      it(
        'of one procedure holds that one; an unknown one is refused',
        async () => {
          const [first] = json(await zhiheng(['list', '-n', '1', '--json'])) as unknown as readonly { readonly id: string }[];
          const one = json(await zhiheng(['export', first!.id, '--out', path.join(folder, 'one'), '--json']));
          expect(one).toMatchObject({ procedures: 1, selection: { ids: [first!.id] } });
          const clocks = json(await zhiheng(['clocks', 'list', '--json'])) as unknown as readonly { instanceId: string }[];
          expect(clocks.length).toBeGreaterThan(0);
          expect(json(await zhiheng(['clocks', 'explain', clocks[0]!.instanceId, '--json']))).toContainEqual(
            expect.objectContaining({ article: expect.stringContaining('条') as string, dueOn: expect.any(String) as string }),
          );
          const unknown = await zhiheng(['export', '00000000-0000-4000-8000-000000000000', '--out', path.join(folder, 'none')]);
          expect({ code: unknown.code, stderr: unknown.stderr }).toEqual({
            code: 1,
            stderr: expect.stringContaining('NOT_FOUND') as string,
          });
        },
        5 * MINUTES,
      );
    });
  });
});

function json({ code, stdout, stderr }: Finished): Readonly<Record<string, unknown>> {
  // Standard error is the log's as well: what a queue says when its database stops is no fault of the command.
  if (code !== 0) throw new Error(`ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
}

function codesOf(stdout: string): readonly string[] {
  return (JSON.parse(stdout) as { readonly faults: readonly { readonly code: string }[] }).faults.map(({ code }) => code);
}
