import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ZhihengError } from '@zhiheng/kernel';
import { configSchemas } from '@zhiheng/policy';
import { aRuleSet, aValue, configFiles } from '@zhiheng/policy/testing';
import { findProjectRoot, loadConfig, writeSchemas } from '@zhiheng/policy-files';

/** A project folder with the given files beside a sound small configuration, gone when the callback ends. */
async function withProject(
  files: Readonly<Record<string, string | Uint8Array>>,
  run: (root: string) => Promise<void>,
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'zhiheng-config-'));
  try {
    const base = Object.fromEntries(configFiles().map(({ path, text }) => [path, text]));
    for (const [path, content] of Object.entries({ ...base, ...files })) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
    await run(root);
  } finally {
    await rm(root, { recursive: true });
  }
}

const faultOf = async (loading: Promise<unknown>): Promise<ZhihengError> => {
  const thrown: unknown = await loading.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(thrown).toBeInstanceOf(ZhihengError);
  return thrown as ZhihengError;
};

describe('loading config', () => {
  it('reads law, jurisdictions and calendars, and leaves other folders and files alone', async () => {
    const files = {
      'config/law/penalty.yaml': aRuleSet('penalty', aValue('a.b', 'number', '2021-01-01 1')),
      'config/law/README.md': '# not a rule set',
      'config/law/.penalty.yaml': 'an editor’s leftover: [',
      'config/import/profile.yaml': 'columns: {}',
    };
    await withProject(files, async (root) => {
      const config = await loadConfig(root);
      expect([...config.book.jurisdictions.get('442000')!.keys()]).toEqual(['a.b']);
      expect([...config.calendars.keys()]).toEqual(['cn']);
    });
  });

  it('lists every fault with file, line, column and reason', async () => {
    const files = {
      'config/law/penalty.yaml': aRuleSet('penalty', aValue('a.b', 'number', '2021-02-30 x')),
      'config/calendar/cn/2027.yaml': 'year: 2027\n\toff: []\n',
    };
    await withProject(files, async (root) => {
      const fault = await faultOf(loadConfig(root));
      expect(fault.code).toBe('CONFIG_INVALID');
      expect(fault.message).toMatch(/\nconfig\/calendar\/cn\/2027\.yaml:2:1 .+\n/);
      expect(fault.message).toMatch(/\nconfig\/law\/penalty\.yaml:9:17 日期不存在.+2021-02-30/);
      expect(fault.message).toMatch(/\nconfig\/law\/penalty\.yaml:9:36 类型不对.+"x"/);
    });
  });

  it('says where a file stops being UTF-8', async () => {
    // 「中」 in GBK.
    const gbk = new Uint8Array([...new TextEncoder().encode('year: 2027\n# '), 0xd6, 0xd0]);
    await withProject({ 'config/calendar/cn/2027.yaml': gbk }, async (root) => {
      expect((await faultOf(loadConfig(root))).message).toContain('config/calendar/cn/2027.yaml:2:3 文件编码应为 UTF-8');
    });
  });

  it('names the folder that it looked in when there is nothing', async () => {
    const root = await mkdtemp(join(tmpdir(), 'zhiheng-config-'));
    try {
      const fault = await faultOf(loadConfig(root));
      expect(fault.code).toBe('CONFIG_MISSING');
      expect(fault.message).toContain(join(root, 'config'));
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

describe('the project', () => {
  it('carries the schemas that the parser uses', async () => {
    await withProject({}, async (root) => {
      const written = await writeSchemas(root);
      expect(written).toHaveLength(configSchemas.size);
      const committed = join(findProjectRoot(), 'config', 'schemas');
      for (const path of written) {
        const name = path.slice(dirname(path).length + 1);
        expect({ name, text: await readFile(join(committed, name), 'utf8') }).toEqual({
          name,
          text: await readFile(path, 'utf8'),
        });
      }
      expect((await readdir(committed)).filter((name) => configSchemas.has(name)).sort()).toEqual(
        [...configSchemas.keys()].sort(),
      );
    });
  });

  it('has a sound configuration in which 442000 is Zhongshan', async () => {
    const { jurisdictions } = await loadConfig();
    expect(jurisdictions.find(({ code }) => code === '442000')).toMatchObject({
      name: { zh: '中山市' },
      level: 'city',
      province: '440000',
    });
  });
});
