import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const TOOL = path.join(path.dirname(fileURLToPath(import.meta.url)), 'release-workflow.mjs');

type Ended = { readonly code: number | null; readonly said: string };
type Place = {
  readonly run: (...args: readonly string[]) => Ended;
  readonly write: (file: string, text: string) => void;
  readonly append: (file: string, text: string) => void;
  readonly read: (file: string) => string;
  readonly remove: (file: string) => void;
};

/** A folder of workflows with one of them: two versions, the first with tests beside it, and an upgrade. */
function withWorkflows(run: (place: Place) => void): void {
  const root = mkdtempSync(path.join(tmpdir(), 'zhiheng-release-'));
  const at = (file: string): string => path.join(root, file);
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  };
  for (const version of [1, 2]) {
    write(
      `visit/v${version}/machine.ts`,
      `import { rules } from './rules.js';\nexport const visit = { version: ${version}, rules };\n`,
    );
    write(`visit/v${version}/rules.ts`, `export { terms } from './terms.js';\nexport const rules = {};\n`);
    write(
      `visit/v${version}/terms.ts`,
      `import type { Term } from '@zhiheng/workflow-kit';\nexport const terms: Term[] = [];\n`,
    );
  }
  write('visit/v1/visit.unit.spec.ts', `import { visit } from './machine.js';\n`);
  write('visit/upgrades/v1-to-v2.ts', `import type { Context } from '../v1/terms.js';\nexport const up = {} as Context;\n`);
  try {
    run({
      run: (...args) => {
        const { status, stdout, stderr } = spawnSync(process.execPath, [TOOL, ...args, '--root', root], { encoding: 'utf8' });
        return { code: status, said: (stdout + stderr).trim() };
      },
      write,
      append: (file, text) => appendFileSync(at(file), text),
      read: (file) => readFileSync(at(file), 'utf8'),
      remove: (file) => rmSync(at(file), { recursive: true }),
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Both versions and the upgrade are released. */
function withReleased(run: (place: Place) => void): void {
  withWorkflows((place) => {
    for (const part of ['v1', 'v2', 'v1-to-v2']) expect(place.run('visit', part)).toMatchObject({ code: 0 });
    expect(place.run('--check')).toEqual({ code: 0, said: '未变 unchanged: visit v1, visit v2, visit v1-to-v2' });
    run(place);
  });
}

describe('releasing a workflow', () => {
  it('writes down every file that the machine reaches, and no test', () =>
    withWorkflows(({ run, read }) => {
      expect(run('visit', 'v1')).toMatchObject({
        code: 0,
        said: expect.stringMatching(/^visit v1: 已发布 released, [0-9a-f]{64}$/) as string,
      });
      const sealed = JSON.parse(read('visit/v1/released.json')) as { readonly files: object };
      expect(Object.keys(sealed.files)).toEqual(['v1/machine.ts', 'v1/rules.ts', 'v1/terms.ts']);
      expect(run('visit', 'v1')).toEqual({ code: 0, said: 'visit v1: 已发布，未变 released before and unchanged' });
    }));

  it('lets tests and line ends change, and the version that is not released', () =>
    withWorkflows(({ run, append, read, write }) => {
      run('visit', 'v1');
      append('visit/v1/visit.unit.spec.ts', '// more\n');
      write('visit/v1/rules.ts', read('visit/v1/rules.ts').replaceAll('\n', '\r\n'));
      append('visit/v2/rules.ts', '// more\n');
      expect(run('--check')).toEqual({ code: 0, said: '未变 unchanged: visit v1' });
    }));

  it.each<[string, (place: Place) => void, string]>([
    [
      'a changed file',
      ({ append }) => append('visit/v1/terms.ts', '// more\n'),
      'visit v1: 发布后被修改 changed after its release: v1/terms.ts',
    ],
    ['a file that is gone', ({ remove }) => remove('visit/v1/terms.ts'), 'visit v1: 没有文件 no such file: v1/terms.ts'],
    [
      'a file that is new',
      ({ append, write }) => {
        write('visit/v2/more.ts', 'export const more = 1;\n');
        append('visit/v2/terms.ts', `export { more } from './more.js';\n`);
      },
      'visit v2: 发布后新引用 used since its release: v2/more.ts',
    ],
    [
      'a changed upgrade',
      ({ append }) => append('visit/upgrades/v1-to-v2.ts', '// more\n'),
      'visit v1-to-v2: 发布后被修改 changed after its release: upgrades/v1-to-v2.ts',
    ],
    [
      'an upgrade that is gone',
      ({ remove }) => remove('visit/upgrades/v1-to-v2.ts'),
      'visit v1-to-v2: 没有文件 no such file: upgrades/v1-to-v2.ts',
    ],
    [
      'a seal that was taken off',
      ({ remove }) => remove('visit/v1/released.json'),
      'visit v1: 已有新版本，本版本须先发布 must be released: a newer version exists',
    ],
    [
      'a seal that was rewritten',
      ({ write, read }) => write('visit/v1/released.json', read('visit/v1/released.json').replace('v1/rules.ts', 'v1/laws.ts')),
      'visit v1: released.json 被修改 was changed',
    ],
    [
      'a seal that is no JSON',
      ({ write }) => write('visit/v1/released.json', '{'),
      'visit v1: released.json 无法读取 cannot be read',
    ],
    ['a version that is gone', ({ remove }) => remove('visit/v1'), 'visit v2: 缺少版本 v1 is missing'],
  ])('the check fails on %s', (_what, change, fault) =>
    withReleased((place) => {
      change(place);
      const { code, said } = place.run('--check');
      expect(code).toBe(1);
      expect(said.split('\n').map((line) => line.trim())).toContain(fault);
    }),
  );

  it('does not release again what has changed, but asks for a new version', () =>
    withReleased(({ run, append }) => {
      append('visit/v2/terms.ts', '// more\n');
      expect(run('visit', 'v2')).toEqual({
        code: 1,
        said: 'visit v2 已发布 is released already\n  发布后被修改 changed after its release: v2/terms.ts',
      });
    }));

  it.each<[string, (place: Place) => void, string, string]>([
    [
      'a version that reaches outside its folder',
      ({ append }) => append('visit/v1/rules.ts', `export { more } from '../more.js';\n`),
      'v1',
      '没有文件 no such file: more.ts',
    ],
    [
      'a version that leans on another',
      ({ append }) => append('visit/v2/rules.ts', `export { terms as old } from '../v1/terms.js';\n`),
      'v2',
      '引用了不会冻结的文件 reaches a file that would not be frozen: v1/terms.ts',
    ],
    [
      'a version that calls itself another',
      ({ write }) => write('visit/v2/machine.ts', 'export const visit = { version: 1 };\n'),
      'v2',
      'machine.ts 写的版本 says version: 1, 文件夹 its folder v2',
    ],
    [
      'an upgrade from a version that is not released',
      () => undefined,
      'v1-to-v2',
      '引用了未发布的版本 reaches a version that is not released: v1/terms.ts',
    ],
    ['a version that does not exist', () => undefined, 'v3', '没有文件 no such file: v3/machine.ts'],
  ])('does not release %s', (_what, change, part, fault) =>
    withWorkflows((place) => {
      change(place);
      expect(place.run('visit', part)).toEqual({ code: 1, said: `visit ${part}: ${fault}` });
    }),
  );

  it.each([[[]], [['visit']], [['visit', 'version-2']], [['--check', 'visit']], [['--freeze']]])(
    'says how it is used when called with %j',
    (args) =>
      withWorkflows(({ run }) =>
        expect(run(...args)).toMatchObject({ code: 2, said: expect.stringContaining('Usage') as string }),
      ),
  );

  it('finds nothing changed in the workflows of the project', () => {
    expect(spawnSync(process.execPath, [TOOL, '--check'], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});
